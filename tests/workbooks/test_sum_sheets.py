"""Excel lists with sums: figures as numbers, texts as texts, sums as formulas that Excel reckons again."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from nianbao.workbooks.sum_sheets import (
    Bars,
    ChartSheet,
    Reference,
    SumLine,
    SumSheet,
    TextSheet,
    write_sum_workbook,
)

FIGURES = (3, None, Decimal("0.10")), (4, 5, Decimal("12345678901234567.89"))
LINE = SumLine(label="合计", first=0, last=1, figures=(7, 5, Decimal("12345678901234567.99")))
SHEET = SumSheet(
    name="甲's", leads=("单位",), columns=(("收", "件"), ("收", "次"), ("钱", "元")), lines=(LINE,),
    rows=((("=1+1",), FIGURES[0]), (("乙",), FIGURES[1])),
)  # fmt: skip
OVERVIEW = TextSheet(
    name="总览", header=("项目", "合计"), rows=(("件", Reference(sheet=0, column=0, figure=7)), ("无", None))
)


@pytest.mark.parametrize("cached", [False, True])
def test_sums_are_formulas_with_what_they_come_to(cached: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sum_workbook("表", OVERVIEW, [SHEET], [])), data_only=cached)
    assert book["甲's"]["B3"].value == (7 if cached else "=SUM(B4:B5)")
    assert book["总览"]["B2"].value == (7 if cached else "='甲''s'!B3")


def test_what_looks_like_a_formula_is_a_text_and_a_blank_is_blank() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_sum_workbook("表", OVERVIEW, [SHEET], [])))["甲's"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")
    assert (sheet["C4"].value, sheet["D4"].value) == (None, 0.1)
    assert sheet["D5"].value == "12345678901234567.89"
    assert [str(area) for area in sheet.merged_cells.ranges].count("B1:C1") == 1


def test_a_chart_shows_sums_and_figures_of_one_row() -> None:
    whole, row = Reference(sheet=0, column=0, figure=7), Reference(sheet=0, column=1, figure=5, row=1)
    bars = Bars(title="收", labels=("件", "次"), figures=((whole, row), (row,)), former=(6, None))
    charts = ChartSheet(name="图表", header=("项目", "今年", "去年"), charts=(bars,))
    data = write_sum_workbook("表", OVERVIEW, [SHEET], [], charts)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["图表"]
    assert [cell.value for cell in sheet[1]] == ["收", "今年", "去年"]
    assert sheet["B2"].value == "='甲''s'!B3+'甲''s'!C5"
    assert sheet["B3"].value == "='甲''s'!C5"
    assert (sheet["C2"].value, sheet["C3"].value) == (6, None)
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True)["图表"]["B2"].value == 12
    assert data == write_sum_workbook("表", OVERVIEW, [SHEET], [], charts)
