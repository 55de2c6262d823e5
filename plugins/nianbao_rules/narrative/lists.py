"""Read wholes and their parts: 16件，其中5件、11件; 包括35条、60条，共95条; 6件（主办2件、协办4件）.

A list may end at each of its items, and it may divide the number before it, the one before that, or both together. It
is faulted only where no end of it gives any of these wholes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nianbao import Quantity
from nianbao_rules.narrative.breakdown import UNCOUNTED, Breakdown, is_compared
from nianbao_rules.narrative.items import read_items
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Passage
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.totals import before_total, of_periods

_OVERLAPPING = r"同时|交叉|兼(?!职)|重复(?:计|统计)|(?:各自|分别)计[数入算]|多(?:种|个)?(?:渠道|平台|形式|方式)(?:的)?(?:同步|分别|重复)"
_COMPLETE = ("分别", "分为", "具体")
_CONTINUING = ("其中", "主要包括", "包括")
_LONGEST_GAP = 12
_MOST_WHOLES = 6
"""How far back a list is followed for the number that it divides: 受理30件，办结32件，结转1件，其中公开11件…."""
_ENDS = (Kind.BREAK, Kind.STOP)


def breakdowns(passages: Iterable[Passage]) -> Iterator[Breakdown]:
    """Return every whole that is broken down into parts."""
    before: Passage | None = None
    for passage in passages:
        if passage.sentence.quantities and not re.search(_OVERLAPPING, passage.sentence.text):
            candidates = [
                *_after_mark(passage, before),
                *_in_brackets(passage),
                *before_total(passage),
                *of_periods(passage),
            ]
            exact = (
                candidate
                for candidate in candidates
                if not any(part.vague for part in (candidate.whole, *candidate.parts))
            )
            first_by_place: dict[tuple[int, int], Breakdown] = {}
            for breakdown in exact:
                first_by_place.setdefault((breakdown.whole.start, breakdown.parts[0].start), breakdown)
            yield from first_by_place.values()
        before = passage


def _after_mark(passage: Passage, before: Passage | None) -> Iterator[Breakdown]:
    """Read the lists after 其中, 主要包括 or 分别为."""
    tokens = passage.tokens
    for at, token in enumerate(tokens):
        among = token.text == "中" and _is_among(tokens, at)
        if not among and (token.kind is not Kind.PARTS or (at and tokens[at - 1].kind is Kind.PARTS)):
            continue
        start = at + 1
        while start < len(tokens) and tokens[start].kind is Kind.PARTS:
            start += 1
        if among:
            start = at + 2
        wholes = _wholes(tokens, at, among=among) or _of_sentence_before(passage, before, at)
        if not wholes:
            continue
        items = read_items(tokens, start, wholes[0].measure)
        whole = _plausible(wholes, items.quantities)
        if items.quantities and whole is not None:
            values = [quantity.value for quantity in wholes]
            complete = tokens[start - 1].text.startswith(_COMPLETE)
            yield Breakdown(
                sentence=passage.sentence,
                whole=whole,
                parts=tuple(items.quantities),
                complete=complete,
                may_end_early=items.level > 0 and not complete,
                doubtful=items.doubtful or among or whole is not wholes[0],
                other_wholes=(*values, sum(values[:2], start=0)),
            )


def _plausible(wholes: Sequence[Quantity], parts: Sequence[Quantity]) -> Quantity | None:
    """Return the nearest number that is not smaller than a part; the nearest of all where there is none."""
    if not parts:
        return None
    most = max(part.value for part in parts)
    return next((whole for whole in wholes if whole.value >= most), wholes[0])


def _is_among(tokens: Sequence[Token], at: int) -> bool:
    """Return whether 中 ends a clause that has one number: 收到的50件申请中，涉及招生的25件."""
    if at + 1 >= len(tokens) or tokens[at + 1].kind is not Kind.BREAK:
        return False
    begin = max((n for n in range(max(0, at - _LONGEST_GAP), at) if tokens[n].kind in _ENDS), default=-1)
    return sum(token.quantity is not None for token in tokens[begin + 1 : at]) == 1


def _wholes(tokens: Sequence[Token], mark: int, *, among: bool = False) -> list[Quantity]:
    """Return the numbers before a mark, the nearest first; none where something else comes in between."""
    wholes: list[Quantity] = []
    depth, nearest = 0, -1
    for at in range(mark - 1, -1, -1):
        token = tokens[at]
        depth += (token.kind is Kind.CLOSE) - (token.kind is Kind.OPEN)
        if depth < 0:  # 6件（其中…: the mark opens a bracket behind its whole
            depth = 0
            continue
        if depth or token.quantity is None:
            if token.kind is Kind.STOP and not wholes:
                return []
            continue
        if not wholes:
            nearest = at
            if not (among or _belongs(tokens, at, mark)) or token.quantity.measure in UNCOUNTED:
                return []
        elif token.quantity.measure != wholes[0].measure or token.kind is Kind.STOP:
            break
        wholes.append(token.quantity)
        if len(wholes) == _MOST_WHOLES or is_compared(tokens, nearest):
            break
    return [] if wholes and (is_compared(tokens, nearest) or wholes[0].vague) else wholes


def _belongs(tokens: Sequence[Token], whole: int, mark: int) -> bool:
    """Return whether a mark refers to a number: it begins a clause, or only words without content precede it."""
    between = tokens[whole + 1 : mark]
    if sum(token.kind is not Kind.FILL for token in between) > _LONGEST_GAP:
        return False
    if (
        mark < len(tokens)
        and tokens[mark].text.startswith("分别")
        and any(token.text == "其中" for token in between)
    ):
        return True  # 共118个，其中微信、微博分别为86个、20个
    last = max((n for n, token in enumerate(between) if token.kind in (Kind.BREAK, Kind.OPEN)), default=-1)
    return all(token.kind in QUIET for token in between[last + 1 :])


def _of_sentence_before(passage: Passage, before: Passage | None, mark: int) -> list[Quantity]:
    """Return the last number of the sentence before where 其中 begins this one."""
    if not passage.tokens[mark].text.startswith(_CONTINUING) or before is None:
        return []
    if any(token.kind not in QUIET for token in passage.tokens[:mark]):
        return []
    first, second = before.sentence, passage.sentence
    if (first.field, first.paragraph) != (second.field, second.paragraph) or first.text.count("其中"):
        return []
    end = len(before.tokens)
    return _wholes((*before.tokens, Token(Kind.BREAK, "，", len(first.text))), end + 1)


def _in_brackets(passage: Passage) -> Iterator[Breakdown]:
    """Read a bracket of several items directly after the whole."""
    tokens = passage.tokens
    for at, token in enumerate(tokens[:-1]):
        whole = token.quantity
        if whole is None or whole.measure in UNCOUNTED or tokens[at + 1].kind is not Kind.OPEN:
            continue
        close = next((n for n in range(at + 2, len(tokens)) if tokens[n].kind is Kind.CLOSE), len(tokens))
        inside = tokens[at + 2 : close]
        strange = (Kind.PARTS, Kind.COMPARE, Kind.CARRIED_IN, Kind.SUM)
        if is_compared(tokens, at) or any(word.kind in strange for word in inside):
            continue
        parts = tuple(word.quantity for word in inside if word.quantity)
        if len(parts) > 1 and all(part.measure == whole.measure for part in parts):
            unfinished = any(word.kind is Kind.AND_OTHERS for word in inside)
            yield Breakdown(
                sentence=passage.sentence, whole=whole, parts=parts, complete=not unfinished, doubtful=unfinished
            )
