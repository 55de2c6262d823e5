"""Compare labels of rows and columns: without numbering, blanks and punctuation."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMERALS = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"^\s*(?:[（(〔]?\s*[{NUMERALS}]{{1,2}}\s*[）)〕、.．]|[（(]?[0-9]{{1,2}}\s*[.．、）)]|[0-9]\s*(?=[^0-9\W]))\s*"
)
_MARKED = re.compile(r"\[[^\[\]]*\]")
"""A struck or raised part, such as a footnote mark."""
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
NEAREST, AHEAD = 0.75, 0.12
"""Least likeness of a label to one of the form, and the least lead over the next best one."""
LONGEST_NEAREST = 80
"""Comparing takes time that grows with the square of the length; the longest label has 36 characters."""
SHORTEST_NEAREST = 5
"""Characters of a label that may be recognised by likeness; 其他 and 总计 are names of columns too."""


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """Return the Chinese characters of a label without the number before it."""
    text = _MARKED.sub("", unicodedata.normalize("NFKC", text))
    # A number may follow another one: （三）1.
    previous = None
    while text != previous:
        previous, text = text, _NUMBER.sub("", text, count=1)
    return _NOT_CHINESE.sub("", text)


def without_unit(label: str) -> str:
    """Return a label without footnote marks and the unit behind it: 行政许可（件）."""
    return re.sub(r"\[[^\]]*\]|[（(](?:单位[：:])?(?:件|条|个|份|宗|项|万元|元)[）)]\s*$", "", label)


def without_remark(text: str) -> str:
    """Return a label without the remarks in brackets behind its numbering."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    return text[:start] + _BRACKETED.sub("", text[start:])


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """Return the likeness of two labels, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def nearest(label: str, known: Iterable[str]) -> str | None:
    """Return the known label that a label is most likely meant to be, or ``None`` if none is clearly near enough."""
    if not SHORTEST_NEAREST <= len(label) <= LONGEST_NEAREST:
        return None
    ranked = sorted(
        (
            (likeness(label, known_label), known_label)
            for known_label in known
            if len(known_label) >= SHORTEST_NEAREST
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < NEAREST:
        return None
    is_distinct = len(ranked) < 2 or ranked[0][0] - ranked[1][0] >= AHEAD
    return ranked[0][1] if is_distinct else None
