"""The same fact told twice: bound to the same role, or in the same words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao_rules.narrative.comparing import Comparison, Outcome
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import QUIET, Passage
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.subjects import FLOW_ROLES, Subject

if TYPE_CHECKING:
    from nianbao import Quantity, Sentence

_SHORTEST = 4
"""Words of a fact shorter than this say too little to be the same fact."""
_LEADING = r"^(?:通过|利用|依托|在|经|政务|政府|我|本|里|(?:县|市|区|镇|街道|局|委)(?!级)|学院|学校|医院|官方|现有?|目前|拥有|共)+"
_VERBS = r"组织|开展|举办|举行|召开|聘请|承办|办理"
"""Verbs that are used for one another."""
_QUIET = QUIET - {Kind.OPEN_INFORMATION}
_ENDING = (Kind.QUANTITY, Kind.JOIN, Kind.WHOLE_YEAR, Kind.ALL, Kind.PARTS)
_ANOTHER_TIME = (Kind.LAST_YEAR, Kind.PERIOD, Kind.COMPARE)
_FACTS = (Subject.COLUMN, Subject.HANDLED, Subject.BOTH)
"""Classes of word of which two numbers may both be right: 办理 counts one thing here and another there."""


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """A fact with two numbers: where it stands the second time, and where it stood before."""

    first: int | Decimal
    second: int | Decimal
    measure: str
    before: Sentence
    sentence: Sentence
    start: int


def repeats(passages: Sequence[Passage], comparisons: Sequence[Comparison], year: int) -> Iterator[Repeat]:
    """Return each fact that has two numbers, once."""
    yield from _bound(comparisons)
    bound = {(id(each.mention.sentence), each.mention.quantity.start) for each in comparisons}
    told: dict[tuple[str, str], tuple[Quantity, Sentence] | None] = {}
    for passage in passages:
        sentence = passage.sentence
        if not sentence.quantities:
            continue
        for quantity, key in _unbound(passage, year):
            if (id(sentence), quantity.start) in bound:
                continue
            known = told.setdefault((key, quantity.measure), (quantity, sentence))
            if known is not None and known[1] is not sentence and known[0].value != quantity.value:
                told[key, quantity.measure] = None
                yield Repeat(
                    first=known[0].value, second=quantity.value, measure=quantity.measure,
                    before=known[1], sentence=sentence, start=quantity.start,
                )  # fmt: skip


def _bound(comparisons: Sequence[Comparison]) -> Iterator[Repeat]:
    """Return facts that are bound to the same role: not two that both agree, each by a meaning of its own."""
    told: dict[tuple[str, ...], Comparison | None] = {}
    for comparison in comparisons:
        mention = comparison.mention
        if mention.office or mention.part or comparison.outcome is Outcome.PART or comparison.taken == "summand":
            continue
        if mention.subject in _FACTS or mention.named.counted or not mention.named.certainty:
            continue
        key = (FLOW_ROLES.get(mention.subject, mention.subject), *mention.roles)
        known = told.setdefault(key, comparison)
        if known is None or known.mention.value == mention.value or known.mention.sentence is mention.sentence:
            continue
        if known.outcome is Outcome.DIFFERS or comparison.outcome is Outcome.DIFFERS:
            told[key] = None
            yield Repeat(
                first=known.mention.value, second=mention.value, measure=mention.quantity.measure,
                before=known.mention.sentence, sentence=mention.sentence, start=mention.quantity.start,
            )  # fmt: skip


def _unbound(passage: Passage, year: int) -> Iterator[tuple[Quantity, str]]:
    """Return the numbers of a sentence with the words that say what they count."""
    for clause in passage.clauses():
        for at, token in enumerate(clause.tokens):
            if (
                token.kind in _ANOTHER_TIME
                or (token.kind is Kind.PARTS and "全年" not in token.text)
                or _other_year(token, year)
            ):
                return
            days = clause.tokens[at + 1 : at + 2]
            if days and "工作日" in days[0].text:
                continue
            if token.quantity is not None and not token.quantity.vague:
                start = max(
                    (n for n in range(at) if clause.tokens[n].quantity or clause.tokens[n].text == "、"), default=-1
                )
                lead = clause.tokens[start + 1 : at]
                tail = itertools.takewhile(lambda each: each.kind not in _ENDING, clause.tokens[at + 1 :])
                for key in (_key(lead), _key(tuple(tail))):
                    if key:
                        yield token.quantity, key


def _key(tokens: tuple[Token, ...]) -> str:
    """Return words without those that say nothing of what is counted."""
    said = [each for each in tokens if each.kind not in _QUIET]
    whole = "".join(each.text for each in said)
    if len(whole) < _SHORTEST:
        return ""
    without = "".join(each.text for each in said if each.kind is not Kind.OPEN_INFORMATION)
    key = re.sub(_LEADING, "", re.sub(_VERBS, "", without if len(without) > _SHORTEST else whole))
    return key if len(key) >= _SHORTEST - 1 else ""


def _other_year(token: Token, year: int) -> bool:
    return token.kind is Kind.YEAR and not token.text.startswith(str(year))
