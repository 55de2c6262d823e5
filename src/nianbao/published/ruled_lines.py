"""Find tables by the lines drawn on a page: boxes between lines, joined where no line separates them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from nianbao.published.blocks import Cell, Row, Shape, Spot, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Box = tuple[float, float, float, float]
_NEAR = 2.0
"""Points within which two lines count as one."""
_LONGEST_THIN = 4.0
_MOST_LINES = 4000


class RuledTable:
    """A table drawn by lines: its cells as rectangles of a grid."""

    def __init__(
        self, xs: Sequence[float], ys: Sequence[float], cells: Sequence[tuple[int, int, int, int]]
    ) -> None:
        self.xs, self.ys = xs, ys  # ys from the top down
        self._depths = [-y for y in ys]
        self.cells = sorted(cells)  # row, column, row span, column span
        self.by_box = {
            (row + y, column + x): index
            for index, (row, column, row_span, column_span) in enumerate(self.cells)
            for y in range(row_span)
            for x in range(column_span)
        }

    @property
    def top(self) -> float:
        """The y coordinate of its first line, in points."""
        return self.ys[self.cells[0][0]]

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell that contains a point, or ``None``."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self._depths, -y) - 1
        return self.by_box.get((row, column))

    def width_of(self, cell: int) -> float:
        """Return the width of a cell in points."""
        _row, column, _row_span, column_span = self.cells[cell]
        return self.xs[column + column_span] - self.xs[column]

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in a cell of the table."""
        return self.cell_at(x, y) is not None

    def table(self, texts: Mapping[int, str], page: int, number: int) -> Table:
        """Return the table, with the text of each cell taken from ``texts`` by the index of the cell."""
        rows = sorted({row for row, _column, _height, _width in self.cells})
        columns = sorted({column for _row, column, _height, _width in self.cells})
        table_rows = []
        for at, row in enumerate(rows, 1):
            cells = tuple(
                Cell(
                    text=texts.get(index, ""),
                    column=columns.index(column),
                    columns=sum(column <= start < column + column_span for start in columns),
                    rows=sum(row <= start < row + row_span for start in rows),
                )
                for index, (cell_row, column, row_span, column_span) in enumerate(self.cells)
                if cell_row == row
            )
            table_rows.append(Row(cells=cells, spot=Spot(page=page, table=number, row=at)))
        return Table(rows=tuple(table_rows), shape=Shape.EXACT, spot=Spot(page=page, table=number))


def ruled_tables(lines: Sequence[Box]) -> list[RuledTable]:
    """Return the tables drawn by lines, from the top of the page down."""
    flat = [line for line in lines if line[3] - line[1] < _LONGEST_THIN and line[2] - line[0] > 3]
    upright = [line for line in lines if line[2] - line[0] < _LONGEST_THIN and line[3] - line[1] > 3]
    if len(flat) < 2 or len(upright) < 2 or len(flat) + len(upright) > _MOST_LINES:
        return []
    flat += _missing_closing_lines(flat, upright)
    xs = _merged([(line[0] + line[2]) / 2 for line in upright])
    ys = _merged([(line[1] + line[3]) / 2 for line in flat])[::-1]
    walls = _Walls(xs, ys, flat, upright)
    return [RuledTable(xs, ys, cells) for cells in _by_table(walls.cells())]


# A browser that prints a table across pages draws no line above the first row of the next page.
def _missing_closing_lines(flat: Sequence[Box], upright: Sequence[Box]) -> list[Box]:
    """Return the lines missing at the ends of a table whose vertical lines extend beyond its outermost horizontal ones."""
    closing_lines: list[Box] = []
    for edge in (3, 1):
        heights: dict[float, list[Box]] = {}
        for line in upright:
            near = next((height for height in heights if abs(height - line[edge]) <= _NEAR), line[edge])
            heights.setdefault(near, []).append(line)
        for height, ending in heights.items():
            if len(ending) < 3:
                continue
            left, right = min(line[0] for line in ending), max(line[2] for line in ending)
            here = [
                line
                for line in flat
                if abs((line[1] + line[3]) / 2 - height) <= 2 * _NEAR and line[0] < right and line[2] > left
            ]
            if not here:
                closing_lines.append((left, height, right, height))
            elif not any(
                line[1] + 2 * _NEAR < height < line[3] - 2 * _NEAR or _goes_on(line, height, edge)
                for line in upright
                if left - _NEAR <= line[0] <= right + _NEAR
            ):
                # A cell that goes on over the page has no line at this end, those beside it have one.
                xs = _merged([(line[0] + line[2]) / 2 for line in ending])
                closing_lines += [
                    (start, height, end, height)
                    for start, end in pairwise(xs)
                    if not any(line[0] <= (start + end) / 2 <= line[2] for line in here)
                ]
    return closing_lines


def _goes_on(line: Box, height: float, edge: int) -> bool:
    """Return whether a vertical line continues beyond a height at which others end, ``edge`` being 3 for upwards."""
    if edge == 1:
        return line[1] < height - 2 * _NEAR and line[3] >= height - 2 * _NEAR
    return line[3] > height + 2 * _NEAR and line[1] <= height + 2 * _NEAR


def _merged(values: Sequence[float]) -> list[float]:
    """Return values in ascending order, each group of near values replaced by its mean."""
    merged: list[list[float]] = []
    for value in sorted(values):
        if merged and value - merged[-1][-1] <= _NEAR:
            merged[-1].append(value)
        else:
            merged.append([value])
    return [sum(group) / len(group) for group in merged]


class _Walls:
    """The smallest boxes of a grid, and which of their sides have a line."""

    def __init__(self, xs: list[float], ys: list[float], flat: Sequence[Box], upright: Sequence[Box]) -> None:
        self.xs, self.ys = xs, ys
        self.above: set[tuple[int, int]] = set()  # (index of y, column)
        self.beside: set[tuple[int, int]] = set()  # (row, index of x)
        for left, bottom, right, top in flat:
            y = self._nearest(ys, (bottom + top) / 2)
            self.above.update(
                (y, column)
                for column in range(len(xs) - 1)
                if left - _NEAR <= (xs[column] + xs[column + 1]) / 2 <= right + _NEAR
            )
        for left, bottom, right, top in upright:
            x = self._nearest(xs, (left + right) / 2)
            self.beside.update(
                (row, x)
                for row in range(len(ys) - 1)
                if bottom - _NEAR <= (ys[row] + ys[row + 1]) / 2 <= top + _NEAR
            )

    @staticmethod
    def _nearest(values: Sequence[float], value: float) -> int:
        return min(range(len(values)), key=lambda at: abs(values[at] - value))

    def cells(self) -> list[tuple[int, int, int, int]]:
        """Return the rectangles closed by lines on every side, as (row, column, row span, column span)."""
        visited: set[tuple[int, int]] = set()
        cells = []
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                if (row, column) in visited:
                    continue
                region, closed = self._region(row, column)
                visited |= region
                rows, columns = {y for y, _x in region}, {x for _y, x in region}
                if closed and len(region) == len(rows) * len(columns):
                    cells.append((min(rows), min(columns), len(rows), len(columns)))
        return cells

    def _region(self, row: int, column: int) -> tuple[set[tuple[int, int]], bool]:
        """Flood-fill from a box up to the lines; return the boxes reached, and whether lines close them off."""
        region, stack, closed = {(row, column)}, [(row, column)], True
        while stack:
            y, x = stack.pop()
            sides = (
                ((y, x) in self.above, (y - 1, x)), ((y + 1, x) in self.above, (y + 1, x)),
                ((y, x) in self.beside, (y, x - 1)), ((y, x + 1) in self.beside, (y, x + 1)),
            )  # fmt: skip
            for wall, beyond in sides:
                if wall or beyond in region:
                    continue
                if not (0 <= beyond[0] < len(self.ys) - 1 and 0 <= beyond[1] < len(self.xs) - 1):
                    closed = False
                    continue
                region.add(beyond)
                stack.append(beyond)
        return region, closed


def _by_table(cells: Sequence[tuple[int, int, int, int]]) -> list[list[tuple[int, int, int, int]]]:
    """Group cells into tables: a row that no cell covers separates two tables."""
    tables: list[list[tuple[int, int, int, int]]] = []
    table_end = -1
    for cell in sorted(cells):
        if not tables or cell[0] > table_end:
            tables.append([])
        tables[-1].append(cell)
        table_end = max(table_end, cell[0] + cell[2])
    return tables
