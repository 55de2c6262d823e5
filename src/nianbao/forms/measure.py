"""How much room text takes in a workbook: display width, wrapped lines, row heights."""

from __future__ import annotations

import math
import unicodedata

LINE = 15.5
"""Points a line of 11 pt text takes."""

TALLEST = 400.0
"""Excel's limit is 409 points a row."""


def display_width(text: str) -> int:
    """Return the width of one line in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines(text: str, width: float) -> int:
    """Return the number of lines that text takes in a column ``width`` characters wide."""
    # Four characters less than the column has: cells have margins, and a client that breaks a line earlier than is
    # reckoned here would clip the last one.
    return sum(max(1, math.ceil(display_width(part) / max(1.0, width - 4))) for part in text.split("\n"))


def height(text: str, width: float, *, least: int = 1) -> float:
    """Return the row height in points for text in a column ``width`` characters wide."""
    return min(TALLEST, max(least, lines(text, width)) * LINE + 6)
