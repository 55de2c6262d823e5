"""Excel lists to work with: several sheets, coloured rows, drop-downs, columns that only the program reads."""

from __future__ import annotations

import datetime
import io
import warnings
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.forms.measure import height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TONES: Mapping[str, str] = {
    "urgent": "#F8D7DA",
    "wait": "#FFF3CD",
    "good": "#D4EDDA",
    "plain": "#FFFFFF",
    "faint": "#EEF1F4",
}
_TALLEST = 240.0
_LEAST = 20.0


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its heading and width; ``choices`` make a drop-down of each row's own, ``typed`` is for people."""

    words: str
    width: float
    typed: bool = False
    hidden: bool = False


class WorkingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its cells, its tone, and the choices of the column of choices."""

    cells: tuple[str | int, ...]
    tone: str = "plain"
    choices: tuple[str, ...] = ()


class WorkingSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet; ``choosing`` is the number of the column with drop-downs, ``note`` is above the header."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[WorkingRow, ...]
    choosing: int | None = None
    note: str = ""


def write_working_lists(title: str, sheets: Sequence[WorkingSheet]) -> bytes:
    """Return an .xlsx workbook of lists; every text is written as text. Same input, same bytes."""
    from xlsxwriter.workbook import Workbook

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(stream, options) as book:
            book.set_properties({"title": title, "created": datetime.datetime(2021, 1, 1)})
            looks = _Looks(book)
            for sheet in sheets:
                _Sheet(book.add_worksheet(sheet.name), sheet, looks).write()
    return stream.getvalue()


class _Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        body: dict[str, Any] = {
            "font_name": "宋体", "font_size": 10.5, "border": 1, "border_color": "#9AA5B1", "text_wrap": True,
            "valign": "top",
        }  # fmt: skip
        self.head = book.add_format(
            {**body, "font_name": "黑体", "bold": True, "bg_color": "#E3EBF5", "valign": "vcenter"}
        )
        self.note = book.add_format(
            {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter"}
        )
        self.cells = {tone: book.add_format({**body, "bg_color": colour}) for tone, colour in TONES.items()}
        self.typed = book.add_format({**body, "bg_color": "#FFFBE6", "num_format": "@", "locked": False})


class _Sheet:
    """Writes one sheet."""

    def __init__(self, page: Worksheet, sheet: WorkingSheet, looks: _Looks) -> None:
        self.page = page
        self.sheet = sheet
        self.looks = looks
        self.first = 1 if sheet.note else 0

    def write(self) -> None:
        page, columns = self.page, self.sheet.columns
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width, None, {"hidden": column.hidden})
        if self.sheet.note:
            visible = [column for column in columns if not column.hidden]
            page.merge_range(0, 0, 0, len(visible) - 1, self.sheet.note, self.looks.note)
            page.set_row(0, height(self.sheet.note, sum(column.width for column in visible)) + 6)
        for index, column in enumerate(columns):
            page.write_string(self.first, index, column.words, self.looks.head)
        page.set_row(self.first, 24)
        for number, row in enumerate(self.sheet.rows, self.first + 1):
            self._row(number, row)
        self._drop_downs()
        last = max(self.first + 1, self.first + len(self.sheet.rows))
        page.freeze_panes(self.first + 1, 1)
        page.autofilter(self.first, 0, last, len(columns) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(self.first)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.set_footer("&L&8&A&R&8&P / &N")

    def _row(self, number: int, row: WorkingRow) -> None:
        look = self.looks.cells[row.tone]
        tallest = _LEAST
        for index, (column, value) in enumerate(zip(self.sheet.columns, row.cells, strict=True)):
            self._cell(number, index, value, self.looks.typed if column.typed else look)
            if not column.hidden and isinstance(value, str) and value:
                # Clients do not grow rows when a file is opened, LibreOffice least of all.
                tallest = max(tallest, height(value, column.width))
        self.page.set_row(number, min(_TALLEST, tallest + 4))

    def _drop_downs(self) -> None:
        """Write the choices of each row; rows below each other with the same ones share a drop-down."""
        column, number = self.sheet.choosing, self.first + 1
        for choices, rows in groupby(self.sheet.rows, key=lambda row: row.choices):
            first, number = number, number + len(list(rows))
            if column is not None and choices:
                self.page.data_validation(
                    first, column, number - 1, column,
                    {"validate": "list", "source": ["", *choices], "ignore_blank": True, "error_type": "stop",
                     "error_title": "处理意见", "error_message": "请从下拉框里选：" + "、".join(choices)},
                )  # fmt: skip

    def _cell(self, row: int, column: int, value: str | int, look: Format) -> None:
        if isinstance(value, int):
            self.page.write_number(row, column, value, look)
        elif value:
            self.page.write_string(row, column, value[:32_000], look)
        else:
            self.page.write_blank(row, column, None, look)
