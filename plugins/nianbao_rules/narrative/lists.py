"""Wholes and their parts: 16件，其中5件、11件; 包括35条、60条，共95条; 6件（主办2件、协办4件）.

A list may end at each of its items, and it may divide the number before it, the one before that, or both together. It
is faulted only where no end of it gives any of these wholes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Passage
from nianbao_rules.narrative.scanner import Token

_UNCOUNTED = ("元", "万元", "%", "％", "个百分点")
_OVERLAPPING = ("同时", "交叉", "兼", "重复计")
_COMPLETE = ("分别", "分为", "具体")
_CONTINUING = ("其中", "主要包括", "包括")
_NO_PIECES = ("人次", "人", "名", "家", "户", *_UNCOUNTED)
_SUMMING = ("总", "累计", "量", "率")
_SEPARATORS = {Kind.JOIN: 0, Kind.BREAK: 1, Kind.STOP: 2}
"""How far apart a mark sets the items of a list: one that ends a list stands higher than those between its items."""
_NO_ITEM = (
    Kind.WHOLE_YEAR, Kind.YEAR, Kind.LAST_YEAR, Kind.NONE, Kind.ALL, Kind.SUM, Kind.COMPARE, Kind.CONCLUDED, Kind.ANSWERED,
    Kind.CARRIED_OUT, Kind.RECEIVED, Kind.HANDLED, Kind.BOTH, Kind.RATE,
)  # fmt: skip
"""Kinds that begin something new rather than one more item of a list."""
_LONGEST_LABEL = 24
_SHORT_LABEL = 8
_LONGEST_GAP = 12
_LONGEST_CLAUSE = 60
"""Words; texts that nobody punctuated are not looked through for what is compared."""
_PARTING = (*_SEPARATORS, Kind.OPEN, Kind.CLOSE)


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """A whole and its parts, in one measure. ``complete``: the wording claims that no part is left out."""

    sentence: Sentence
    whole: Quantity
    parts: tuple[Quantity, ...]
    complete: bool
    doubtful: bool = False
    """It ends with 等, or in a way that leaves open what came after."""
    other_wholes: tuple[int | Decimal, ...] = ()
    may_end_early: bool = False
    """Whether commas divide it, so that what comes after an item may be something new."""

    @property
    def sum(self) -> int | Decimal:
        """The parts added up."""
        return sum((part.value for part in self.parts), start=0)

    @property
    def adds_up(self) -> bool:
        """Whether some end of the list gives some whole."""
        ends = set(itertools.accumulate(part.value for part in self.parts)) if self.may_end_early else {self.sum}
        return bool(ends & {self.whole.value, *self.other_wholes})

    @property
    def exceeds(self) -> bool:
        """Whether the parts come to more than the whole."""
        return not self.adds_up and self.sum > self.whole.value

    @property
    def falls_short(self) -> bool:
        """Whether the parts come to less than the whole, as far as the list can be trusted."""
        return not self.adds_up and self.sum < self.whole.value and not self.doubtful


class _Items(msgspec.Struct, kw_only=True):
    """The items of a list as far as it was read."""

    quantities: list[Quantity]
    doubtful: bool = False
    level: int = -1
    """The rank of the marks between its items."""


def breakdowns(passages: Iterable[Passage]) -> Iterator[Breakdown]:
    """Return every whole that is broken down into parts."""
    before: Passage | None = None
    for passage in passages:
        if not any(mark in passage.sentence.text for mark in _OVERLAPPING):
            found = [*_after_mark(passage, before), *_in_brackets(passage), *_before_total(passage)]
            yield from (each for each in found if not any(part.vague for part in (each.whole, *each.parts)))
        before = passage


def _after_mark(passage: Passage, before: Passage | None) -> Iterator[Breakdown]:
    """Read the lists behind 其中, 主要包括 or 分别为."""
    tokens = passage.tokens
    for at, token in enumerate(tokens):
        if token.kind is not Kind.PARTS or (at and tokens[at - 1].kind is Kind.PARTS):
            continue
        start = at + 1
        while start < len(tokens) and tokens[start].kind is Kind.PARTS:
            start += 1
        wholes = _wholes(tokens, at) or _of_sentence_before(passage, before, at)
        if not wholes:
            continue
        items = _items(tokens, start, wholes[0].measure)
        whole = _plausible(wholes, items.quantities)
        if items.quantities and whole is not None:
            values = [each.value for each in wholes]
            complete = tokens[start - 1].text.startswith(_COMPLETE)
            yield Breakdown(
                sentence=passage.sentence,
                whole=whole,
                parts=tuple(items.quantities),
                complete=complete,
                may_end_early=items.level > 0 and not complete,
                doubtful=items.doubtful or whole is not wholes[0],
                other_wholes=(*values, sum(values, start=0)),
            )


def _plausible(wholes: Sequence[Quantity], parts: Sequence[Quantity]) -> Quantity | None:
    """Return the nearest number that is not smaller than a part; the nearest of all where there is none."""
    if not parts:
        return None
    most = max(part.value for part in parts)
    return next((whole for whole in wholes if whole.value >= most), wholes[0])


def _wholes(tokens: Sequence[Token], mark: int) -> list[Quantity]:
    """Return the two numbers before a mark, the nearer first; none where something else stands in between."""
    found: list[Quantity] = []
    depth, nearest = 0, -1
    for at in range(mark - 1, -1, -1):
        token = tokens[at]
        depth += (token.kind is Kind.CLOSE) - (token.kind is Kind.OPEN)
        if depth < 0:  # 6件（其中…: the mark opens a bracket behind its whole
            depth = 0
            continue
        if depth or token.quantity is None:
            if token.kind is Kind.STOP and not found:
                return []
            continue
        if not found:
            nearest = at
            if not _belongs(tokens, at, mark) or token.quantity.measure in _UNCOUNTED:
                return []
        elif token.quantity.measure != found[0].measure or token.kind is Kind.STOP:
            break
        found.append(token.quantity)
        if len(found) == 2 or _is_compared(tokens, nearest):
            break
    return [] if found and (_is_compared(tokens, nearest) or found[0].vague) else found


def _belongs(tokens: Sequence[Token], whole: int, mark: int) -> bool:
    """Return whether a mark speaks of a number: it begins a clause, or only words that say nothing come before it."""
    between = tokens[whole + 1 : mark]
    if sum(token.kind is not Kind.FILL for token in between) > _LONGEST_GAP:
        return False
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
    return _wholes((*before.tokens, Token(Kind.BREAK, "，", len(first.text))), end + 1)[:1]


def _is_compared(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a number is one that another is compared with: 比上年的31项少2项."""
    for token in reversed(tokens[max(0, at - _LONGEST_CLAUSE) : at]):
        if token.kind in _PARTING:
            return False
        if token.kind is Kind.COMPARE:
            return True
    return False


def _items(tokens: Sequence[Token], start: int, measure: str) -> _Items:
    """Read the items of a list from a place on, to its end."""
    found = _Items(quantities=[])
    for separator, segment in _segments(tokens, start):
        item = _item(segment, measure, found)
        if found.quantities and separator >= 0:
            if found.level < 0:
                found.level = separator
            if separator > found.level:  # the list is over; what looks like one more item leaves it in doubt
                found.doubtful = found.doubtful or item is not None or _is_of_another_measure(segment, measure)
                return found
        if item is None:
            if not segment and not found.quantities:
                continue
            found.doubtful = found.doubtful or _is_of_another_measure(segment, measure)
            return found
        found.quantities.append(item)
        if any(token.kind is Kind.AND_OTHERS for token in segment):
            found.doubtful = True
            return found
    return found


def _segments(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, list[Token]]]:
    """Part a list at its marks: each part with the rank of the mark before it; 和 within a label parts nothing."""
    segment: list[Token] = []
    separator, depth = -1, 0
    for token in tokens[start:]:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth < 0:
            break
        if depth or token.kind is Kind.CLOSE:
            continue
        rank = _SEPARATORS.get(token.kind, -1)
        counted = any(each.quantity for each in segment)
        if rank < 0 or (rank == 0 and not counted):
            segment.append(token)
            continue
        yield separator, segment
        segment, separator = [], rank
    if segment:
        yield separator, segment


def _item(segment: Sequence[Token], measure: str, found: _Items) -> Quantity | None:
    """Return the number of an item, ``None`` where a segment is none."""
    numbers = [at for at, token in enumerate(segment) if token.quantity is not None]
    if not numbers:
        return None
    label = segment[: numbers[0]]
    first = segment[numbers[0]].quantity
    assert first is not None
    if len(numbers) > 1:
        found.doubtful = True
        return None
    if first.measure != measure or sum(len(token.text) for token in label) > _LONGEST_LABEL:
        return None
    if any(token.kind in _NO_ITEM for token in label):
        return None
    if any(token.kind is Kind.PARTS for token in segment):
        found.doubtful = True
        return None
    if any(token.kind is Kind.CARRIED_IN for token in label) and len(found.quantities) != 1:
        return None
    return first


def _is_of_another_measure(segment: Sequence[Token], measure: str) -> bool:
    """Return whether a segment is an item that was counted in another measure, or ends with 等."""
    if any(token.kind is Kind.AND_OTHERS for token in segment):
        return True
    at = next((n for n, token in enumerate(segment) if token.quantity), -1)
    counted = segment[at].quantity if at >= 0 else None
    if counted is None or counted.vague or counted.measure in (measure, *_NO_PIECES):
        return False
    label = "".join(token.text for token in segment[:at])
    begins_anew = any(token.kind in _NO_ITEM for token in segment)
    return not begins_anew and 0 < len(label) <= _SHORT_LABEL and not any(mark in label for mark in _SUMMING)


def _in_brackets(passage: Passage) -> Iterator[Breakdown]:
    """Read a bracket of several items directly behind the whole."""
    tokens = passage.tokens
    for at, token in enumerate(tokens[:-1]):
        whole = token.quantity
        if whole is None or whole.measure in _UNCOUNTED or tokens[at + 1].kind is not Kind.OPEN:
            continue
        close = next((n for n in range(at + 2, len(tokens)) if tokens[n].kind is Kind.CLOSE), len(tokens))
        inside = tokens[at + 2 : close]
        strange = (Kind.PARTS, Kind.COMPARE, Kind.CARRIED_IN, Kind.SUM)
        if _is_compared(tokens, at) or any(each.kind in strange for each in inside):
            continue
        parts = tuple(each.quantity for each in inside if each.quantity)
        if len(parts) > 1 and all(part.measure == whole.measure for part in parts):
            unfinished = any(each.kind is Kind.AND_OTHERS for each in inside)
            yield Breakdown(
                sentence=passage.sentence, whole=whole, parts=parts, complete=not unfinished, doubtful=unfinished
            )


def _before_total(passage: Passage) -> Iterator[Breakdown]:
    """Read a list that its total follows: 35条、60条，共95条."""
    tokens = passage.tokens
    for at, token in enumerate(tokens):
        whole = token.quantity
        if whole is None or whole.measure in _UNCOUNTED or _is_compared(tokens, at):
            continue
        end = _end_of_list_before(tokens, at)
        if end is None:
            continue
        parts, joined = _summands(tokens, end, whole.measure)
        if len(parts) > 1 and joined:
            yield Breakdown(sentence=passage.sentence, whole=whole, parts=tuple(parts), complete=True)


def _end_of_list_before(tokens: Sequence[Token], total: int) -> int | None:
    """Return where a list ends that 共 or 三类合计 follows."""
    at = total - 1
    while at >= 0 and tokens[at].kind in (Kind.FILL, Kind.WHOLE_YEAR):
        at -= 1
    if at < 1 or tokens[at].kind is not Kind.SUM or tokens[at].text == "累计":
        return None
    end = at - 1
    while end > 0 and (
        tokens[end].kind in (Kind.WHOLE_YEAR, Kind.FILL) or _measure(tokens[end]) in ("类", "项", "个")
    ):
        end -= 1
    return end if tokens[end].kind is Kind.BREAK else None


def _summands(tokens: Sequence[Token], end: int, measure: str) -> tuple[list[Quantity], bool]:
    """Return the numbers of a list that ends at a place, and whether 、 joins them."""
    parts: list[Quantity] = []
    joined, depth = False, 0
    for token in reversed(tokens[:end]):
        depth += (token.kind is Kind.CLOSE) - (token.kind is Kind.OPEN)
        if depth > 0:
            continue
        if token.quantity and token.quantity.measure == measure:
            parts.insert(0, token.quantity)
        elif token.quantity or token.kind in (Kind.PARTS, Kind.BREAK, Kind.STOP, Kind.EACH):
            break
        joined = joined or token.text == "、"
    return parts, joined


def _measure(token: Token) -> str:
    return token.quantity.measure if token.quantity else ""
