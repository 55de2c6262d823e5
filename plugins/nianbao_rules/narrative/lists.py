"""Wholes and their parts: 16件，其中5件、11件; 包括35条、60条，共95条; 6件（主办2件、协办4件）."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.clauses import QUIET
from nianbao_rules.narrative.lexicon import Kind, Word

_UNCOUNTED = ("元", "万元", "%", "％", "个百分点")
_OVERLAPPING = ("同时", "交叉", "兼", "重复计")
_COMPLETE = ("分别", "分为", "具体")
_PARTING = (Kind.BREAK, Kind.OPEN, Kind.CLOSE)
_NO_ITEM = (
    Kind.WHOLE_YEAR, Kind.YEAR, Kind.NONE, Kind.ALL, Kind.SUM, Kind.COMPARE, Kind.CONCLUDED, Kind.CARRIED_OUT,
    Kind.CARRIED_IN, Kind.RECEIVED, Kind.HANDLED, Kind.PARTS,
)  # fmt: skip
"""Kinds that begin something new rather than one more item of a list parted by commas."""
_LONGEST_ITEM = 12


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """A whole and its parts, in one measure. ``complete``: the wording claims that no part is left out."""

    sentence: Sentence
    whole: Quantity
    parts: tuple[Quantity, ...]
    complete: bool
    unfinished: bool
    """The list ends with 等."""

    @property
    def sum(self) -> int | Decimal:
        """The parts added up."""
        return sum((part.value for part in self.parts), start=0)


def breakdowns(sentence: Sentence, words: list[Word]) -> Iterator[Breakdown]:
    """Return every whole of a sentence that is broken down into parts."""
    if any(mark in sentence.text for mark in _OVERLAPPING):
        return
    for at, word in enumerate(words):
        quantity = word.quantity
        if quantity is None or quantity.vague or quantity.measure in _UNCOUNTED:
            continue
        if _is_compared(words, at):
            continue
        found = _parts_after(words, at) or _parts_in_bracket(words, at) or _parts_before(words, at)
        if found is None:
            continue
        items, complete, unfinished = found
        if not any(each.vague for each in items):
            yield Breakdown(
                sentence=sentence, whole=quantity, parts=tuple(items), complete=complete, unfinished=unfinished
            )


def _is_compared(words: list[Word], at: int) -> bool:
    """Return whether a number is one that another is compared with: 比上年的31项少2项."""
    begin = max((n for n in range(at) if words[n].kind in _PARTING), default=-1)
    return any(word.kind is Kind.COMPARE for word in words[begin + 1 : at])


_Found = tuple[list[Quantity], bool, bool]


def _parts_after(words: list[Word], at: int) -> _Found | None:
    """Read 其中, 主要包括 or 分别为 where it directly follows the whole."""
    start = next((n for n in range(at + 1, len(words)) if words[n].kind is Kind.PARTS), None)
    if start is None:
        return None
    between = words[at + 1 : start]
    clause = max((n for n, word in enumerate(between) if word.kind in _PARTING), default=-1)
    if any(word.quantity or word.text in "；;" for word in between) or len(between) > _LONGEST_ITEM:
        return None
    if any(word.kind not in QUIET for word in between[clause + 1 :]):
        return None
    items, unfinished = _items(words, start + 1, words[at])
    if not items:
        return None
    return items, words[start].text.startswith(_COMPLETE), unfinished


def _parts_in_bracket(words: list[Word], at: int) -> _Found | None:
    """Read a bracket of several items directly behind the whole."""
    if at + 1 >= len(words) or words[at + 1].kind is not Kind.OPEN:
        return None
    close = next((n for n in range(at + 2, len(words)) if words[n].kind is Kind.CLOSE), len(words))
    inside = words[at + 2 : close]
    if any(word.kind in (Kind.PARTS, Kind.COMPARE, Kind.CARRIED_IN, Kind.SUM) for word in inside):
        return None
    items = [word.quantity for word in inside if word.quantity]
    same = all(item.measure == _measure(words[at]) for item in items)
    return (items, True, any(word.text == "等" for word in inside)) if len(items) > 1 and same else None


def _parts_before(words: list[Word], at: int) -> _Found | None:
    """Read a list that its total follows: 35条、60条，共95条."""
    total = at - 1
    while total >= 0 and words[total].kind in (Kind.FILL, Kind.WHOLE_YEAR):
        total -= 1
    if total < 1 or words[total].kind is not Kind.SUM or words[total].text == "累计":
        return None
    end = total - 1
    while end > 0 and (
        words[end].kind in (Kind.WHOLE_YEAR, Kind.FILL) or _measure(words[end]) in ("类", "项", "个")
    ):
        end -= 1
    if words[end].kind is not Kind.BREAK or words[end].text in "；;":
        return None
    items: list[Quantity] = []
    joined = False
    depth = 0
    for word in reversed(words[:end]):
        depth += (word.kind is Kind.CLOSE) - (word.kind is Kind.OPEN)
        if depth > 0:
            continue
        if word.quantity and word.quantity.measure == _measure(words[at]):
            items.insert(0, word.quantity)
        elif word.quantity or word.kind in (Kind.PARTS, Kind.BREAK, Kind.EACH):
            break
        joined = joined or word.text == "、"
    return (items, True, False) if len(items) > 1 and joined else None


def _measure(word: Word) -> str:
    return word.quantity.measure if word.quantity else ""


def _items(words: list[Word], start: int, whole: Word) -> tuple[list[Quantity], bool]:
    """Return the items of a list from a place on, and whether it ends with 等."""
    items: list[Quantity] = []
    depth = 0
    joined = False
    for at in range(start, len(words)):
        word = words[at]
        depth += (word.kind is Kind.OPEN) - (word.kind is Kind.CLOSE)
        if depth < 0:
            break
        if depth > 0:
            continue
        if word.kind is Kind.BREAK and (joined or word.text in "；;：:。" or not _is_item(words, at + 1, whole)):
            break
        joined = joined or (word.kind is Kind.JOIN and bool(items))
        if word.quantity:
            if word.quantity.measure != _measure(whole):
                break
            items.append(word.quantity)
        elif items and word.text.startswith("等"):
            return items, True
    return items, False


def _is_item(words: list[Word], start: int, whole: Word) -> bool:
    """Return whether a clause is one more short item of the list."""
    length = 0
    for word in words[start:]:
        if word.quantity:
            return word.quantity.measure == _measure(whole)
        if word.kind in _NO_ITEM or word.kind in _PARTING:
            return False
        length += len(word.text)
        if length > _LONGEST_ITEM:
            return False
    return False
