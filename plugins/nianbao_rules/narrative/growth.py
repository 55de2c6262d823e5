"""Read what a text says about last year beside a number of this year: 同比增长25%, 比上年增加10件, 上年的40件."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.comparing import Comparison, Outcome
from nianbao_rules.narrative.meanings import Meaning, meanings_of
from nianbao_rules.narrative.passages import Passage

_PERCENT = ("%", "％")
_LAST_YEAR = r"(?:比|较|与|同)(?:上年|上一年|去年|{last}年)度?(?:同期)?(?:的)?(?:相比|相较)?[，,]?"
_DIFFERENCE = r"(?:{last_year}|同比)(?P<word>增加|增长|增|上升|多|减少|下降|减|少)了?$"
_BASE = r"{last_year}[（(]?$"
_RATE = r"(?:{last_year}|同比)(?P<word>增长|上升|提高|增加|增幅|下降|减少|降低|降幅)(?:了|幅度?|率|约|为|达)*$"
_FALLING = ("减", "少", "降")
_MOST_CANDIDATES = 2
"""How many numbers before the comparison it may refer to."""
_NEAR = 30


class GrowthKind(StrEnum):
    """What kind of number is given for last year."""

    PERCENT = "percent"
    DIFFERENCE = "difference"
    BASE = "base"


class Growth(msgspec.Struct, frozen=True, kw_only=True):
    """A number given for last year, and the numbers of this year that it may belong to, the nearest first."""

    sentence: Sentence
    quantity: Quantity
    kind: GrowthKind
    falling: bool
    now: tuple[Comparison, ...]

    def fits(self, base: int, now: int | Decimal) -> bool:
        """Return whether a figure of last year agrees with what is written."""
        if self.kind is GrowthKind.BASE:
            return base == self.quantity.value
        if now != base and (now < base) != self.falling:
            return False
        if self.kind is GrowthKind.DIFFERENCE:
            return abs(now - base) == self.quantity.value
        if base == 0:
            return True
        grown = abs(Decimal(now) - base) * 100 / base
        return abs(grown - Decimal(self.quantity.value)) <= self._allowance()

    def _allowance(self) -> Decimal:
        """Return the points by which a percentage may differ: half of its last digit."""
        written = self.sentence.text[self.quantity.start : self.quantity.end]
        digits = len(written.partition(".")[2].rstrip("%％ ")) if "." in written else 0
        return max(Decimal("0.05"), Decimal(5).scaleb(-digits - 1))

    def mismatch(self, before: Callable[[Meaning], int | None]) -> tuple[Comparison, Meaning, int] | None:
        """Return the nearest number and its figure of last year where no number fits by any of its meanings."""
        nearest: tuple[Comparison, Meaning, int] | None = None
        for comparison in self.now:
            for meaning in meanings_of(comparison.mention):
                base = before(meaning)
                if base is None:
                    continue
                if self.fits(base, comparison.mention.value):
                    return None
                nearest = nearest or (comparison, meaning, base)
        return nearest


def growths(passages: Sequence[Passage], comparisons: Sequence[Comparison], year: int) -> Iterator[Growth]:
    """Return what the texts say about last year beside numbers that agree with this year's tables."""
    by_sentence: dict[int, list[Comparison]] = {}
    for comparison in comparisons:
        if comparison.outcome in (Outcome.AGREES, Outcome.AGREES_OTHERWISE) and comparison.certain_enough:
            by_sentence.setdefault(id(comparison.mention.sentence), []).append(comparison)
    for passage in passages:
        known = by_sentence.get(id(passage.sentence))
        if known:
            yield from _in_sentence(passage.sentence, known, year)


def _in_sentence(sentence: Sentence, known: list[Comparison], year: int) -> Iterator[Growth]:
    bound = {comparison.mention.quantity.start for comparison in known}
    for quantity in sentence.quantities:
        if quantity.vague or quantity.start in bound:
            continue
        before = [comparison for comparison in known if comparison.mention.quantity.end <= quantity.start]
        kind_and_word = _kind_and_word(
            sentence.text[max(0, quantity.start - _NEAR) : quantity.start], quantity, year
        )
        if kind_and_word is None or not before:
            continue
        kind, word = kind_and_word
        alike = [
            comparison
            for comparison in before
            if kind is GrowthKind.PERCENT or comparison.mention.quantity.measure == quantity.measure
        ]
        if alike:
            falling = any(mark in word for mark in _FALLING)
            now = tuple(reversed(alike[-_MOST_CANDIDATES:]))
            yield Growth(sentence=sentence, quantity=quantity, kind=kind, falling=falling, now=now)


def _kind_and_word(lead: str, quantity: Quantity, year: int) -> tuple[GrowthKind, str] | None:
    last_year = _LAST_YEAR.format(last=year - 1)
    if quantity.measure in _PERCENT:
        match = re.search(_RATE.format(last_year=last_year), lead)
        return (GrowthKind.PERCENT, match["word"]) if match else None
    match = re.search(_DIFFERENCE.format(last_year=last_year), lead)
    if match:
        return GrowthKind.DIFFERENCE, match["word"]
    return (GrowthKind.BASE, "") if re.search(_BASE.format(last_year=last_year), lead) else None
