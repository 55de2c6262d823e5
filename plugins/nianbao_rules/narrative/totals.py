"""Read totals that follow what they add up: 35条、60条，共95条; 上半年12件，下半年9件，全年共21件."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from nianbao import Quantity
from nianbao_rules.narrative.breakdown import UNCOUNTED, Breakdown, is_compared
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import Passage
from nianbao_rules.narrative.scanner import Token

_OF_KINDS = ("类", "项", "个", "家", "种")
_LONGEST_KIND, _FEWEST, _VERB = 4, 3, 2
_SUMS_OF_TWO = ("合计", "共计", "总计")
"""Words that add up; 共 behind two numbers may as well count something else."""
_NUMERALS = "零一两三四五六七八九十"
_BEGINNING = (
    Kind.PARTS, Kind.SUM, Kind.COMPARE, Kind.LAST_YEAR, Kind.PERIOD, Kind.STOP, Kind.CONCLUDED, Kind.ANSWERED, Kind.RECEIVED,
    Kind.CARRIED_IN, Kind.CARRIED_OUT, Kind.HANDLED, Kind.BOTH, Kind.NONE, Kind.WHOLE_YEAR,
)  # fmt: skip
"""Kinds that begin something new rather than one more summand."""
_PERIODS = ("上半年", "下半年", "一季度", "二季度", "三季度", "四季度")


def before_total(passage: Passage) -> Iterator[Breakdown]:
    """Read a list that its total follows: 35条、60条，共95条."""
    tokens = passage.tokens
    for at, token in enumerate(tokens):
        whole = token.quantity
        if whole is None or whole.measure in UNCOUNTED or is_compared(tokens, at):
            continue
        end = _end_of_list_before(tokens, at)
        if end is None:
            continue
        parts, joined = _summands(tokens, end, whole.measure)
        if not (len(parts) > 1 and joined):
            parts = _in_clauses(tokens, end, whole.measure)
            stated_count = _stated_count(tokens, end, at)
            fewest = 2 if tokens[end + 1].text in _SUMS_OF_TWO else _FEWEST
            joined = len(parts) == stated_count or (
                not stated_count and len(parts) >= fewest and tokens[end + 1].kind is Kind.SUM
            )
            joined = joined and whole.value not in itertools.accumulate(part.value for part in reversed(parts))
        if len(parts) > 1 and joined:
            yield Breakdown(sentence=passage.sentence, whole=whole, parts=tuple(parts), complete=True)


def of_periods(passage: Passage) -> Iterator[Breakdown]:
    """Add up both halves or all four quarters, where the year's total follows them."""
    parts: dict[str, Quantity] = {}
    period, summing = "", False
    whole: Quantity | None = None
    """This year's number before the first period: 全年315条，上半年147条，下半年168条."""
    for token in passage.tokens:
        if token.kind is Kind.PERIOD and token.text in _PERIODS:
            period = token.text
        elif token.kind in (Kind.SUM, Kind.WHOLE_YEAR):
            period, summing = "", token.text != "累计"
        elif token.quantity is not None and period:
            parts.setdefault(period, token.quantity)
            period = ""
            complete = tuple(parts) in (_PERIODS[:2], _PERIODS[2:])
            if complete and whole is not None and {part.measure for part in parts.values()} == {whole.measure}:
                yield Breakdown(sentence=passage.sentence, whole=whole, parts=tuple(parts.values()), complete=True)
                return
        elif token.quantity is not None and summing and not parts and whole is None:
            whole = token.quantity if token.quantity.measure not in UNCOUNTED else None
        elif token.quantity is not None and summing and tuple(parts) in (_PERIODS[:2], _PERIODS[2:]):
            measure = token.quantity.measure
            if measure not in UNCOUNTED and {part.measure for part in parts.values()} == {measure}:
                yield Breakdown(
                    sentence=passage.sentence, whole=token.quantity, parts=tuple(parts.values()), complete=True
                )
            return


def _end_of_list_before(tokens: Sequence[Token], total: int) -> int | None:
    """Return where a list that is followed by 共 or 三类合计 ends."""
    at = total - 1
    while at >= 0 and tokens[at].kind in (Kind.FILL, Kind.WHOLE_YEAR):
        at -= 1
    if at > 0 and tokens[at].kind in (Kind.UNKNOWN, Kind.ISSUED, Kind.OTHER) and _is_their_verb(tokens, at):
        at -= 1  # 公开财政信息12条，民生信息30条，共计公开42条
    if at < 1 or tokens[at].kind is not Kind.SUM or tokens[at].text == "累计":
        return None
    end = at - 1
    while end > 0 and (
        tokens[end].kind in (Kind.WHOLE_YEAR, Kind.FILL)
        or _measure(tokens[end]) in _OF_KINDS
        or (
            tokens[end].kind in (Kind.OTHER, Kind.UNKNOWN)
            and len(tokens[end].text) <= _LONGEST_KIND
            and (_measure(tokens[end - 1]) in _OF_KINDS or tokens[end].text[0] in _NUMERALS)
        )
    ):
        end -= 1
    return end if tokens[end].kind is Kind.BREAK else None


def _is_their_verb(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word between 共计 and the number is the verb of what is summed up."""
    verb = tokens[at].text
    head = "".join(token.text for token in tokens[: at - 1])
    # 发布信息412条，…，共发布信息757条: the verb with what is counted, the same words before.
    return len(verb) in (_VERB, 2 * _VERB) and tokens[at - 1].kind is Kind.SUM and verb in head


def _stated_count(tokens: Sequence[Token], end: int, total: int) -> int | Decimal:
    """Return how many summands the total's clause states: 三类信息合计, 两级合计; 0 where it states none."""
    for token in tokens[end:total]:
        if token.quantity is not None and _measure(token) in _OF_KINDS:
            return token.quantity.value
        if token.kind is Kind.UNKNOWN and token.text[0] in _NUMERALS:
            return _NUMERALS.index(token.text[0])
    return 0


def _summands(tokens: Sequence[Token], end: int, measure: str) -> tuple[list[Quantity], bool]:
    """Return the numbers of a list that ends at ``end``, and whether 、 joins them."""
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


def _in_clauses(tokens: Sequence[Token], end: int, measure: str) -> list[Quantity]:
    """Return the numbers of a list that ends at ``end`` and is divided by commas, one number to each item."""
    parts: list[Quantity] = []
    item: list[Token] = []
    depth = 0
    for token in reversed(tokens[:end]):
        depth += (token.kind is Kind.CLOSE) - (token.kind is Kind.OPEN)
        if depth or token.kind is Kind.OPEN:
            continue
        if token.kind not in (Kind.BREAK, Kind.JOIN):
            item.insert(0, token)
            continue
        if not _counts_once(item, measure):
            return parts
        parts.insert(0, next(word.quantity for word in item if word.quantity))
        item = []
    if item and item[0].kind is Kind.WHOLE_YEAR:
        item = item[1:]  # 全年通过网站公开86条，通过公众号推送143条，合计…
    if _counts_once(item, measure):
        parts.insert(0, next(word.quantity for word in item if word.quantity))
    return parts


def _counts_once(item: Sequence[Token], measure: str) -> bool:
    numbers = [at for at, token in enumerate(item) if token.quantity]
    return (
        len(numbers) == 1
        and numbers[0] == len(item) - 1
        and numbers[0] > 0
        and _measure(item[-1]) == measure
        and not any(token.kind in _BEGINNING for token in item)
    )


def _measure(token: Token) -> str:
    return token.quantity.measure if token.quantity else ""
