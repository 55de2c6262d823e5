"""Hints and limits of the inputs: every input has one, within what Excel shows, and none is anywhere else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nianbao import Agency, Form, blank_submission, layout_for, write_workbook
from nianbao.workbooks.validations import ALERT_LENGTH, MESSAGE_LENGTH, TITLE_LENGTH

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from nianbao import Layout


@pytest.fixture(scope="module")
def layout(form: Form) -> Layout:
    return layout_for(blank_submission(form, 2024, Agency(name="甲局")))


@pytest.fixture(scope="module")
def book(form: Form) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_workbook(blank_submission(form, 2024, Agency(name="甲局")))))


def validation(book: Workbook, layout: Layout, field: str) -> Any:
    placement = layout.names[layout.placements[field].name] if field in layout.placements else layout.nil[field]
    row, column = placement.cells[0]
    cell = book[placement.sheet].cell(row + 1, column + 1).coordinate
    (found,) = [each for each in book[placement.sheet].data_validations.dataValidation if cell in each.sqref]
    return found


def test_every_figure_that_is_typed_is_held_to_its_kind(book: Workbook, layout: Layout, form: Form) -> None:
    for table in form.tables:
        for field in form.inputs(table):
            found = validation(book, layout, field)
            assert found.type == ("decimal" if form.fields[field].type == "money" else "whole"), field
            assert (found.errorStyle, found.allow_blank) == (None, True) or found.errorStyle == "stop"
            assert form.fields[field].unit in found.prompt


def test_no_hint_is_longer_than_excel_shows(book: Workbook) -> None:
    found = [each for sheet in book.worksheets for each in sheet.data_validations.dataValidation]
    assert found
    for each in found:
        assert len(each.promptTitle or "") <= TITLE_LENGTH
        assert 0 < len(each.prompt or "") <= MESSAGE_LENGTH
        assert len(each.error or "") <= ALERT_LENGTH


def test_a_declaration_is_chosen_from_a_list(book: Workbook, layout: Layout) -> None:
    found = validation(book, layout, "nil.requests")
    assert (found.type, found.formula1) == ("list", '"是,其余空格为 0"')


def test_totals_have_no_hint_for_nobody_types_them(book: Workbook, layout: Layout, form: Form) -> None:
    for field in form.totals:
        placement = layout.placements[field]
        row, column = placement.cells[0]
        cell = book[placement.sheet].cell(row + 1, column + 1).coordinate
        assert not [each for each in book[placement.sheet].data_validations.dataValidation if cell in each.sqref]
