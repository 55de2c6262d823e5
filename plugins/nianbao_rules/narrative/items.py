"""Read the items of a list to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from nianbao import Quantity
from nianbao_rules.narrative.breakdown import UNCOUNTED
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.scanner import Token

_NO_PIECES = ("人次", "人", "名", "家", "户", *UNCOUNTED)
_SUMMING = ("总", "累计", "量", "率")
_SEPARATORS = {Kind.JOIN: 0, Kind.BREAK: 1, Kind.STOP: 2}
"""How far apart a mark sets the items of a list: one that ends a list ranks higher than those between items."""
_NO_ITEM = (
    Kind.WHOLE_YEAR, Kind.YEAR, Kind.LAST_YEAR, Kind.NONE, Kind.ALL, Kind.SUM, Kind.COMPARE, Kind.CONCLUDED, Kind.ANSWERED,
    Kind.CARRIED_OUT, Kind.RECEIVED, Kind.HANDLED, Kind.BOTH, Kind.RATE,
)  # fmt: skip
"""Kinds that begin something new rather than one more item of a list."""
_LONGEST_LABEL, _SHORT_LABEL = 24, 8


class Items(msgspec.Struct, kw_only=True):
    """The items of a list as far as it was read."""

    quantities: list[Quantity]
    doubtful: bool = False
    level: int = -1
    """The rank of the marks between its items."""


def read_items(tokens: Sequence[Token], start: int, measure: str) -> Items:
    """Return the items of a list from ``start`` to its end."""
    items = Items(quantities=[])
    over = False
    for separator, segment in _segments(tokens, start):
        if over:
            items.doubtful = items.doubtful or (separator < 2 and _looks_like_an_item(segment, measure))
            continue
        item = _item(segment, measure, items)
        if items.quantities and separator >= 0:
            if items.level < 0:
                items.level = separator
            if separator > items.level:  # the list is over; what looks like one more item leaves it in doubt
                over = True
        if over:
            items.doubtful = items.doubtful or item is not None or _looks_like_an_item(segment, measure)
            continue
        if item is None:
            if not segment and not items.quantities:
                continue
            items.doubtful = items.doubtful or _looks_like_an_item(segment, measure)
            return items
        items.quantities.append(item)
        if any(token.kind is Kind.AND_OTHERS for token in segment):
            items.doubtful = True
            return items
    return items


def _segments(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, list[Token]]]:
    """Return the segments of a list, each with the rank of the mark before it; 和 in a label splits nothing."""
    segment: list[Token] = []
    separator, depth = -1, 0
    for token in tokens[start:]:
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if depth < 0:
            break
        if depth or token.kind is Kind.CLOSE:
            continue
        rank = _SEPARATORS.get(token.kind, -1)
        counted = any(earlier.quantity for earlier in segment)
        if rank < 0 or (rank == 0 and not counted):
            segment.append(token)
            continue
        yield separator, segment
        segment, separator = [], rank
    if segment:
        yield separator, segment


def _item(segment: Sequence[Token], measure: str, items: Items) -> Quantity | None:
    """Return the number of an item, ``None`` where a segment is none."""
    numbers = [at for at, token in enumerate(segment) if token.quantity is not None]
    if not numbers:
        return None
    label = segment[: numbers[0]]
    first = segment[numbers[0]].quantity
    assert first is not None
    if len(numbers) > 1:
        items.doubtful = True
        return None
    if first.measure != measure or sum(len(token.text) for token in label) > _LONGEST_LABEL:
        return None
    if any(
        token.kind in _NO_ITEM
        and token.text != "登记"
        and not _is_a_noun(label, token)
        and not _came_by_a_channel(label, token)
        for token in label
    ):
        # 2024年工作报告1条 may be an item of its own
        items.doubtful = items.doubtful or all(token.kind is Kind.YEAR for token in label if token.kind in _NO_ITEM)
        return None
    if any(token.kind is Kind.PARTS for token in segment):
        items.doubtful = True
        return None
    items.doubtful = items.doubtful or any(token.kind is Kind.OPEN_INFORMATION for token in label)
    if any(token.kind is Kind.CARRIED_IN for token in label) and len(items.quantities) != 1:
        return None
    return first


def _is_a_noun(label: Sequence[Token], token: Token) -> bool:
    """Return whether a verb ends a label as its noun: 建议提案办理16条."""
    before = label[: label.index(token)]
    return (
        token is label[-1] and token.kind is Kind.HANDLED and any(earlier.kind is Kind.OTHER for earlier in before)
    )


def _came_by_a_channel(label: Sequence[Token], token: Token) -> bool:
    """Return whether a verb only says how something came: 线上渠道收到1020件."""
    return token is label[-1] and token.kind is Kind.RECEIVED and label[0].kind in (Kind.LIMIT, Kind.COLUMN)


def _looks_like_an_item(segment: Sequence[Token], measure: str) -> bool:
    """Return whether a segment is an item that was counted in another measure, or ends with 等."""
    if any(token.kind is Kind.AND_OTHERS for token in segment):
        return True
    at = next((n for n, token in enumerate(segment) if token.quantity), -1)
    counted = segment[at].quantity if at >= 0 else None
    if counted is None:
        return any(token.kind is Kind.UNKNOWN and re.search(r"\d", token.text) for token in segment)
    if counted.vague or counted.measure in (measure, *_NO_PIECES):
        return False
    label = "".join(token.text for token in segment[:at])
    begins_anew = any(token.kind in _NO_ITEM for token in segment)
    return not begins_anew and 0 < len(label) <= _SHORT_LABEL and not any(mark in label for mark in _SUMMING)
