"""Explanations and waivers: why a finding is accepted, by the unit's word or the office's decision."""

from __future__ import annotations

import datetime

import msgspec

LEAST_WORDS = 2
"""Letters, figures or Chinese characters that an explanation needs at least: a full stop or a tick is no reason."""


_BLANK_LETTERS = frozenset(map(chr, (0x115F, 0x1160, 0x3164, 0xFFA0)))
"""Letters by their class that show nothing: the fillers of Hangul."""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's reason for one finding.

    It is valid while it is not empty and its code, field and value equal the finding's; for a text
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
        seen = (character for character in self.text if character.isalnum() and character not in _BLANK_LETTERS)
        return sum(1 for _character in seen) >= LEAST_WORDS


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
