"""The Word template of a form, made from its definition: styles, page and tables as GB/T 9704-2012 has them.

An office may restyle it in Word or WPS; the expressions between ``{{`` and ``}}`` are filled in by
:mod:`nianbao.reports.word`.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.forms.definition import Form, GridCell, Table

TEMPLATE = "report.docx"
TYPE_AREA = 8845
"""Width of the type area, 156 mm, in twentieths of a point."""
_PARTS = Path(__file__).parent / "word_parts"
_CHARACTER, _MARGINS = 210, 80
_FIGURE = 600
"""The width of a column of figures: two characters, or five digits."""
_TALL = 8
_LOW, _HIGH = 300, 425
_FEW_ROWS, _ONE_PAGE = 16, 30
_SIGN_OFF_WIDTHS = (1700, 2722, 1700, 2723)
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)


class _Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of a row in Word: one for every row that a merged cell covers."""

    width: int
    columns: int
    merge: str
    style: str
    text: str


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row in Word; ``header`` is repeated on every page, ``keep`` stays with the next row."""

    cells: tuple[_Cell, ...]
    header: bool
    keep: bool


class _Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table in Word."""

    caption: str
    widths: tuple[int, ...]
    row_height: int
    rows: tuple[_Row, ...]


class _SignOff(msgspec.Struct, frozen=True, kw_only=True):
    """The sign-off block: two fields a row, each with its label."""

    widths: tuple[int, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


def make_word_template(form: Form) -> bytes:
    """Return the Word template of a form; the same form gives the same bytes."""
    published = {table.id: _table(table) for table in form.tables if table.published}
    values = {
        "form": form,
        "tables": {
            section.id: [published[table] for table in section.tables if table in published]
            for section in form.sections
        },
        "sign_off": _sign_off(form),
    }
    parts = {
        "[Content_Types].xml": _part("content_types.xml"),
        "_rels/.rels": _part("package_relations.xml"),
        "docProps/core.xml": _part("core.xml", values),
        "word/document.xml": _part("document.xml", values),
        "word/_rels/document.xml.rels": _part("document_relations.xml"),
        "word/styles.xml": _part("styles.xml", values),
        "word/settings.xml": _part("settings.xml"),
        "word/fontTable.xml": _part("font_table.xml"),
        "word/header_odd.xml": _part("header.xml"),
        "word/header_even.xml": _part("header.xml"),
        "word/footer_odd.xml": _part("footer.xml", {"side": "right"}),
        "word/footer_even.xml": _part("footer.xml", {"side": "left"}),
    }
    return packed(parts.items())


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack the parts of a document, in order; the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            # The clock and the system would make other bytes of the same template on every computer.
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, data)
    return stream.getvalue()


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    """Return the environment of the parts: other brackets than those that stay in the template."""
    # Two passes: [[ ]] is filled in here, {{ }} stays for the report.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(_PARTS)),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _part(name: str, values: dict[str, object] | None = None) -> bytes:
    text = _environment().get_template(name).render(values or {})
    return "\n".join(line for line in text.split("\n") if line.strip()).encode()


def _table(table: Table) -> _Table:
    widths = _widths(table)
    # A repeated head is right only while the columns stay the same.
    headers = table.blocks[0].header_rows if len(table.blocks) == 1 else 0
    # Rows are tied to the next one, since Word has no other way to keep a table on one page.
    on_one_page = table.height <= _ONE_PAGE
    return _Table(
        caption=f"{table.name} {table.caption}",
        widths=widths,
        row_height=_HIGH if table.height <= _FEW_ROWS else _LOW,
        rows=tuple(
            _Row(
                cells=tuple(_cells(table, row, widths)),
                header=row < headers,
                keep=row < headers or (on_one_page and row + 1 < table.height),
            )
            for row in range(table.height)
        ),
    )


def _cells(table: Table, row: int, widths: tuple[int, ...]) -> Iterable[_Cell]:
    """Return the cells of a row from left to right, those merged from above included."""
    covering = [cell for cell in table.grid if cell.row <= row < cell.row + cell.rows]
    for cell in sorted(covering, key=lambda cell: cell.column):
        first = cell.row == row
        yield _Cell(
            width=sum(widths[cell.column : cell.column + cell.columns]),
            columns=cell.columns,
            # Word knows no row span: every row has a cell, which continues the one above.
            merge="" if cell.rows == 1 else "restart" if first else "continue",
            style=_style(cell, table),
            text=_text(cell) if first else "",
        )


def _text(cell: GridCell) -> str:
    return cell.text if cell.field is None else "{{ " + cell.field + " }}"


def _style(cell: GridCell, table: Table) -> str:
    if cell.kind in ("banner", "header", "stub"):
        return "ReportTableHead"
    beside = cell.kind == "label" and cell.rows == 1 and table.label_columns > 1
    return "ReportTableLabel" if beside else "ReportTable"


def _widths(table: Table) -> tuple[int, ...]:
    """Return the widths of the columns, together as wide as the type area."""
    labels, figures = table.label_columns, table.width - table.label_columns
    if labels == 0 or figures < 5:
        return _shared(TYPE_AREA, table.width)
    # Figures get a little more than half at most, however many columns there are: labels must stay readable.
    figure = min(_FIGURE, TYPE_AREA * 11 // 20 // figures)
    narrow = [_narrow(table, column) for column in range(labels)]
    room = TYPE_AREA - figures * figure - sum(narrow)
    rest = iter(_shared(room, narrow.count(0) or 1))
    if 0 not in narrow:
        narrow[-1] += room
    return (*(width or next(rest) for width in narrow), *([figure] * figures))


def _narrow(table: Table, column: int) -> int:
    """Return the width of a column that holds nothing but labels of several rows; 0 for another."""
    rows = [
        cell.rows for cell in table.grid if cell.column == column and cell.columns == 1 and cell.kind == "label"
    ]
    if not rows or min(rows) == 1:
        return 0
    return (2 if min(rows) > _TALL else 4) * _CHARACTER + _MARGINS


def _shared(width: int, columns: int) -> tuple[int, ...]:
    share, more = divmod(width, columns)
    return tuple(share + (column < more) for column in range(columns))


def _sign_off(form: Form) -> _SignOff:
    fields = [(text.id, text.label) for text in form.texts.values() if not text.published]
    pairs = zip_longest(fields[::2], fields[1::2], fillvalue=("", ""))
    return _SignOff(widths=_SIGN_OFF_WIDTHS, rows=tuple(pairs))
