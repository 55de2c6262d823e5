"""Bytes of an .xlsx workbook to a RawWorkbook, by openpyxl."""

from __future__ import annotations

import datetime
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao.errors import UnreadableError
from nianbao.language import Domain
from nianbao.submissions.numbers import CellDate, CellError, Raw
from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook, Remark, Validation
from nianbao.workbooks.workbook_parts import RESERVED, target_of

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_ = Domain("nianbao")


def read_with_openpyxl(data: bytes, remarks: tuple[Remark, ...] = ()) -> RawWorkbook:
    """Read the bytes of an .xlsx workbook that the guard has looked at.

    ``remarks`` are what the guard had to say. Raises :class:`~nianbao.errors.UnreadableError`
    (RD101) where openpyxl cannot read it.
    """
    import openpyxl  # loading it takes longer than most commands

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension that it drops
            book = openpyxl.load_workbook(io.BytesIO(data))
            results = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            raw = _raw_workbook(book, results, remarks)
    except Exception as error:  # measured: seven kinds of exception over broken files
        raise UnreadableError(
            "RD101", _("文件已损坏，读不出内容：请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。")
        ) from error
    if not raw.sheets:
        raise UnreadableError(
            "RD101", _("文件是“严格 Open XML”格式：请另存为普通的“Excel 工作簿（.xlsx）”后再报送。")
        )
    return raw


def _raw_workbook(book: Workbook, results: Workbook, remarks: tuple[Remark, ...]) -> RawWorkbook:
    properties = vars(book)["custom_doc_props"].props  # the stubs do not know them
    return RawWorkbook(
        sheets=tuple(
            _raw_sheet(sheet, result) for sheet, result in zip(book.worksheets, results.worksheets, strict=True)
        ),
        names={
            name: target_of(found.attr_text)
            for name, found in book.defined_names.items()
            if not name.startswith(RESERVED)
        },
        properties={str(found.name): "" if found.value is None else str(found.value) for found in properties},
        structure_locked=bool(book.security and book.security.lockStructure),
        remarks=remarks,
    )


def _raw_sheet(sheet: Worksheet, results: Worksheet) -> RawSheet:
    cells = {}
    comments = {}
    # The public iterators fill the whole box with new cells; this holds only what the file has.
    found: dict[tuple[int, int], Any] = sheet._cells
    cached: dict[tuple[int, int], Any] = results._cells
    for (row, column), cell in found.items():
        value = cell.value
        if cell.comment is not None:
            comments[row - 1, column - 1] = str(cell.comment.text)
        if value is None or (cell.hyperlink is not None and value == cell.hyperlink.target):
            continue  # openpyxl writes the target of a link into an empty cell
        formula = _formula(cell)
        cells[row - 1, column - 1] = RawCell(
            value=None if formula else _value(value, cell.data_type),
            formula=formula,
            locked=bool(cell.protection.locked),
            cached=_cached(cached.get((row, column))) if formula else None,
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
        validations=frozenset(
            Validation(
                str(found.type or "none"),
                frozenset(
                    (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
                    for area in found.sqref.ranges
                ),
            )
            for found in sheet.data_validations.dataValidation
        ),
        comments=comments,
    )


def _cached(cell: Any) -> Raw:
    return None if cell is None or cell.value is None else _value(cell.value, cell.data_type)


def _formula(cell: Any) -> str | None:
    if cell.data_type != "f":
        return None
    text = getattr(cell.value, "text", cell.value)
    return text if text and isinstance(text, str) else "="


def _value(value: Any, data_type: str) -> Raw:
    if data_type == "e":
        return CellError(str(value))
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")  # the digits that spreadsheets show
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return CellDate(value.isoformat())
    if isinstance(value, datetime.timedelta):
        return CellDate(str(value))
    return str(value).replace("_x000D_\n", "\n")  # how Excel keeps the line ends of pasted text
