"""Define a whole with its parts, and decide whether they add up."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.scanner import Token

UNCOUNTED = ("元", "万元", "%", "％", "个百分点")
_LONGEST_CLAUSE = 60
"""Tokens; texts that nobody punctuated are not searched for what is compared."""
_PARTING = (Kind.JOIN, Kind.BREAK, Kind.STOP, Kind.OPEN, Kind.CLOSE)


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """A whole and its parts, in one measure. ``complete``: the wording claims that no part is left out."""

    sentence: Sentence
    whole: Quantity
    parts: tuple[Quantity, ...]
    complete: bool
    doubtful: bool = False
    """Whether it ends with 等, or in a way that leaves open what came after."""
    other_wholes: tuple[int | Decimal, ...] = ()
    may_end_early: bool = False
    """Whether commas divide it, so that what comes after an item may be something new."""

    @property
    def sum(self) -> int | Decimal:
        """The sum of the parts."""
        return sum((part.value for part in self.parts), start=0)

    @property
    def adds_up(self) -> bool:
        """Whether the list, up to one of its possible ends, adds up to one of the possible wholes."""
        ends = set(itertools.accumulate(part.value for part in self.parts)) if self.may_end_early else {self.sum}
        return bool(ends & {self.whole.value, *self.other_wholes})

    @property
    def exceeds(self) -> bool:
        """Whether the parts add up to more than the whole."""
        return not self.adds_up and self.sum > self.whole.value

    @property
    def falls_short(self) -> bool:
        """Whether the parts add up to less than the whole, as far as the list can be trusted."""
        return not self.adds_up and self.sum < self.whole.value and not self.doubtful


def is_compared(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a number is one that another is compared with: 比上年的31项少2项."""
    for token in reversed(tokens[max(0, at - _LONGEST_CLAUSE) : at]):
        if token.kind in _PARTING:
            return False
        if token.kind is Kind.COMPARE:
            return True
    return False
