"""Define the claims of a text about figures that it gives no number for."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nianbao import Sentence


class ClaimKind(StrEnum):
    """What is claimed about the roles."""

    NONE = "none"
    ALL_CONCLUDED = "all_concluded"
    ALL_ANSWERED = "all_answered"
    ANSWERED = "answered"
    ALL_GRANTED = "all_granted"
    ALL_BY_PERSONS = "all_by_persons"
    ALL_UPHELD = "all_upheld"
    NONE_PENDING = "none_pending"
    NONE_CORRECTED = "none_corrected"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim about the figures of some roles. ``loud``: the wording leaves no other reading."""

    kind: ClaimKind
    roles: tuple[str, ...]
    sentence: Sentence
    start: int
    loud: bool = True
    in_time: bool = False
    """Whether it is claimed only of what was due: 均按时办结."""
