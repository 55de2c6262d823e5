"""A table in a monospaced font: merged cells drawn, double-width characters counted as two."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nianbao.reports.report import ReportCell, ReportTable

_WIDEST_LABEL = 32
_NARROWEST = 6


@lru_cache(maxsize=8192)  # a table has the same few hundred characters thousands of times
def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def display_width(text: str) -> int:
    """Return the columns that a text takes in a monospaced font: two for a wide character."""
    return sum(map(_character_width, text))


def _wrapped(text: str, width: int) -> list[str]:
    if 2 * len(text) <= width:
        return [text]
    lines = [""]
    used = 0
    for character in text:
        wide = _character_width(character)
        if used + wide > width:
            lines.append("")
            used = 0
        lines[-1] += character
        used += wide
    return lines


class _Canvas:
    """Characters by display column; the second half of a wide one is empty."""

    def __init__(self, height: int, width: int) -> None:
        self.rows = [[" "] * width for _ in range(height)]

    def write(self, row: int, column: int, text: str) -> None:
        for character in text:
            self.rows[row][column] = character
            wide = _character_width(character)
            if wide == 2:
                # Takes no room in the line: a terminal gives the wide character two columns by itself.
                self.rows[row][column + 1] = ""
            column += wide

    def box(self, top: int, left: int, bottom: int, right: int) -> None:
        for cells in (self.rows[top], self.rows[bottom]):
            cells[left] = cells[right] = "+"
            cells[left + 1 : right] = ["+" if character == "+" else "-" for character in cells[left + 1 : right]]
        for cells in self.rows[top + 1 : bottom]:
            for column in (left, right):
                cells[column] = "+" if cells[column] == "+" else "|"

    def text(self) -> str:
        return "\n".join("".join(row).rstrip() for row in self.rows)


def _column_widths(table: ReportTable) -> list[int]:
    widths = [_NARROWEST] * table.width
    for cell in table.cells:
        if cell.columns == 1:
            limit = _WIDEST_LABEL if cell.column < table.label_columns else 2 * _NARROWEST
            tall = 8 if cell.rows > 8 else limit
            needed = display_width(cell.text) if cell.scope != "col" else min(display_width(cell.text), limit)
            widths[cell.column] = max(widths[cell.column], min(needed, tall))
    for cell in table.cells:
        if cell.kind == "field" and cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], display_width(cell.text))
    return widths


def _row_heights(table: ReportTable, widths: list[int]) -> list[int]:
    heights = [1] * table.height
    # Low cells first: what a cell over many rows needs is known only when its rows have their own height.
    for cell in sorted(table.cells, key=lambda cell: cell.rows):
        lines = len(_wrapped(cell.text, _inner_width(cell, widths)))
        have = sum(heights[cell.row : cell.row + cell.rows]) + cell.rows - 1
        if lines > have:
            heights[cell.row + cell.rows - 1] += lines - have
    return heights


def _inner_width(cell: ReportCell, widths: list[int]) -> int:
    return sum(widths[cell.column : cell.column + cell.columns]) + 3 * (cell.columns - 1)


def text_table(table: ReportTable) -> str:
    """Draw a table with ``+ - |``: lines of equal display width, without a trailing newline."""
    widths = _column_widths(table)
    heights = _row_heights(table, widths)
    lefts = [sum(widths[:column]) + 3 * column for column in range(table.width + 1)]
    tops = [sum(heights[:row]) + row for row in range(table.height + 1)]
    canvas = _Canvas(tops[-1] + 1, lefts[-1] + 1)
    for cell in table.cells:
        canvas.box(
            tops[cell.row], lefts[cell.column], tops[cell.row + cell.rows], lefts[cell.column + cell.columns]
        )
    for cell in table.cells:
        inner = _inner_width(cell, widths)
        lines = _wrapped(cell.text, inner)
        room = tops[cell.row + cell.rows] - tops[cell.row] - 1
        first = tops[cell.row] + 1 + (room - len(lines)) // 2
        for index, line in enumerate(lines):
            centred = cell.kind != "label" or cell.rows > 1
            indent = (inner - display_width(line)) // 2 if centred else 0
            canvas.write(first + index, lefts[cell.column] + 2 + indent, line)
    return canvas.text()
