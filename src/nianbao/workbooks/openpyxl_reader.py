"""Bytes of an .xlsx workbook to a RawWorkbook, by openpyxl."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao.errors import UnreadableError
from nianbao.language import Domain
from nianbao.submissions.numbers import CellDate, CellError, Raw
from nianbao.workbooks.looks import Look, Run, is_dark, is_small, joined_runs, on_ground, shade
from nianbao.workbooks.number_formats import BUILT_IN, is_general
from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook, Validation
from nianbao.workbooks.strings_and_styles import unescaped
from nianbao.workbooks.workbook_parts import RESERVED, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from nianbao.cells import Area, Position

_ = Domain("nianbao")
_FIRST_OF_ITS_OWN = 164
"""Number formats below are built in."""


def read_with_openpyxl(data: bytes, guarded: RawWorkbook) -> RawWorkbook:
    """Read the bytes of an .xlsx workbook that passed the guard.

    ``guarded`` is what the guard read: its remarks and the comments, of which openpyxl does not know the threads, are
    taken from it. Raises :class:`~nianbao.errors.UnreadableError` (RD101) where openpyxl cannot read it.
    """
    import openpyxl  # loading it takes longer than most commands

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of every extension that it drops
            book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
            results = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            raw = _raw_workbook(book, results, guarded)
    except Exception as error:  # measured: seven kinds of exception over broken files
        raise UnreadableError(
            "RD101", _("文件已损坏，读不出内容：请用 Excel 或 WPS 打开后另存为 .xlsx 再报送。")
        ) from error
    if not raw.sheets:
        raise UnreadableError(
            "RD101", _("文件是“严格 Open XML”格式：请另存为普通的“Excel 工作簿（.xlsx）”后再报送。")
        )
    return raw


def _raw_workbook(book: Workbook, results: Workbook, guarded: RawWorkbook) -> RawWorkbook:
    comments = {sheet.name: sheet.comments for sheet in guarded.sheets}
    properties = vars(book)["custom_doc_props"].props  # the stubs do not know them
    return RawWorkbook(
        sheets=tuple(
            _raw_sheet(sheet, result, comments.get(sheet.title, {}))
            for sheet, result in zip(book.worksheets, results.worksheets, strict=True)
        ),
        names=_names(book.defined_names),
        local_names={sheet.title: names for sheet in book.worksheets if (names := _names(sheet.defined_names))},
        properties={str(prop.name): "" if prop.value is None else str(prop.value) for prop in properties},
        structure_locked=bool(book.security and book.security.lockStructure),
        remarks=guarded.remarks,
    )


def _names(defined_names: Any) -> dict[str, tuple[str, Area] | None]:
    return {
        name: target_of(defined_name.attr_text)
        for name, defined_name in defined_names.items()
        if not name.startswith(RESERVED)
    }


def _raw_sheet(sheet: Worksheet, results: Worksheet, comments: Mapping[Position, str]) -> RawSheet:
    cells = {}
    # The public iterators fill the whole box with new cells; this holds only what the file has.
    stored: dict[tuple[int, int], Any] = sheet._cells
    cached: dict[tuple[int, int], Any] = results._cells
    for (row, column), cell in stored.items():
        value = cell.value
        if value is None or (cell.hyperlink is not None and value in _targets(cell.hyperlink)):
            continue  # openpyxl writes the target of a link into an empty cell
        cells[row - 1, column - 1] = _raw_cell(cell, cached.get((row, column)))
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
                str(validation.type or "none"),
                frozenset(
                    (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
                    for area in validation.sqref.ranges
                ),
            )
            for validation in sheet.data_validations.dataValidation
        ),
        comments=comments,
    )


def _targets(link: Any) -> tuple[str | None, str | None]:
    return link.target, link.location


def _raw_cell(cell: Any, result: Any) -> RawCell:
    formula, locked = _formula(cell), bool(cell.protection.locked)
    if formula:
        return RawCell(value=None, formula=formula, locked=locked, cached=_cached(result))
    value = _value(cell.value, cell.data_type)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    dark = _is_dark(cell.fill)
    parts = cell.value if isinstance(cell.value, list) else ()  # openpyxl's rich text is a list of its runs
    return RawCell(
        value=value,
        formula=None,
        locked=locked,
        code=_code(cell) if is_number else "",
        look=on_ground(_look(cell.font), dark=dark),
        runs=tuple(
            Run(run.text, run.look and on_ground(run.look, dark=dark))
            for run in joined_runs(Run(_text(str(part)), _run_look(part)) for part in parts)
        ),
    )


def _code(cell: Any) -> str:
    """Return the number format as the fast reader names it; openpyxl has other names for some built-in ones."""
    number = cell._style.numFmtId
    code = BUILT_IN.get(str(number), "") if number < _FIRST_OF_ITS_OWN else str(cell.number_format)
    return "" if is_general(code) else code


def _run_look(part: Any) -> Look | None:
    return None if isinstance(part, str) else _look(part.font)


def _look(font: Any) -> Look:
    white, colour = shade(*_colour(font.color))
    return Look(
        struck=bool(font.strike),
        raised=font.vertAlign == "superscript",
        lowered=font.vertAlign == "subscript",
        white=white,
        colour=colour,
        small=is_small(str(font.sz or 0)),
    )


def _colour(colour: Any) -> tuple[str, str, str]:
    """Return a colour as the attributes of its element: only that of its kind is there."""
    if colour is None:
        return "", "", ""
    return tuple(str(getattr(colour, kind)) if colour.type == kind else "" for kind in ("rgb", "theme", "indexed"))  # type: ignore[return-value]


def _is_dark(fill: Any) -> bool:
    colour = getattr(fill, "fgColor", None)
    if colour is None or getattr(fill, "fill_type", None) is None:
        return False
    return is_dark(*_colour(colour), str(colour.tint or ""))


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
    return _text(str(value))


def _text(text: str) -> str:
    """Return a text with the escapes resolved that openpyxl leaves: not those of visible characters.

    Of ``_x005F_x0041_`` it drops the first half, so that ``_x0041_`` becomes ambiguous.
    """
    if "_x" not in text:
        return text
    text = text.replace("_x000D_\n", "\n")  # how Excel keeps the line ends of pasted text
    return re.sub(
        r"(?:_x[Dd][89A-Fa-f][0-9A-Fa-f]{2}_)+|_x00[01][0-9A-Fa-f]_", lambda match: unescaped(match[0]), text
    )
