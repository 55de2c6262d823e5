"""A table as HTML wants it: its head, its bodies, and the headers that apply to each cell."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nianbao.reports.report import ReportCell, ReportTable

_USUAL_SIZE, _SMALLEST_SIZE = 14, 7
_DIGIT, _NARROWEST, _LABEL = 0.56, 2.1, 4.0
"""In ems: the width of a digit in the widest fonts, of the narrowest column, of a column of labels that wrap."""
_CELL_EDGES, _PAPER = 7, 636
"""In pixels: padding and border of a cell, and the width of an A4 page between its margins."""
Rows = tuple[tuple["ReportCell", ...], ...]


class HtmlTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of ``<thead>`` and of each ``<tbody>``, and the ids of every figure's headers.

    A table whose columns change halfway has no head, since browsers print it on every page; each of
    its bodies begins with its own header rows. ``headers`` is by row and column. ``font_size`` is in pixels.
    """

    head: Rows
    bodies: tuple[Rows, ...]
    headers: Mapping[tuple[int, int], str]
    font_size: int


def html_table(table: ReportTable) -> HtmlTable:
    """Return the parts of a table."""
    figures = {cell.row for cell in table.cells if cell.kind == "field"}
    starts = [row for row in range(table.height) if row not in figures and (row == 0 or row - 1 in figures)]
    head: Rows = ()
    bodies: tuple[Rows, ...]
    # Table two has four blocks of columns: one head, repeated on every printed page, would be wrong for most of
    # it.
    if len(starts) == 1:
        first = min(figures, default=table.height)
        head, bodies = table.rows[:first], (table.rows[first:],)
    else:
        ends = [*starts[1:], table.height]
        bodies = tuple(table.rows[start:end] for start, end in zip(starts, ends, strict=True))
    labels = tuple(cell for cell in table.cells if cell.scope and cell.text)
    places = tuple((cell.row, cell.column, cell.columns) for cell in table.cells if cell.kind == "field")
    headers = _header_ids(table.id, labels, places, tuple(starts))
    return HtmlTable(head=head, bodies=bodies, headers=headers, font_size=_font_size(table))


# On paper nothing scrolls: the columns at the right would be cut off.
def _font_size(table: ReportTable) -> int:
    """Return the size of letters at which the longest figures of all columns fit beside each other on A4."""
    digits: dict[int, int] = {}
    for cell in table.cells:
        if cell.kind == "field" and cell.columns == 1:
            digits[cell.column] = max(digits.get(cell.column, 0), len(cell.text))
    labels = table.width - len(digits)
    for size in range(_USUAL_SIZE, _SMALLEST_SIZE, -1):
        figures = sum(max(_NARROWEST, _DIGIT * count) * size + _CELL_EDGES for count in digits.values())
        if figures + labels * _LABEL * size <= _PAPER:
            return size
    return _SMALLEST_SIZE


def header_id(table: ReportTable, cell: ReportCell) -> str:
    """Return the id of a cell, unique in a page."""
    return _id(table.id, cell)


def _id(table: str, cell: ReportCell) -> str:
    return f"{table}-{cell.row + 1}-{cell.column + 1}"


# The labels of a form's tables are the same in every report: finding those of 200 figures is half of a page.
@lru_cache(maxsize=32)
def _header_ids(
    table: str, labels: tuple[ReportCell, ...], places: tuple[tuple[int, int, int], ...], starts: tuple[int, ...]
) -> Mapping[tuple[int, int], str]:
    return MappingProxyType(
        {
            (row, column): " ".join(_id(table, header) for header in _headers(labels, row, column, columns, starts))
            for row, column, columns in places
        }
    )


def _headers(
    labels: tuple[ReportCell, ...], row: int, column: int, columns: int, starts: tuple[int, ...]
) -> Iterator[ReportCell]:
    """Return the header cells of a figure's block that are above it or to its left."""
    # Headers of an earlier block are above, too, and apply to other columns.
    block = max(start for start in starts if start <= row)
    for cell in labels:
        if cell.row < block:
            continue
        if (cell.scope or "").startswith("col"):
            above = cell.row < row and cell.column < column + columns
            if above and column < cell.column + cell.columns:
                yield cell
        elif cell.row <= row < cell.row + cell.rows:
            yield cell
