"""Bytes to a workbook: the fast reader where it knows everything, openpyxl where it does not, another process for the rest."""

from __future__ import annotations

from nianbao import read_raw
from nianbao.workbooks.read_workbook import Reader
from tests.corpus.base import base_workbook
from tests.corpus.other_formats import old_workbook
from tests.corpus.rewriting import in_sheet, with_cell

SHEET = "三依申请公开"


def test_what_the_fast_reader_does_not_know_is_read_by_the_other() -> None:
    unknown = with_cell(base_workbook(), SHEET, "D6", "<v>7</v>", ' t="newKind"')
    assert read_raw(unknown) == read_raw(unknown, reader=Reader.OPENPYXL)
    strange = in_sheet(
        base_workbook(), SHEET,
        lambda xml: xml.replace("<sheetData>", '<sheetData xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'),
    )  # fmt: skip
    assert read_raw(strange) == read_raw(base_workbook())


def test_of_other_formats_there_are_values_and_nothing_else() -> None:
    found = read_raw(old_workbook())
    assert found.values_only
    assert found.names == {}
    sheet = found.sheet(SHEET)
    assert sheet is not None
    assert sheet.cells[5, 3].value == 47
    assert all(cell.formula is None for cell in sheet.cells.values())
