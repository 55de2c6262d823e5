"""Read percentages that can be recomputed from the numbers beside them."""

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
_MOST_BEFORE, _NEAR = 11, 80
"""How many numbers and tokens before a percentage are looked at."""
_GOING_ON = (
    Kind.BREAK, Kind.FILL, Kind.CLOSE, Kind.APPLICATION, Kind.ANY_APPLICATION, Kind.SUM, Kind.IN_TIME, Kind.CONCLUDED,
    Kind.ANSWERED, Kind.RESULT, Kind.ALL, Kind.OPEN,
)  # fmt: skip
"""What may come between a number and 占 that takes its share."""
_TO = r"(?:增加?|上升|增长|减少?|下降|降低?)[至到为](?:(?:20\d\d|本|今)年度?的?)?$"
_KINDS = ("类", "项", "者", "种")
_BOTH, _THREE = r"(?:两|二)[类项者种](?:合计|共|占)", 3
_SHORT = 16
_DUE = r"(?:应当?|需要?|须|计划|拟|共)(?:[^，。]{0,3})?$"
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
    rough: Decimal = Decimal(0)
    """The points by which it is uncertain, because the numbers themselves are rounded: 4.5万人."""

    def computed(self) -> Decimal | None:
        """Return the percentage that the numbers give."""
        return self.part * 100 / self.whole if self.whole else None


def ratios(sentence: Sentence, tokens: Sequence[Token]) -> Iterator[Ratio]:
    """Return the percentages of a sentence that have their numbers beside them."""
    if not any(quantity.measure in _PERCENT for quantity in sentence.quantities):
        return
    before: list[Quantity] = []
    percents: list[Quantity] = []
    begin = outside = 0
    for at, token in enumerate(tokens):
        if token.kind in (Kind.BREAK, Kind.STOP):
            begin = at + 1
        elif token.kind is Kind.OPEN:
            outside, begin = begin, at + 1
        elif token.kind is Kind.CLOSE:
            begin = min(begin, outside)
        quantity = token.quantity
        if quantity is None or (quantity.vague and _rounding(sentence, quantity) is None):
            continue
        if quantity.measure == "个百分点":
            ratio = _points(sentence, percents, quantity)
            if ratio is not None:
                yield ratio
            continue
        if quantity.measure in _PERCENT:
            percents.append(quantity)
        if quantity.measure not in _PERCENT:
            before = [*before[-_MOST_BEFORE:], quantity]
            continue
        ratio = _in_bracket_behind(sentence, tokens[at : at + _NEAR]) or _ratio(
            sentence, tokens[max(0, at - _NEAR) : at], quantity, tokens[begin].start, before
        )
        if ratio is not None:
            yield ratio


def _points(sentence: Sentence, percents: Sequence[Quantity], points: Quantity) -> Ratio | None:
    """Read 满意度98.6%，较上年的97.1%提高1.5个百分点."""
    if len(percents) < 2:
        return None
    now, before = percents[-2:]
    between = sentence.text[now.end : before.start]
    word = re.search(r"(提高|上升|增加|增长|下降|降低|减少)了?$", sentence.text[before.end : points.start])
    if not re.search(_COMPARED, between) or word is None or len(between) > _SHORT:
        return None
    change = Decimal(now.value) - Decimal(before.value)
    if (change < 0) != (word[1] in ("下降", "降低", "减少")):
        return None
    return Ratio(sentence=sentence, percent=points, part=abs(change), whole=Decimal(100))


def _in_bracket_behind(sentence: Sentence, tokens: Sequence[Token]) -> Ratio | None:
    """Read 参训率96%（应到150人，实到141人）: the numbers it is computed from are in the bracket behind it."""
    if len(tokens) < 2 or tokens[1].kind is not Kind.OPEN or tokens[0].quantity is None:
        return None
    text = sentence.text
    close = next((at for at, token in enumerate(tokens) if token.kind is Kind.CLOSE), len(tokens))
    inside = [token.quantity for token in tokens[:close] if token.quantity][1:]
    rate = re.search(r"率(?:为|达到?|约|是)*$", text[: tokens[0].start])
    if rate is None or len(inside) != 2 or inside[0].vague or inside[1].vague:
        return None
    between = (text[tokens[1].end : inside[0].start], text[inside[0].end : inside[1].start])
    if not re.match(r"应|共|总|需", between[0]) or not re.search(r"[，、,](?:实|已|按)", between[1]):
        return None
    return _of(sentence, tokens[0].quantity, inside[1], inside[0])


def _rounding(sentence: Sentence, quantity: Quantity) -> Decimal | None:
    """Return half of the last digit of a number in 万 with decimals; ``None`` where it is not such a number."""
    written = re.match(r"\d+\.(\d+)\s*万(?![余多来])", sentence.text[quantity.start :])
    before = sentence.text[max(0, quantity.start - 2) : quantity.start]
    if written is None or re.search(r"[约近超]", before):
        return None
    return Decimal(5000).scaleb(-len(written[1]))


def _ratio(
    sentence: Sentence, tokens: Sequence[Token], percent: Quantity, begin: int, before: list[Quantity]
) -> Ratio | None:
    lead = sentence.text[begin : percent.start].strip()
    inside = [quantity for quantity in before if quantity.start >= begin]
    if "占" in lead:
        return _share(sentence, tokens, percent, lead, before, inside)
    if match := re.search(_GROWTH, lead):
        return _growth(sentence, tokens, percent, match["word"], before)
    match = re.search(_RATE, lead)
    return _rate(sentence, percent, match["what"], before) if match else None


def _rate(sentence: Sentence, percent: Quantity, what: str, before: list[Quantity]) -> Ratio | None:
    """Read 办结率 where exactly one number says what was 办结, and the one before it of how many in all."""
    if len(before) < 2:
        return None
    starts = [0, *(quantity.end for quantity in before[:-1])]
    counted = []
    for at, (quantity, start) in enumerate(zip(before, starts, strict=True)):
        done = re.split(f"(?:{what}|{what[::-1]})(?!率)", sentence.text[start : quantity.start])
        if len(done) > 1 and not re.search(_DUE, done[0]):  # 应更新48个 says of how many
            counted.append(at)
    if len(counted) != 1 or counted[0] != len(before) - 1:
        return None
    return _of(sentence, percent, before[-1], before[-2])


def _of(sentence: Sentence, percent: Quantity, part: Quantity, whole: Quantity) -> Ratio | None:
    if part.measure != whole.measure or part.value > whole.value:
        return None
    return Ratio(sentence=sentence, percent=percent, part=Decimal(part.value), whole=Decimal(whole.value))


def _share(
    sentence: Sentence,
    tokens: Sequence[Token],
    percent: Quantity,
    lead: str,
    before: list[Quantity],
    inside: list[Quantity],
) -> Ratio | None:
    start = sentence.text.rindex("占", 0, percent.start)
    parts = [quantity for quantity in before if quantity.end <= start]
    wholes = [quantity for quantity in inside if quantity.start > start]
    if re.search(_BOTH, lead) and len(parts) > _THREE - 1 and not wholes:
        return _of_both(sentence, percent, parts)
    if not parts or not _is_share_of(tokens, parts[-1], start):
        return None
    if wholes:
        return _of(sentence, percent, parts[-1], wholes[-1])
    between = re.search(_SHARE, lead)
    if between is None or not re.fullmatch(_OWN_WHOLE, between["of"]):
        return None
    if len(parts) < 2:
        later = _total_behind(sentence, percent, parts[-1])
        return _of(sentence, percent, parts[-1], later) if later else None
    head = sentence.text.rfind("其中", 0, parts[-1].start)
    wholes = [quantity for quantity in parts[:-1] if quantity.end <= head]
    noun = re.sub(_NOT_NOUN, "", between["of"])
    if not wholes and noun:
        starts = [0, *(quantity.end for quantity in parts[:-1])]
        wholes = [
            quantity
            for quantity, start in zip(parts[:-1], starts, strict=False)
            if noun in sentence.text[start : quantity.start]
        ]
    elif not wholes and len(parts) == 2 and not _is_beside(sentence, tokens, parts):
        wholes = parts[:1]
    return _of(sentence, percent, parts[-1], wholes[-1]) if wholes else None


def _total_behind(sentence: Sentence, percent: Quantity, part: Quantity) -> Quantity | None:
    """Return the whole that only the end of the sentence has: 自然人61件、占90%，全年共68件."""
    behind = [
        quantity
        for quantity in sentence.quantities
        if quantity.start > percent.start and quantity.measure == part.measure
    ]
    last = behind[-1] if behind else None
    is_total = last and re.search(r"(?:总量|总数|共|合计|总计)[^，。；\d]{0,6}$", sentence.text[: last.start])
    return last if is_total else None


def _is_beside(sentence: Sentence, tokens: Sequence[Token], parts: Sequence[Quantity]) -> bool:
    """Return whether the first of two numbers is a sibling of the second rather than its whole: 公开47件，不予公开5件."""
    between = sentence.text[parts[0].end : parts[1].start]
    results = [token for token in tokens if token.kind is Kind.RESULT]
    siblings = any(result.start < parts[0].start for result in results) and any(
        parts[0].end <= result.start < parts[1].start for result in results
    )
    return siblings or any(mark in between for mark in ("占", "%", "％", "；"))


def _of_both(sentence: Sentence, percent: Quantity, parts: list[Quantity]) -> Ratio | None:
    """Read 办结42件，其中公开21件、部分公开7件，两类占比70%."""
    parts = [quantity for quantity in parts if quantity.measure not in _KINDS]  # 两类 itself
    if len(parts) < _THREE:
        return None
    whole, *both = parts[-_THREE:]
    if {quantity.measure for quantity in both} != {whole.measure} or sum(
        quantity.value for quantity in both
    ) > whole.value:
        return None
    part = sum((Decimal(quantity.value) for quantity in both), start=Decimal(0))
    return Ratio(sentence=sentence, percent=percent, part=part, whole=Decimal(whole.value))


def _is_share_of(tokens: Sequence[Token], part: Quantity, start: int) -> bool:
    """Return whether 占 refers to the number before it: nothing else is named in between."""
    between = [token for token in tokens if part.end <= token.start < start]
    comma = next((at for at, token in enumerate(between) if token.kind is Kind.BREAK), 0)
    named = any(token.kind is Kind.PARTS for token in between)
    return not named and all(token.kind in _GOING_ON or token.text.startswith("所占") for token in between[comma:])


def _growth(
    sentence: Sentence, tokens: Sequence[Token], percent: Quantity, word: str, before: list[Quantity]
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
        pair = _now_and_before(text, tokens, before[-2], last)
        if pair is not None:
            now, base_quantity = pair
            part = abs(Decimal(now.value) - Decimal(base_quantity.value))
            falling = now.value < base_quantity.value
            if falling != (word in _FALLING):
                return None
            whole = Decimal(base_quantity.value)
            rounding = (_rounding(sentence, base_quantity) or 0) + (_rounding(sentence, now) or 0)
            rough = Decimal(100) * rounding * (1 + part / whole) / whole if whole else Decimal(0)
            return Ratio(sentence=sentence, percent=percent, part=part, whole=whole, rough=rough)
    return None


def _now_and_before(
    text: str, tokens: Sequence[Token], first: Quantity, second: Quantity
) -> tuple[Quantity, Quantity] | None:
    """Return which of two numbers is this year's: 50件，比上年的40件 or 2023年44件，2024年50件."""
    if re.search(_TO, text[: second.start]):
        return second, first
    named = [token.text[:4] for token in tokens if token.kind is Kind.YEAR and token.start < first.start]
    if "分别" in text[: first.start] and len(named) == 2:
        return (second, first) if named[0] < named[1] else (first, second)
    between = [token for token in tokens if first.end <= token.start < second.start]
    if any(token.kind in (Kind.COMPARE, Kind.LAST_YEAR) for token in between):
        return first, second
    years = [
        [token.text[:4] for token in tokens if token.kind is Kind.YEAR and start <= token.start < end]
        for start, end in ((0, first.start), (first.end, second.start))
    ]
    kinds = [[token.kind for token in tokens if token.start < first.start], [token.kind for token in between]]
    if not years[0] and Kind.LAST_YEAR in kinds[0] and Kind.WHOLE_YEAR in kinds[1]:
        return second, first  # 上年760篇，今年820篇
    if years[0] and years[1] and years[0][-1] != years[1][-1]:
        return (second, first) if years[0][-1] < years[1][-1] else (first, second)
    return None
