"""汇总表: figures a row a unit, sums as formulas, what was summed and what was not."""

from __future__ import annotations

import io

import openpyxl

from nianbao.campaigns.consolidation.district_sum import DistrictSum
from nianbao.campaigns.consolidation.sum_workbook import sum_workbook


def test_every_figure_of_every_unit_stands_in_it(district: DistrictSum) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sum_workbook(district)))
    assert book.sheetnames[0] == "总览"
    assert book.sheetnames[-2:] == ["计入的文件", "没有计入的单位"]
    sheet = book["三依申请公开"]
    names = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert names == ["合计", "小计：丙街道", *(each.agency.name for each in district.contributions)]
    fields = [field.id for field in district.form.table_by_id["requests"].fields]
    for row, each in enumerate(district.contributions, 5):
        assert [cell.value for cell in sheet[row][2:]] == [each.figure(field) for field in fields]
    assert sheet["C3"].value == "=SUM(C5:C9)"
    assert sheet["C4"].value == "=SUM(C7:C9)"
    assert {cell.value for cell in book["没有计入的单位"]["D"][1:]} == {"未交", "由甲局代报"}
    assert book["计入的文件"]["E2"].value == district.contributions[0].sha256


def test_the_same_sum_gives_the_same_bytes(district: DistrictSum) -> None:
    assert sum_workbook(district) == sum_workbook(district)


def test_charts_stand_beside_the_figures_that_they_show(district: DistrictSum) -> None:
    data = sum_workbook(district)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["图表"]
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["图表"]
    column = {
        row[0].value: (row[1].value, shown.cell(row[0].row, 2).value) for row in sheet.iter_rows() if row[0].value
    }
    total = district.whole.sums["requests.received.natural_person"]
    assert column["自然人"] == ("='三依申请公开'!C3", total)
    assert column["一、本年新收"] == ("2024年", "2024年")
    assert column["（三）不予公开"][0].count("+") == 7
    # The units with most applications come last, the one with most first.
    names = [row[0].value for row in sheet.iter_rows() if row[0].value]
    ranked = names[names.index("一、本年新收最多的单位") + 1 :]
    figures = {unit.agency.name: unit.figure("requests.received.total") or 0 for unit in district.contributions}
    assert [figures[name] for name in ranked] == sorted((each for each in figures.values() if each), reverse=True)[
        :15
    ]
    assert len(sheet._charts) == sum(bool(row[1].value) and "年" in str(row[1].value) for row in sheet.iter_rows())
