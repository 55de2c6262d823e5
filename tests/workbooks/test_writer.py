"""The workbook as written: locked, hinted, named, printable, and within Excel's limits."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao import Agency, UsageError, blank_submission, fitted, layout_for, write_workbook
from nianbao.cells import address

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from nianbao import Form, Submission


@pytest.fixture(scope="module")
def blank(form: Form) -> Submission:
    return blank_submission(form, 2024, Agency(name="示例县教育局", code="002"))


@pytest.fixture(scope="module")
def data(blank: Submission) -> bytes:
    return write_workbook(blank)


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes, pattern: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if re.fullmatch(pattern, name))


def test_the_sheets_stand_in_the_order_of_the_form(book: Workbook) -> None:
    assert book.sheetnames == [
        "封面", "填报说明", "一总体情况", "二主动公开", "三依申请公开", "表三粘贴", "四复议诉讼", "五问题改进", "六其他事项",
        "校核结果", "核实说明", "_meta",
    ]  # fmt: skip


def test_only_inputs_are_unlocked(book: Workbook, blank: Submission) -> None:
    layout, form = layout_for(blank), blank.form
    expected = {
        (p.sheet, address(cell))
        for p in (*layout.placements.values(), *layout.nil.values())
        if p.field not in form.totals
        for cell in p.cells
    }
    expected |= {(form.sheets.explanations, f"E{row.row + 1}") for row in layout.explanations}
    found = {
        (sheet.title, cell.coordinate)
        for sheet in book
        if sheet.protection.sheet
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked and type(cell).__name__ != "MergedCell"
    }
    assert found == expected


def test_sheets_and_structure_are_protected(book: Workbook, data: bytes) -> None:
    # Where tables are pasted nothing is locked: in some clients pasting locks the cells, and a second time it fails.
    assert [sheet.title for sheet in book if not sheet.protection.sheet] == ["表三粘贴"]
    assert '<workbookProtection lockStructure="1"/><bookViews>' in parts(data, r"xl/workbook\.xml")
    assert book["_meta"].sheet_state == "veryHidden"


def test_no_formula_of_a_blank_workbook_has_a_cached_zero(data: bytes) -> None:
    sheets = parts(data, r"xl/worksheets/sheet\d+\.xml")
    formulas = re.findall(r"</f><v>([^<]*)</v>|</f><v/>", sheets)
    assert formulas
    assert set(formulas) <= {""}


def test_totals_of_a_filled_workbook_are_cached_as_they_are(example: Submission) -> None:
    filled = fitted(example)
    values = openpyxl.load_workbook(io.BytesIO(write_workbook(filled)), data_only=True)
    for field in example.form.totals:
        sheet, cell = layout_for(filled).cell(field) or ("", "")
        assert values[sheet][cell].value == example.shown(field)


def test_every_number_input_has_a_chinese_hint_within_the_limits(book: Workbook, blank: Submission) -> None:
    hinted: dict[str, set[str]] = {}
    for sheet in book:
        for validation in sheet.data_validations.dataValidation:
            assert len(validation.prompt or "") <= 255
            assert len(validation.error or "") <= 224
            assert len(validation.promptTitle or "") <= 32
            if validation.type in ("whole", "decimal"):
                assert "填 0" in validation.prompt
                assert "数" in validation.error
                cells = {
                    address((row - 1, column - 1)) for area in validation.sqref.ranges for row, column in area.cells
                }
                hinted.setdefault(sheet.title, set()).update(cells)
    for table in blank.form.tables:
        for field in blank.form.inputs(table):
            sheet_name, cell_name = layout_for(blank).cell(field) or ("", "")
            assert cell_name in hinted[sheet_name]


def test_every_input_has_a_readable_name(book: Workbook, blank: Submission) -> None:
    assert set(layout_for(blank).names) == set(book.defined_names)
    assert book.defined_names["requests_received_natural_person"].attr_text == "'三依申请公开'!$D$6"


def test_prose_stands_in_unmerged_rows(blank: Submission) -> None:
    for text in blank.form.texts:
        placement = layout_for(blank).placements[text]
        assert not placement.merged
        assert len({column for _row, column in placement.cells}) == 1


def test_identity_stands_in_three_marks(book: Workbook) -> None:
    properties = {found.name: found.value for found in book.custom_doc_props.props}
    assert properties["nianbao.agency_code"] == "002"
    assert properties["nianbao.year"] == "2024"
    meta = {row[0].value: row[1].value for row in book["_meta"].iter_rows(max_row=10)}
    assert meta["agency_name"] == "示例县教育局"
    assert [book["封面"].cell(row, 2).value for row in (3, 4, 5, 6)] == [
        "示例县教育局", "002", "2024", "zfxxgk-2021 / 1.1"]  # fmt: skip


def test_print_setup(book: Workbook) -> None:
    for sheet in book:
        if sheet.title != "_meta":
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert "&P" in sheet.oddFooter.right.text
    table = book["三依申请公开"]
    assert (table.print_title_rows, table.freeze_panes) == ("$1:$5", "D6")
    assert (table.page_setup.fitToHeight, book["一总体情况"].page_setup.fitToHeight) == (None, 0)  # None: one page


def test_a_paragraph_too_long_for_a_cell_is_refused_with_its_place(example: Submission) -> None:
    from msgspec.structs import replace

    long = replace(example, texts={**example.texts, "problems.current": "长" * 32_768})
    with pytest.raises(UsageError, match="本年度存在的主要问题"):
        write_workbook(fitted(long))


def test_more_paragraphs_than_a_workbook_has_room_for_are_refused_with_their_place(example: Submission) -> None:
    from msgspec.structs import replace

    many = replace(example, texts={**example.texts, "problems.current": "\n".join(["一段。"] * 2001)})
    with pytest.raises(UsageError, match=r"最多装 2000 段.*本年度存在的主要问题”，2001 段"):
        write_workbook(many)


def test_a_name_longer_than_a_property_is_refused(example: Submission) -> None:
    from msgspec.structs import replace

    with pytest.raises(UsageError, match="超过 255 字"):
        write_workbook(replace(example, agency=replace(example.agency, name="局" * 256)))


def test_xlsxwriter_still_has_the_method_that_locks_the_structure() -> None:
    from xlsxwriter.workbook import Workbook as Library

    assert callable(Library._write_book_views)
