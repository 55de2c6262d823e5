"""A worksheet part in one pass: cells, merges, validations, protection, and what is no sensible sheet."""

from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.workbooks.raw import CellText
from nianbao.workbooks.sheet_part import SheetPart, read_sheet_part
from nianbao.workbooks.spreadsheet_names import MAIN

ROW = '<row r="1"><c r="A1" s="3"><v>7</v></c><c r="B1" t="s"><f>SUM(A1)</f><v>0</v></c></row>'


def read(data: str, after: str = "", space: str = MAIN[0]) -> SheetPart:
    return read_sheet_part(f'<worksheet xmlns="{space}"><sheetData>{data}</sheetData>{after}</worksheet>'.encode())


def refused(data: str, after: str = "") -> str:
    with pytest.raises(UnreadableError) as caught:
        read(data, after)
    return caught.value.code


@pytest.mark.parametrize("space", MAIN)
def test_cells_of_either_namespace(space: str) -> None:
    assert read(ROW, space=space).texts == {
        (0, 0): CellText("n", "3", "7", None),
        (0, 1): CellText("s", "0", "0", "=SUM(A1)"),
    }


def test_what_belongs_to_neither_namespace_is_passed_over() -> None:
    assert read(ROW, space="urn:x").texts == {}


def test_places_that_are_left_out_are_counted() -> None:
    found = read("<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c r='C5'><v>3</v></c><c><v>4</v></c></row>")
    assert [(place, cell.text) for place, cell in found.texts.items()] == [
        ((0, 0), "1"), ((0, 1), "2"), ((4, 2), "3"), ((4, 3), "4"),
    ]  # fmt: skip


def test_inline_text_is_joined_and_readings_are_left_out() -> None:
    inline = '<is><r><t>甲</t></r><rPh><t>jia</t></rPh><r><t xml:space="preserve"> 乙</t></r></is>'
    found = read(f'<row r="1"><c r="A1" t="inlineStr">{inline}</c></row>')
    assert found.texts[0, 0].text == "甲 乙"


def test_merges_protection_and_validations() -> None:
    found = read(
        ROW,
        '<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
        '<dataValidations><dataValidation type="whole" sqref="A1 C3:D4"/></dataValidations>',
    )
    assert found.protected
    assert found.merges == {(0, 0, 1, 1)}
    ((kind, areas),) = [(each.kind, each.areas) for each in found.validations]
    assert (kind, areas) == ("whole", {(0, 0, 0, 0), (2, 2, 3, 3)})
    assert not read(ROW, '<sheetProtection sheet="0"/>').protected


def test_what_stands_in_an_extension_is_no_part_of_the_sheet() -> None:
    inside = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetProtection sheet="1"/>'
    found = read(ROW, f"<extLst><ext>{inside}</ext></extLst>")
    assert (found.merges, found.protected) == (set(), False)


def test_what_only_some_programs_show_is_left_to_the_other_reader() -> None:
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    assert read(f'<row r="1" {space}><mc:AlternateContent/><c r="A1"><v>1</v></c></row>').unknown
    assert not read(ROW).unknown


@pytest.mark.parametrize(
    ("data", "after", "code"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "", "RD103"),
        ('<row r="1"><c r="甲"><v>1</v></c></row>', "", "RD101"),
        (f'<row r="1"><c r="A{limits.ROWS + 1}"><v>1</v></c></row>', "", "RD103"),
        (ROW, '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>', "RD103"),
        (ROW, '<mergeCells><mergeCell ref="x"/></mergeCells>', "RD101"),
        ('<row r="1">' + "<c />" * (limits.CELLS + 1) + "</row>", "", "RD103"),
    ],
)
def test_what_is_no_sensible_sheet(data: str, after: str, code: str) -> None:
    assert refused(data, after) == code
