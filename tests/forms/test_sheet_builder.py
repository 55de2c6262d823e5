"""The cursor that places labels, texts and tables downwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.forms.layout import LabelKind
from nianbao.forms.sheet_builder import SheetBuilder, defined_name

if TYPE_CHECKING:
    from nianbao import Form

TEXT = "problems.current"


class Sheet(SheetBuilder):
    widths = (40.0, 10.0)


@pytest.fixture
def sheet(form: Form) -> Sheet:
    return Sheet(form, {TEXT: 9}, "纸")


def test_a_line_takes_the_next_row_and_is_as_tall_as_its_words(sheet: Sheet) -> None:
    sheet.line("短", LabelKind.HINT)
    sheet.line("长" * 90, LabelKind.HINT, columns=2)
    assert [label.area for label in sheet.labels] == [(0, 0, 0, 0), (1, 0, 1, 1)]
    assert sheet.heights[1] > sheet.heights[0]
    assert sheet.row == 2


def test_a_text_has_its_label_its_hint_and_the_rows_that_it_was_allotted(sheet: Sheet, form: Form) -> None:
    sheet.text(TEXT)
    placement = sheet.placements[TEXT]
    assert sheet.labels[0].text == form.texts[TEXT].label
    assert len(placement.cells) == 9
    assert placement.area == (*placement.cells[0], *placement.cells[-1])
    assert sheet.text_counts[TEXT] == ("纸", (0, 1))
    assert sheet.row > placement.cells[-1][0] + 1


def test_a_table_is_placed_cell_by_cell_below_what_is_there(sheet: Sheet, form: Form) -> None:
    table = form.table_by_id["disputes"]
    sheet.widths = sheet.table_widths(table)
    sheet.line("题", LabelKind.TITLE)
    sheet.table(table)
    assert len(sheet.widths) == table.width
    assert sheet.row == 1 + table.height
    assert {*sheet.placements} == {field.id for field in table.fields}
    covered = [
        (row, column)
        for first, left, last, right in (
            *(label.area for label in sheet.labels[1:]), *(placement.area for placement in sheet.placements.values())
        )
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    ]  # fmt: skip
    assert sorted(covered) == [(row, column) for row in range(1, 1 + table.height) for column in range(table.width)]
    assert sheet.sheet_layout().print_area == (0, 0, table.height, table.width - 1)


def test_names_are_those_that_excel_takes() -> None:
    assert defined_name("requests.received.natural-person") == "requests_received_natural_person"
