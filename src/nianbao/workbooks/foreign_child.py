"""Reads an .xls, .ods or .xlsb file, or decrypts a workbook, in a separate process, which may die without harm.

The file comes through standard input, the cells go out as JSON, the decrypted workbook as it is. It is run by its path in an isolated
Python without site packages: starting takes 0.02 s that way. So it gets the limits, and the folder of the
library, as its one argument, and of this package imports the bounds of the process alone.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet

READ_FOREIGN = "--read-foreign"
"""The argument by which a frozen program, which has no Python beside it, is its own reading process."""
Cell = tuple[int, int, object] | tuple[int, int, str, str]
"""Row, column (from 0) and value; a date is ISO text with a fourth item."""


class _TooLargeError(Exception):
    """The file holds more than the limits allow."""


class _Sheets:
    """Takes the cells of one sheet after the other, and counts."""

    def __init__(self, limits: dict[str, Any]) -> None:
        self.limits = limits
        self.cells = self.characters = 0

    def take(self, sheet: CalamineSheet) -> list[Cell]:
        if sheet.start is None or sheet.end is None:
            return []
        if (
            sheet.end[0] >= self.limits["rows"]
            or sheet.end[1] >= self.limits["columns"]
            or sheet.height * sheet.width > self.limits["area"]
        ):
            raise _TooLargeError
        cells: list[Cell] = []
        for row, values in enumerate(sheet.to_python(), sheet.start[0]):
            for column, value in enumerate(values, sheet.start[1]):
                if value != "":
                    cells.append(self._cell(row, column, value))
        self.cells += len(cells)
        if self.cells > self.limits["cells"] or self.characters > self.limits["characters"]:
            raise _TooLargeError
        return cells

    def _cell(self, row: int, column: int, value: object) -> Cell:
        if isinstance(value, str):
            self.characters += len(value)
            return row, column, value
        if isinstance(value, bool | int | float):
            return row, column, value
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            value = datetime.datetime.combine(value, datetime.time())
        if isinstance(value, datetime.datetime | datetime.time):
            return row, column, value.isoformat(), "date"
        return row, column, str(value), "date"


def _answer(data: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    try:
        import python_calamine
    except ImportError:
        return {"fault": "missing"}
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheets_metadata) > limits["sheets"]:
            raise _TooLargeError
        reader = _Sheets(limits)
        sheets = []
        for metadata in book.sheets_metadata:
            if metadata.typ is python_calamine.SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(metadata.name)
                merges = [(*first, *last) for first, last in (sheet.merged_cell_ranges or ())[: limits["areas"]]]
                visible = metadata.visible is python_calamine.SheetVisibleEnum.Visible
                sheets.append(
                    {"name": metadata.name, "visible": visible, "merges": merges, "cells": reader.take(sheet)}
                )
    except (_TooLargeError, MemoryError):
        return {"fault": "large"}
    except python_calamine.PasswordError:
        return {"fault": "password"}
    except BaseException:  # a panic of the library is no Exception
        return {"fault": "broken"}
    return {"sheets": sheets}


def _decrypted(data: bytes, password: str) -> bytes:
    """Return a workbook decrypted with a password; nothing where it has another, or is none."""
    try:
        import msoffcrypto

        plain = io.BytesIO()
        file = msoffcrypto.OfficeFile(io.BytesIO(data))  # type: ignore[no-untyped-call]
        verified = {"verify_password": True} if file.format == "ooxml" else {}  # the others verify it unasked
        file.load_key(password=password, **verified)
        file.decrypt(plain)
    except BaseException:  # whatever a broken file makes of it
        return b""
    return plain.getvalue()


def main(arguments: Sequence[str]) -> None:
    """Answer the file on standard input on standard output."""
    limits = json.loads(arguments[0])
    sys.path += [limits["library"], str(Path(__file__).parents[2])]
    from nianbao.files.bounded_process import Bounds, bound_this_process

    data = sys.stdin.buffer.read()
    bound_this_process(Bounds(limits["cpu_seconds"], limits["data_bytes"], limits["address_bytes"]))
    if limits.get("task") == "decrypt":
        answer = _decrypted(data, limits["password"])
    else:
        answer = json.dumps(_answer(data, limits), ensure_ascii=False, separators=(",", ":")).encode()
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
