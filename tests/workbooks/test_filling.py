"""What was answered, written onto its cells: as it was typed, and never as something else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nianbao import PluginRegistry, UsageError, layout_for, write_workbook
from nianbao.testing import example
from nianbao.workbooks.filling import EXACT_DIGITS, LONGEST_CELL
from tests.documents import FORM

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

FIGURE = "requests.received.natural_person"


def cells(registry: PluginRegistry, field: str, **changes: Any) -> list[Cell]:
    submission = example(registry.registered_form(FORM), **changes)
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(submission)))
    placement = layout_for(submission).placements[field]
    return [book[placement.sheet].cell(row + 1, column + 1) for row, column in placement.cells]


@pytest.mark.parametrize(
    ("raw", "value", "kind"),
    [
        (7, 7, "n"),
        ("3件", "3件", "s"),
        ("=1+1", "=1+1", "s"),
        (10**EXACT_DIGITS - 1, 10**EXACT_DIGITS - 1, "n"),
        (10**EXACT_DIGITS + 1, str(10**EXACT_DIGITS + 1), "s"),
        (10**20, 10**20, "n"),
    ],
)
def test_a_figure_is_written_as_it_was_typed_and_as_text_where_excel_would_round_it(
    registry: PluginRegistry, raw: object, value: object, kind: str
) -> None:
    (cell,) = cells(registry, FIGURE, values={FIGURE: raw})
    assert (cell.value, cell.data_type) == (value, kind)


def test_a_blank_figure_shows_what_is_pasted_where_its_table_can_be_pasted(registry: PluginRegistry) -> None:
    (cell,) = cells(registry, FIGURE, values={FIGURE: None})
    assert cell.data_type == "f"
    assert "表三粘贴" in str(cell.value)
    (cell,) = cells(registry, "disclosure.licensing.decisions", values={"disclosure.licensing.decisions": None})
    assert cell.value is None


def test_paragraphs_stand_each_in_a_row_and_a_long_one_gets_a_taller_row(registry: PluginRegistry) -> None:
    long = "长" * 900
    found = cells(registry, "problems.current", texts={"problems.current": f"一\n\n{long}"})
    assert [cell.value for cell in found[:4]] == ["一", None, long, None]
    heights = [cell.parent.row_dimensions[cell.row].height for cell in found[:3]]
    assert heights[2] > heights[0]


def test_a_single_line_keeps_its_line_ends_in_one_cell(registry: PluginRegistry) -> None:
    (cell,) = cells(registry, "title", texts={"title": "甲\n乙"})
    assert cell.value == "甲\n乙"


def test_a_paragraph_that_no_cell_can_hold_is_refused_with_its_place(registry: PluginRegistry) -> None:
    with pytest.raises(UsageError, match=str(LONGEST_CELL)):
        cells(registry, "problems.current", texts={"problems.current": "长" * (LONGEST_CELL + 1)})


def test_a_declaration_is_written_where_it_is_chosen_and_nowhere_else(registry: PluginRegistry) -> None:
    submission = example(registry.registered_form(FORM), nil=["disputes"])
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(submission)))
    found = {
        field: book[placement.sheet].cell(placement.cells[0][0] + 1, placement.cells[0][1] + 1).value
        for field, placement in layout_for(submission).nil.items()
    }
    assert [field for field, value in found.items() if value == "是"] == ["nil.disputes"]


def test_a_long_name_gets_a_row_that_it_fits_into(registry: PluginRegistry) -> None:
    long = "示例省示例市示例县生态环境保护综合行政执法大队（示例县土壤和固体废物污染防治中心、示例县环境应急与事故调查中心）"
    for name, least in (("示例县教育局", 0.0), (long, 40.0)):
        submission = example(registry.registered_form(FORM), agency={"name": name, "code": "1"})
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(submission)))
        place = layout_for(submission).facts["agency.name"].cells[0]
        assert book["封面"].row_dimensions[place[0] + 1].height > least
        assert len(book["封面"].oddFooter.left.text) < 60
