"""Explanations and waivers: why a finding may stand, said by the unit or decided by the office."""

from __future__ import annotations

import datetime

import msgspec

LEAST_WORDS = 2
"""Letters, figures or Chinese characters without which nothing was said: a full stop or a tick is no reason."""


_BLANK_LETTERS = frozenset(map(chr, (0x115F, 0x1160, 0x3164, 0xFFA0)))
"""Letters by their class that show nothing: the fillers of Hangul."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit says of one finding.

    It stands while it says something and its code, field and value equal the finding's; for a text
    field the value is the SHA-256 of the trimmed text. Without a code it concerns the submission
    as a whole and explains nothing by itself.
    """

    code: str | None
    field: str | None
    value: str | None
    text: str

    @property
    def says_something(self) -> bool:
        """Whether anything can be read in it: unseen characters, marks and a single letter are no reason."""
        seen = (each for each in self.text if each.isalnum() and each not in _BLANK_LETTERS)
        return sum(1 for _each in seen) >= LEAST_WORDS


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """What the office lets pass: a code, for one agency (code or name) and field or for all.

    ``reason`` and ``who`` are always stated; after ``until`` the waiver has run out.
    """

    code: str
    agency: str | None
    field: str | None
    reason: str
    who: str
    until: datetime.date
