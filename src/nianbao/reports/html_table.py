"""A table as HTML wants it: its head, its bodies, and the headers that speak for each cell."""

from __future__ import annotations

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
    headers = {
        (cell.row, cell.column): " ".join(header_id(table, each) for each in _headers(table, cell, starts))
        for cell in table.cells
        if cell.kind == "field"
    }
    return HtmlTable(head=head, bodies=bodies, headers=headers)


def header_id(table: ReportTable, cell: ReportCell) -> str:
    """Return the id of a cell, unique in a page."""
    return f"{table.id}-{cell.row + 1}-{cell.column + 1}"


def _headers(table: ReportTable, figure: ReportCell, starts: list[int]) -> Iterator[ReportCell]:
    """Return the header cells of a figure's block that stand above it or to its left."""
    # Headers of an earlier block stand above, too, and speak for other columns.
    block = max(row for row in starts if row <= figure.row)
    for cell in table.cells:
        if not cell.scope or not cell.text or cell.row < block:
            continue
        if cell.scope.startswith("col"):
            above = cell.row < figure.row and cell.column < figure.column + figure.columns
            if above and figure.column < cell.column + cell.columns:
                yield cell
        elif cell.row <= figure.row < cell.row + cell.rows:
            yield cell
