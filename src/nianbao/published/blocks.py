"""What every reader of reports gives: paragraphs and tables in the order of the page, each with its place.

Nothing about forms is in them, so that one interpretation serves every kind of file.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nianbao.language import Domain, Message
from nianbao.published.limits import COLUMNS

_ = Domain("nianbao")


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where something stands in a report, counted from 1; 0 where the kind of file knows no such thing."""

    page: int = 0
    table: int = 0
    row: int = 0
    line: int = 0

    @property
    def words(self) -> str:
        """The spot as people say it: ``第3页第2个表第4行``, ``第12行``."""
        said: list[Message] = []
        if self.page:
            said.append(_("第{page}页", page=self.page))
        if self.table:
            said.append(_("第{table}个表", table=self.table))
        if self.row or self.line:
            said.append(_("第{line}行", line=self.row or self.line))
        return "".join(map(str, said))


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph or a line; ``heading`` tells that the file itself marks it as one."""

    text: str
    spot: Spot = Spot()
    heading: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell: its words (lines parted by line feeds), its zero-based column, its spans."""

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

    ``EXACT``: every cell and span; ``CELLS``: every cell, but no spans; ``ROWS``: rows of cells, spans lost or blanks
    added; ``FLOW``: cells one after the other, blank ones
    kept; ``FILLED``: the same, blank cells gone without a trace; ``GLUED``: nothing parts the figures.
    """

    EXACT = "exact"
    CELLS = "cells"
    ROWS = "rows"
    FLOW = "flow"
    FILLED = "filled"
    GLUED = "glued"


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table, with as much of its shape as the file tells."""

    rows: tuple[Row, ...]
    shape: Shape
    spot: Spot = Spot()


Block = Paragraph | Table


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A report as its file holds it; ``remarks`` say what was left out on the way (pictures, text boxes, changes).

    ``no_text`` tells that there are pages or pictures and hardly a word: a scan.
    """

    blocks: tuple[Block, ...]
    remarks: tuple[Message, ...] = ()
    no_text: bool = False
    title: str = ""


def resolved(rows: list[tuple[list[tuple[str, int, int]], Spot]]) -> tuple[tuple[Row, ...], Shape]:
    """Lay out rows of (words, columns, rows) as a grid, as HTML does.

    Return the rows, each cell with its column, and what is known of their shape: whether they fill one rectangle without a
    gap, and whether any cell spans others, for where none does the spans may have been lost.
    """
    taken: dict[int, int] = {}  # column → rows below in which it is covered by a cell from above
    laid: list[Row] = []
    widths: set[int] = set()
    for index, (cells, spot) in enumerate(rows):
        row: list[Cell] = []
        column = 0
        fresh: dict[int, int] = {}
        for text, columns, height in cells:
            if column > COLUMNS:
                widths.add(-1)
                break
            while taken.get(column, 0):
                column += 1
            height = min(height, len(rows) - index)  # beyond the last row a span means nothing
            row.append(Cell(text=text, column=column, columns=columns, rows=height))
            for at in range(column, column + columns):
                fresh[at] = height
            column += columns
        covered = {at for at, left in taken.items() if left}
        filled = covered | set(fresh)
        widths.add(max(filled, default=-1) + 1 if len(filled) == max(filled, default=-1) + 1 else -1)
        taken = {at: left - 1 for at, left in taken.items() if left > 1}
        taken.update({at: height - 1 for at, height in fresh.items() if height > 1})
        laid.append(Row(cells=tuple(row), spot=spot))
    if len(widths) != 1 or -1 in widths:
        return tuple(laid), Shape.ROWS
    spans = any(cell.columns > 1 or cell.rows > 1 for row in laid for cell in row.cells)
    return tuple(laid), Shape.EXACT if spans else Shape.CELLS
