"""A table as HTML wants it: its head, its bodies, and the headers that apply to each cell."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nianbao.reports.report import ReportCell, ReportTable

Rows = tuple[tuple["ReportCell", ...], ...]


class HtmlTable(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of ``<thead>`` and of each ``<tbody>``, and the ids of every figure's headers.

    A table whose columns change halfway has no head, since browsers print it on every page; each of
    its bodies begins with its own header rows. ``headers`` is by row and column.
    """

    head: Rows
    bodies: tuple[Rows, ...]
    headers: Mapping[tuple[int, int], str]


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
    return HtmlTable(head=head, bodies=bodies, headers=_header_ids(table.id, labels, places, tuple(starts)))


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
