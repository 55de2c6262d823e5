"""Small Excel lists: rosters read, status lists written. Every text is written as text."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.forms.measure import display_width
from nianbao.language import Domain
from nianbao.submissions.numbers import raw_text
from nianbao.workbooks.reading import read_raw

if TYPE_CHECKING:
    from collections.abc import Sequence

_ = Domain("nianbao")
_WIDEST = 60


def read_list(data: bytes, name: str = "") -> list[tuple[int, list[str]]]:
    """Return the rows of a workbook's first sheet as text, each with its row number, empty rows left out.

    Raises :class:`UnreadableError` for bytes that are no workbook.
    """
    raw = read_raw(data, name)
    cells = raw.sheets[0].cells
    if not cells:
        raise UnreadableError("RD101", _("空表"))
    width = max(column for _row, column in cells) + 1
    rows: dict[int, list[str]] = {}
    for (row, column), cell in sorted(cells.items()):
        text = raw_text(cell.value).strip()
        rows.setdefault(row, [""] * width)[column] = text
    return [(number + 1, row) for number, row in rows.items() if any(row)]


def write_list(title: str, header: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return an .xlsx workbook with one sheet: a header with filters, then the rows."""
    import xlsxwriter

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            book.set_properties({"title": title, "created": datetime.datetime(2021, 1, 1)})
            head = book.add_format({"bold": True, "bg_color": "#E3EBF5", "border": 1, "font_name": "黑体"})
            body = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "font_name": "宋体"})
            sheet = book.add_worksheet(title)
            for column, words in enumerate(header):
                sheet.write_string(0, column, words, head)
                texts = [words, *(str(row[column]) for row in rows)]
                widest = max(display_width(line) for text in texts for line in text.split("\n"))
                sheet.set_column(column, column, min(_WIDEST, widest + 3))
            for index, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, int):
                        sheet.write_number(index, column, value, body)
                    else:
                        sheet.write_string(index, column, value, body)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(rows)), len(header) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
    return stream.getvalue()
