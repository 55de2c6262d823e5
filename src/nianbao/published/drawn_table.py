"""Read tables drawn with ``+ - |`` in a monospaced font: cells without a wall between them are one cell."""

from __future__ import annotations

import unicodedata

from nianbao.published.blocks import Cell, Row, Shape, Spot, Table

_TO_PLAIN = {
    **dict.fromkeys(map(ord, "┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┝┥┯┷┠┨┰┸"), "+"),
    **dict.fromkeys(map(ord, "─━═"), "-"),
    **dict.fromkeys(map(ord, "│┃║"), "|"),
}


def plain_walls(line: str) -> str:
    """Return a line with box drawing characters as ``+ - |``."""
    return line if line.isascii() else line.translate(_TO_PLAIN)


def is_wall(line: str) -> bool:
    """Return whether a line draws the border of a table: pluses joined by dashes."""
    stripped = plain_walls(line).strip()
    return stripped.startswith("+") and stripped.endswith("+") and ("+-" in stripped or "+=" in stripped)


def read_drawing(lines: list[str], first_line: int, table: int) -> Table | None:
    """Read the lines of a drawing as a table; return ``None`` where the walls do not form one."""
    canvas = [_by_columns(plain_walls(line).replace("=", "-")) for line in lines]
    width = max(map(len, canvas))
    canvas = [line + [" "] * (width - len(line)) for line in canvas]
    wall_rows = [
        y
        for y, line in enumerate(canvas)
        if any(_at(line, x) == "+" and _at(line, x + 1) == "-" for x in range(width))
    ]
    wall_columns = [x for x in range(width) if any(canvas[top][x] == "+" for top in wall_rows)]
    if len(wall_rows) < 2 or len(wall_columns) < 2:
        return None
    walls = _Walls(canvas, wall_rows, wall_columns)
    rows: list[list[Cell]] = [[] for _top in wall_rows[:-1]]
    for row, column, row_span, column_span in walls.boxes():
        rows[row].append(
            Cell(
                text=walls.words(row, column, row_span, column_span),
                column=column,
                columns=column_span,
                rows=row_span,
            )
        )
    table_rows = tuple(
        Row(cells=tuple(cells), spot=Spot(table=table, row=number, line=first_line + wall_rows[number - 1] + 1))
        for number, cells in enumerate(rows, 1)
    )
    return Table(rows=table_rows, shape=Shape.EXACT, spot=Spot(table=table, line=first_line))


def _at(line: list[str], x: int) -> str:
    return line[x] if x < len(line) else ""


def _by_columns(line: str) -> list[str]:
    """Return the characters of a line by display column; the second half of a wide one is empty."""
    columns: list[str] = []
    for character in line:
        if unicodedata.combining(character) and columns:
            columns[-1] += character
            continue
        columns.append(character)
        if unicodedata.east_asian_width(character) in "WFA":
            columns.append("")
    return columns


class _Walls:
    """A grid drawn by walls, whose smallest boxes are joined to cells where a wall is missing."""

    def __init__(self, canvas: list[list[str]], tops: list[int], lefts: list[int]) -> None:
        self.canvas, self.tops, self.lefts = canvas, tops, lefts

    def _open_right(self, row: int, column: int) -> bool:
        x = self.lefts[column + 1]
        band = range(self.tops[row] + 1, self.tops[row + 1])
        return not any(self.canvas[y][x] in ("|", "+") for y in band)

    def _open_below(self, row: int, column: int) -> bool:
        y = self.tops[row + 1]
        between = self.canvas[y][self.lefts[column] + 1 : self.lefts[column + 1]]
        return not between or any(character not in ("-", "+") for character in between)

    def boxes(self) -> list[tuple[int, int, int, int]]:
        """Return every cell as (row, column, row span, column span)."""
        seen: set[tuple[int, int]] = set()
        cells = []
        for row in range(len(self.tops) - 1):
            for column in range(len(self.lefts) - 1):
                if (row, column) in seen:
                    continue
                column_span = row_span = 1
                while column + column_span < len(self.lefts) - 1 and self._open_right(
                    row, column + column_span - 1
                ):
                    column_span += 1
                while row + row_span < len(self.tops) - 1 and self._open_below(row + row_span - 1, column):
                    row_span += 1
                seen.update((row + y, column + x) for y in range(row_span) for x in range(column_span))
                cells.append((row, column, row_span, column_span))
        return cells

    def words(self, row: int, column: int, row_span: int, column_span: int) -> str:
        """Return the text of a cell; its wrapped lines are joined, except between two digits."""
        left, right = self.lefts[column] + 1, self.lefts[column + column_span]
        text = ""
        for y in range(self.tops[row] + 1, self.tops[row + row_span]):
            line = "".join(self.canvas[y][left:right]).strip()
            glue = "\n" if text[-1:].isdigit() and line[:1].isdigit() else ""
            text = f"{text}{glue}{line}" if line else text
        return text
