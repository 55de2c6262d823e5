"""Explanations: the reason a unit gives for a finding, bound to code, field and value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a unit says of one finding.

    It stands while it is not blank and its code, field and value equal the finding's; for a text
    field the value is the SHA-256 of the trimmed text. Without a code it concerns the submission
    as a whole and explains nothing by itself.
    """

    code: str | None
    field: str | None
    value: str | None
    text: str
