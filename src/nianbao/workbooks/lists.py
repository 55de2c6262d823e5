"""Small Excel lists: rosters read, status lists written. Every text is written as text."""

from __future__ import annotations

import datetime
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import UnreadableError
from nianbao.forms.measure import display_width
from nianbao.language import Domain
from nianbao.submissions.numbers import LARGEST, CellDate, CellError, raw_text
from nianbao.workbooks.read_workbook import read_raw
from nianbao.workbooks.shown_values import text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.language import Message
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.raw import RawCell

_ = Domain("nianbao")
_WIDEST = 60


class ListRow(msgspec.Struct, frozen=True):
    """A row of a list as text: its number, its cells, and by column what keeps a cell from being taken as it is."""

    number: int
    cells: list[str]
    faults: dict[int, Message] = msgspec.field(default_factory=dict)


def read_list(data: bytes, name: str = "", sheet_name: str | None = None) -> list[ListRow]:
    """Return the rows of a workbook's first visible sheet that is not empty, as a person sees them; no empty rows.

    ``sheet_name`` selects another one. Raises :class:`UnreadableError` for bytes that are no workbook, or one
    without such a sheet.
    """
    raw = read_raw(data, name)
    cells = next(
        (
            sheet.cells
            for sheet in raw.sheets
            if sheet.cells and (sheet.visible if sheet_name is None else sheet.name == sheet_name)
        ),
        None,
    )
    if not cells:
        raise UnreadableError("RD101", _("空表"))
    width = max(column for _row, column in cells) + 1
    rows: dict[int, ListRow] = {}
    for (row, column), cell in sorted(cells.items()):
        list_row = rows.setdefault(row, ListRow(row + 1, [""] * width))
        value = cell.value if cell.formula is None else cell.cached
        list_row.cells[column] = (text_in(cell) if cell.formula is None else raw_text(value)).strip()
        fault = _fault(cell, value)
        if fault is not None:
            list_row.faults[column] = fault
    return [row for row in rows.values() if any(row.cells) or row.faults]


def _fault(cell: RawCell, value: Raw) -> Message | None:
    """Return why a cell cannot be taken as it is."""
    if cell.formula is not None and value is None:
        return _("是公式，没有算出的结果：请粘贴为数值")
    if isinstance(value, CellError):
        return _("是出错值 {code}：请改正", code=value.code)
    if isinstance(value, CellDate):
        return _("被 Excel 变成了日期：请把这一列设为“文本”，重新输入")
    if isinstance(value, int | Decimal) and not -LARGEST < value < LARGEST:
        return _("是数字格，Excel 只保留前 15 位，后面的已经丢了：请把这一列设为“文本”，重新输入")
    return None


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
            for column, heading in enumerate(header):
                sheet.write_string(0, column, heading, head)
                texts = [heading, *(str(row[column]) for row in rows)]
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
