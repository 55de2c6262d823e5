"""Percentages that can be computed again from the numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.texts import HAN

_PERCENT = ("%", "％")
_SHARE = r"占(?P<of>[^，。；]*?)(?:的)?(?:比例?|比重|比率)?(?:为|达到?|约)?$"
_OWN_WHOLE = r"(?:全部|所有|其|全年|总|申请|新收|受理|收到|办结|数|量|比|例|的|件|到|了)*"
_NOT_NOUN = r"全部|所有|其|全年|总|数|量|比|例|的|件|到|了"
_GROWTH = r"(?P<word>增长|上升|提高|增加|增幅|下降|减少|降低|降幅)(?:了|幅度?|率|约|为|达)*$"
_FALLING = ("下降", "减少", "降低", "降幅")
_RATE = rf"^(?:总)?(?P<what>{HAN}{{2,6}})率(?:为|达到?|约|是)*$"
_LOOKED_AT, _NEAR = 11, 80
"""Numbers and words before a percentage that are looked at."""
_GOING_ON = (
    Kind.BREAK, Kind.FILL, Kind.CLOSE, Kind.APPLICATION, Kind.ANY_APPLICATION, Kind.SUM, Kind.IN_TIME, Kind.CONCLUDED,
    Kind.ANSWERED, Kind.RESULT, Kind.ALL,
)  # fmt: skip
"""What may stand between a number and 占 that takes its share."""
_COMPARED = r"(?:比|较|与|同)(?:上年|上一年|去年|20\d\d年)度?(?:同期)?的?$"
_DELTA = r"(?:增加|增|多|减少|减|少)了?$"


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """A percentage of the text and the two numbers that it is computed from.

    ``part`` and ``whole`` of a share; of a growth, ``part`` is the difference and ``whole`` what it is compared with.
    """

    sentence: Sentence
    percent: Quantity
    part: Decimal
    whole: Decimal

    def computed(self) -> Decimal | None:
        """Return the percentage as the numbers have it."""
        return self.part * 100 / self.whole if self.whole else None


def ratios(sentence: Sentence, words: Sequence[Token]) -> Iterator[Ratio]:
    """Return the percentages of a sentence that have their numbers beside them."""
    if not any(each.measure in _PERCENT for each in sentence.quantities):
        return
    before: list[Quantity] = []
    begin = 0
    for at, word in enumerate(words):
        if word.kind in (Kind.BREAK, Kind.STOP, Kind.OPEN):
            begin = at + 1
        quantity = word.quantity
        if quantity is None or quantity.vague:
            continue
        if quantity.measure not in _PERCENT:
            before = [*before[-_LOOKED_AT:], quantity]
            continue
        found = _ratio(sentence, words[max(0, at - _NEAR) : at], quantity, words[begin].start, before)
        if found is not None:
            yield found


def _ratio(
    sentence: Sentence, words: Sequence[Token], percent: Quantity, begin: int, before: list[Quantity]
) -> Ratio | None:
    lead = sentence.text[begin : percent.start].strip()
    inside = [each for each in before if each.start >= begin]
    if "占" in lead:
        return _share(sentence, words, percent, lead, before, inside)
    if found := re.search(_GROWTH, lead):
        return _growth(sentence, words, percent, found["word"], before)
    found = re.search(_RATE, lead)
    return _rate(sentence, percent, found["what"], before) if found else None


def _rate(sentence: Sentence, percent: Quantity, what: str, before: list[Quantity]) -> Ratio | None:
    """Read 办结率 where exactly one number tells what was 办结, and the one before it of how many."""
    if len(before) < 2:
        return None
    starts = [0, *(each.end for each in before[:-1])]
    counted = [
        at
        for at, (each, start) in enumerate(zip(before, starts, strict=True))
        if what in sentence.text[start : each.start]
    ]
    if len(counted) != 1 or counted[0] != len(before) - 1:
        return None
    return _of(sentence, percent, before[-1], before[-2])


def _of(sentence: Sentence, percent: Quantity, part: Quantity, whole: Quantity) -> Ratio | None:
    if part.measure != whole.measure or part.value > whole.value:
        return None
    return Ratio(sentence=sentence, percent=percent, part=Decimal(part.value), whole=Decimal(whole.value))


def _share(
    sentence: Sentence,
    words: Sequence[Token],
    percent: Quantity,
    lead: str,
    before: list[Quantity],
    inside: list[Quantity],
) -> Ratio | None:
    start = sentence.text.rindex("占", 0, percent.start)
    parts = [each for each in before if each.end <= start]
    wholes = [each for each in inside if each.start > start]
    if not parts or not _is_share_of(words, parts[-1], start):
        return None
    if wholes:
        return _of(sentence, percent, parts[-1], wholes[-1])
    between = re.search(_SHARE, lead)
    if len(parts) < 2 or between is None or not re.fullmatch(_OWN_WHOLE, between["of"]):
        return None
    head = sentence.text.rfind("其中", 0, parts[-1].start)
    wholes = [each for each in parts[:-1] if each.end <= head]
    noun = re.sub(_NOT_NOUN, "", between["of"])
    if not wholes and noun:
        starts = [0, *(each.end for each in parts[:-1])]
        wholes = [
            each
            for each, start in zip(parts[:-1], starts, strict=False)
            if noun in sentence.text[start : each.start]
        ]
    elif not wholes and len(parts) == 2 and "占" not in sentence.text[parts[0].end : parts[1].start]:
        wholes = parts[:1]
    return _of(sentence, percent, parts[-1], wholes[-1]) if wholes else None


def _is_share_of(words: Sequence[Token], part: Quantity, start: int) -> bool:
    """Return whether 占 goes on about the number before it: nothing else is named in between."""
    between = [word for word in words if part.end <= word.start < start]
    comma = next((at for at, word in enumerate(between) if word.kind is Kind.BREAK), 0)
    named = any(word.kind is Kind.PARTS for word in between)
    return not named and all(word.kind in _GOING_ON for word in between[comma:])


def _growth(
    sentence: Sentence, words: Sequence[Token], percent: Quantity, word: str, before: list[Quantity]
) -> Ratio | None:
    if not before:
        return None
    text = sentence.text
    last = before[-1]
    if len(before) >= 2 and last.measure == before[-2].measure:
        delta = re.search(_DELTA, text[: last.start])
        if delta:
            if len(before) > 2 and re.search(_COMPARED, text[: before[-2].start]):  # 较上年的380条增加32条
                return Ratio(
                    sentence=sentence, percent=percent, part=Decimal(last.value), whole=Decimal(before[-2].value)
                )
            down = "减" in delta[0] or "少" in delta[0]
            base = Decimal(before[-2].value) + (Decimal(last.value) if down else -Decimal(last.value))
            return Ratio(sentence=sentence, percent=percent, part=Decimal(last.value), whole=base)
        pair = _now_and_before(text, words, before[-2], last)
        if pair is not None:
            now, base_quantity = pair
            part = abs(Decimal(now.value) - Decimal(base_quantity.value))
            falling = now.value < base_quantity.value
            if falling != (word in _FALLING):
                return None
            return Ratio(sentence=sentence, percent=percent, part=part, whole=Decimal(base_quantity.value))
    return None


def _now_and_before(
    text: str, words: Sequence[Token], first: Quantity, second: Quantity
) -> tuple[Quantity, Quantity] | None:
    """Return which of two numbers is this year's: 50件，比上年的40件 or 2023年44件，2024年50件."""
    if re.search(r"(?:增加?|上升|增长|减少?|下降|降低?)[至到]$", text[: second.start]):
        return second, first
    named = [word.text[:4] for word in words if word.kind is Kind.YEAR and word.start < first.start]
    if "分别" in text[: first.start] and len(named) == 2:
        return (second, first) if named[0] < named[1] else (first, second)
    between = [word for word in words if first.end <= word.start < second.start]
    if any(word.kind is Kind.COMPARE for word in between):
        return first, second
    years = [
        [word.text[:4] for word in words if word.kind is Kind.YEAR and start <= word.start < end]
        for start, end in ((0, first.start), (first.end, second.start))
    ]
    if years[0] and years[1] and years[0][-1] != years[1][-1]:
        return (second, first) if years[0][-1] < years[1][-1] else (first, second)
    return None
