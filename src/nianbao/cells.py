"""Cell addresses: zero-based ``(row, column)`` pairs and their A1 names."""

from __future__ import annotations

import re
from functools import lru_cache

Position = tuple[int, int]
"""Zero-based (row, column)."""

Area = tuple[int, int, int, int]
"""Zero-based, inclusive (first row, first column, last row, last column)."""

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return the letters of a zero-based column: 0 → ``A``, 26 → ``AA``."""
    letters = ""
    column += 1
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def address(position: Position, *, absolute: bool = False) -> str:
    """Return the A1 name of a position, with dollar signs when ``absolute``."""
    row, column = position
    mark = "$" if absolute else ""
    return f"{mark}{column_letters(column)}{mark}{row + 1}"


def area_address(area: Area, *, absolute: bool = False) -> str:
    """Return the A1:B2 name of an area; a single cell gives ``A1``."""
    first, last = (area[0], area[1]), (area[2], area[3])
    if first == last:
        return address(first, absolute=absolute)
    return f"{address(first, absolute=absolute)}:{address(last, absolute=absolute)}"


def parse_address(text: str) -> Position | None:
    """Read an A1 name, dollar signs allowed; ``None`` when it is none."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


@lru_cache(maxsize=8192)
def parse_area(text: str) -> Area | None:
    """Read an A1 or A1:B2 name; ``None`` when it is none."""
    first_text, _, last_text = text.partition(":")
    first, last = parse_address(first_text), parse_address(last_text or first_text)
    if first is None or last is None:
        return None
    return first[0], first[1], last[0], last[1]


def joined_areas(positions: list[Position]) -> list[Area]:
    """Cover positions by few areas: runs along rows, equal runs of neighbouring rows joined."""
    runs: list[Area] = []
    for row, column in sorted(set(positions)):
        if runs and runs[-1][0] == row and runs[-1][3] == column - 1:
            runs[-1] = (row, runs[-1][1], row, column)
        else:
            runs.append((row, column, row, column))
    joined: list[Area] = []
    for run in runs:
        for index, area in enumerate(joined):
            if (area[1], area[3]) == (run[1], run[3]) and area[2] == run[0] - 1:
                joined[index] = (area[0], area[1], run[2], area[3])
                break
        else:
            joined.append(run)
    return joined
