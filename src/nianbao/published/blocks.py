"""What every reader of reports returns: paragraphs and tables in the order of the page, each with its place.

They know nothing about forms, so that one interpretation serves every kind of file.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nianbao.language import Domain, Message
from nianbao.published.limits import COLUMNS

_ = Domain("nianbao")


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A position in a report, counted from 1; 0 where the kind of file has no such unit."""

    page: int = 0
    table: int = 0
    row: int = 0
    line: int = 0

    @property
    def words(self) -> str:
        """The spot as readers would describe it: ``第3页第2个表第4行``, ``第12行``."""
        phrases: list[Message] = []
        if self.page:
            phrases.append(_("第{page}页", page=self.page))
        if self.table:
            phrases.append(_("第{table}个表", table=self.table))
        if self.row or self.line:
            phrases.append(_("第{line}行", line=self.row or self.line))
        return "".join(map(str, phrases))


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph or a line; ``heading`` is true where the file itself marks it as a heading."""

    text: str
    spot: Spot = Spot()
    heading: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell: its text (lines separated by line feeds), its zero-based column, its spans."""

    text: str
    column: int
    columns: int = 1
    rows: int = 1


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of cells, from left to right."""

    cells: tuple[Cell, ...]
    spot: Spot = Spot()


class Shape(StrEnum):
    """How much of a table's shape is known.

    ``EXACT``: every cell and span; ``CELLS``: every cell, but no spans; ``ROWS``: rows of cells, but spans may
    be lost or blanks added; ``FLOW``: one sequence of cells, blank ones kept; ``FILLED``: the same, blank cells lost
    without a trace; ``GLUED``: nothing separates the figures.
    """

    EXACT = "exact"
    CELLS = "cells"
    ROWS = "rows"
    FLOW = "flow"
    FILLED = "filled"
    GLUED = "glued"


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table, with as much of its shape as the file reveals."""

    rows: tuple[Row, ...]
    shape: Shape
    spot: Spot = Spot()


Block = Paragraph | Table


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a report's file; ``remarks`` name what needed special treatment (text boxes, tracked changes).

    ``no_text`` is true where there are pages or pictures and hardly a word: a scan.
    """

    blocks: tuple[Block, ...]
    remarks: tuple[Message, ...] = ()
    no_text: bool = False
    title: str = ""


def resolved(rows: list[tuple[list[tuple[str, int, int]], Spot]]) -> tuple[tuple[Row, ...], Shape]:
    """Lay out rows of (text, column span, row span) as a grid, as the HTML table model does.

    Return the rows, each cell with its column, and the shape: ``ROWS`` unless the cells fill one rectangle without a gap,
    ``EXACT`` if any cell has a span, else ``CELLS``, because then the spans may have been lost.
    """
    occupied: dict[int, int] = {}  # column → how many further rows a cell from above covers
    grid: list[Row] = []
    widths: set[int] = set()
    for index, (cells, spot) in enumerate(rows):
        row: list[Cell] = []
        column = 0
        started: dict[int, int] = {}
        for text, column_span, row_span in cells:
            while occupied.get(column, 0):
                column += 1
            if column > COLUMNS:
                widths.add(-1)
                break
            row_span = min(row_span, len(rows) - index)  # beyond the last row a span means nothing
            row.append(Cell(text=text, column=column, columns=column_span, rows=row_span))
            for position in range(column, column + column_span):
                started[position] = row_span
            column += column_span
        covered = {position for position, remaining in occupied.items() if remaining}
        covered_or_started = covered | set(started)
        widths.add(
            max(covered_or_started, default=-1) + 1
            if len(covered_or_started) == max(covered_or_started, default=-1) + 1
            else -1
        )
        occupied = {position: remaining - 1 for position, remaining in occupied.items() if remaining > 1}
        occupied.update({position: row_span - 1 for position, row_span in started.items() if row_span > 1})
        grid.append(Row(cells=tuple(row), spot=spot))
    if len(widths) != 1 or -1 in widths:
        return tuple(grid), Shape.ROWS
    spans = any(cell.columns > 1 or cell.rows > 1 for row in grid for cell in row.cells)
    return tuple(grid), Shape.EXACT if spans else Shape.CELLS
