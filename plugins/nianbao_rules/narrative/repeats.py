"""The same fact told twice: bound to the same role, or in the same words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao_rules.narrative.clauses import QUIET, clauses_of
from nianbao_rules.narrative.lexicon import Kind, Word

if TYPE_CHECKING:
    from nianbao import Quantity, Sentence
    from nianbao_rules.narrative.reading import Narrative

_SHORTEST = 5
"""Words of a fact shorter than this say too little to be the same fact."""
_LEADING = r"^(?:通过|利用|依托|在|经|政务|政府|本|县|市|区|镇|官方)+"
_VERBS = r"组织|开展|举办|举行|召开|聘请|承办|办理"
"""Verbs that are used for one another."""
_QUIET = tuple(kind for kind in QUIET if kind is not Kind.OPEN_INFORMATION)
_ENDING = (Kind.QUANTITY, Kind.JOIN, Kind.WHOLE_YEAR, Kind.ALL, Kind.PARTS)
_ANOTHER_TIME = (Kind.LAST_YEAR, Kind.PERIOD, Kind.COMPARE)


class Repeat(msgspec.Struct, frozen=True, kw_only=True):
    """A fact with two numbers: where it stands the second time, and where it stood before."""

    roles: tuple[str, ...]
    first: int | Decimal
    second: int | Decimal
    measure: str
    before: Sentence
    sentence: Sentence
    start: int


def repeats(narrative: Narrative, year: int) -> Iterator[Repeat]:
    """Return each fact that has two numbers, once."""
    yield from _bound(narrative)
    bound = {(id(each.sentence), each.start) for each in narrative.statements}
    told: dict[tuple[str, str], tuple[Quantity, Sentence] | None] = {}
    for sentence, words in narrative.words:
        for quantity, key in _unbound(words, year):
            if (id(sentence), quantity.start) in bound:
                continue
            known = told.setdefault((key, quantity.measure), (quantity, sentence))
            if known is not None and known[0].value != quantity.value:
                told[key, quantity.measure] = None
                yield Repeat(
                    roles=(), first=known[0].value, second=quantity.value, measure=quantity.measure,
                    before=known[1], sentence=sentence, start=quantity.start,
                )  # fmt: skip


def _bound(narrative: Narrative) -> Iterator[Repeat]:
    told: dict[tuple[str, ...], tuple[int | Decimal, Sentence] | None] = {}
    for statement in narrative.statements:
        if statement.including or statement.office:
            continue
        known = told.setdefault(statement.roles, (statement.value, statement.sentence))
        if known is not None and known[0] != statement.value and known[1] is not statement.sentence:
            told[statement.roles] = None
            yield Repeat(
                roles=statement.roles, first=known[0], second=statement.value, measure="件",
                before=known[1], sentence=statement.sentence, start=statement.start,
            )  # fmt: skip


def _unbound(words: list[Word], year: int) -> Iterator[tuple[Quantity, str]]:
    """Return the numbers of a sentence with the words that say what they count."""
    for clause in clauses_of(words):
        if clause.bracketed:
            continue
        for at, word in enumerate(clause.words):
            if word.kind in _ANOTHER_TIME or word.kind is Kind.PARTS or _other_year(word, year):
                return
            if word.quantity is not None and not word.quantity.vague:
                start = max(
                    (n for n in range(at) if clause.words[n].quantity or clause.words[n].text == "、"), default=-1
                )
                lead = clause.words[start + 1 : at]
                tail = itertools.takewhile(lambda each: each.kind not in _ENDING, clause.words[at + 1 :])
                for key in (_key(lead), _key(tuple(tail))):
                    if key:
                        yield word.quantity, key


def _key(words: tuple[Word, ...]) -> str:
    """Return words without those that say nothing of what is counted."""
    said = [each for each in words if each.kind not in _QUIET]
    whole = "".join(each.text for each in said)
    if len(whole) < _SHORTEST:
        return ""
    without = "".join(each.text for each in said if each.kind is not Kind.OPEN_INFORMATION)
    key = re.sub(_LEADING, "", re.sub(_VERBS, "", without if len(without) > _SHORTEST else whole))
    return key if len(key) >= _SHORTEST - 1 else ""


def _other_year(word: Word, year: int) -> bool:
    return word.kind is Kind.YEAR and not word.text.startswith(str(year))
