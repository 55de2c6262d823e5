"""Labels of rows and columns as they are compared: without numbers, blanks and punctuation."""

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
"""A struck or raised part, such as the mark of a footnote."""
_OTHER = re.compile(r"[^\u4e00-\u9fff]")
_BRACKETED = re.compile(r"[（(][^（()）]*[）)]")
NEAREST, AHEAD = 0.75, 0.12
"""How like a label must be to one of the form's, and how much more than to any other."""
LONGEST_NEAREST = 80
"""Comparing takes time that grows with the square of the length; the longest label has 36 characters."""
SHORTEST_NEAREST = 5
"""Characters of a label that may be recognised by likeness; 其他 and 总计 are names of columns too."""


@lru_cache(maxsize=4096)
def bare_label(text: str) -> str:
    """Return the Chinese characters of a label without the number before it."""
    text = _MARKED.sub("", unicodedata.normalize("NFKC", text))
    # A number and a bracket may have come off in turn: （三）1.
    before = None
    while text != before:
        before, text = text, _NUMBER.sub("", text, count=1)
    return _OTHER.sub("", text)


def without_unit(label: str) -> str:
    """Return a label without the mark of a note and the unit behind it: 行政许可（件）."""
    return re.sub(r"\[[^\]]*\]|[（(](?:单位[：:])?(?:件|条|个|份|宗|项|万元|元)[）)]\s*$", "", label)


def without_remark(text: str) -> str:
    """Return a label without what stands in brackets behind its own words."""
    number = _NUMBER.match(text)
    start = number.end() if number else 0
    return text[:start] + _BRACKETED.sub("", text[start:])


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """Return how alike two labels are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def nearest(label: str, known: Iterable[str]) -> str | None:
    """Return the one of the known labels that a label is most likely meant for; ``None`` where none is near enough."""
    if not SHORTEST_NEAREST <= len(label) <= LONGEST_NEAREST:
        return None
    ranked = sorted(
        ((likeness(label, each), each) for each in known if len(each) >= SHORTEST_NEAREST), reverse=True
    )
    if not ranked or ranked[0][0] < NEAREST:
        return None
    ahead = len(ranked) < 2 or ranked[0][0] - ranked[1][0] >= AHEAD
    return ranked[0][1] if ahead else None
