"""Explanations and waivers: why a finding may stand, said by the unit or decided by the office."""

from __future__ import annotations

import datetime

import msgspec


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit says of one finding.

    It stands while it is not blank and its code, field and value equal the finding's; for a text
    field the value is the SHA-256 of the trimmed text. Without a code it concerns the submission
    as a whole and explains nothing by itself.
    """

    code: str | None
    field: str | None
    value: str | None
    text: str


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
