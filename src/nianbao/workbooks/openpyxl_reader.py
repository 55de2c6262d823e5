"""Bytes of an .xlsx workbook to a RawWorkbook, by openpyxl."""

from __future__ import annotations

import datetime
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao.cells import Area, parse_area
from nianbao.language import Domain
from nianbao.submissions.numbers import CellDate, CellError, Raw
from nianbao.workbooks.guard import reject, require_workbook
from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ = Domain("nianbao")


def read_raw(data: bytes, name: str = "") -> RawWorkbook:
    """Read the bytes of an .xlsx workbook; cached results of formulas are not taken.

    ``name`` only helps to recognise lock files. Raises
    :class:`~nianbao.errors.UnreadableError` (RD101, RD102) for anything else.
    """
    require_workbook(data, name)
    import openpyxl  # loading it takes longer than most commands

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension that it drops
            book = openpyxl.load_workbook(io.BytesIO(data))
            raw = _raw_workbook(book)
    except Exception as error:  # measured: seven kinds of exception over broken files
        raise reject("RD101", _("文件已损坏，读不出内容：请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。")) from error
    if not raw.sheets:
        raise reject("RD101", _("文件是“严格 Open XML”格式：请另存为普通的“Excel 工作簿（.xlsx）”后再报送。"))
    return raw


def _raw_workbook(book: Workbook) -> RawWorkbook:
    properties = vars(book)["custom_doc_props"].props  # the stubs do not know them
    return RawWorkbook(
        sheets=tuple(_raw_sheet(sheet) for sheet in book.worksheets),
        names={name: _target(found.attr_text) for name, found in book.defined_names.items()},
        properties={str(found.name): "" if found.value is None else str(found.value) for found in properties},
        structure_locked=bool(book.security and book.security.lockStructure),
    )


def _target(reference: str | None) -> tuple[str, Area] | None:
    sheet, mark, cells = (reference or "").lstrip("=").rpartition("!")
    area = parse_area(cells)
    if not mark or area is None or "#REF" in sheet:
        return None
    return sheet.removeprefix("$").strip("'").replace("''", "'"), area


def _raw_sheet(sheet: Worksheet) -> RawSheet:
    cells = {}
    # The public iterators fill the whole box with new cells; this holds only what the file has.
    found: dict[tuple[int, int], Any] = sheet._cells
    for (row, column), cell in found.items():
        value = cell.value
        if value is None:
            continue
        formula = _formula(cell)
        cells[row - 1, column - 1] = RawCell(
            value=None if formula else _value(value, cell.data_type),
            formula=formula,
            locked=bool(cell.protection.locked),
        )
    merges = frozenset(
        (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
        for area in sheet.merged_cells.ranges
    )
    return RawSheet(
        name=sheet.title,
        visible=sheet.sheet_state == "visible",
        protected=bool(sheet.protection.sheet),
        cells=cells,
        merges=merges,
    )


def _formula(cell: Any) -> str | None:
    if cell.data_type != "f":
        return None
    text = getattr(cell.value, "text", cell.value)
    return str(text) if text else "="


def _value(value: Any, data_type: str) -> Raw:
    if data_type == "e":
        return CellError(str(value))
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return CellDate(value.isoformat())
    if isinstance(value, datetime.timedelta):
        return CellDate(str(value))
    return str(value).replace("_x000D_\n", "\n")  # how Excel keeps the line ends of pasted text
