"""All that a submission's texts say about its figures, read once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from nianbao_rules.narrative.binding import Binder
from nianbao_rules.narrative.claims import Claim, claims_in
from nianbao_rules.narrative.clauses import Scope, clauses_of
from nianbao_rules.narrative.facts import Topic
from nianbao_rules.narrative.lexicon import Word, scan
from nianbao_rules.narrative.statements import Statement

if TYPE_CHECKING:
    from nianbao import Analysis, Sentence

_TELLING = r"申请|结转|复议|诉讼|信息公开|没有|不存在|未|无|零|均|全部|都|悉数|所有|一律"
"""Words that a claim needs, or that set the scope of what follows; sentences without are not taken apart."""
TEXT_OF_REQUESTS, TEXT_OF_DISPUTES = "text_of_requests", "text_of_disputes"


class Narrative(msgspec.Struct, frozen=True, kw_only=True):
    """Statements (numbers bound to roles) and claims, in the order of the texts."""

    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    words: tuple[tuple[Sentence, list[Word]], ...]
    """Every sentence with its words."""


def read_narrative(analysis: Analysis) -> Narrative:
    """Read every sentence of a submission."""
    form, year = analysis.submission.form, analysis.submission.year
    about_requests, about_disputes = form.role(TEXT_OF_REQUESTS), form.role(TEXT_OF_DISPUTES)
    statements: list[Statement] = []
    claims: list[Claim] = []
    taken: list[tuple[Sentence, list[Word]]] = []
    before: tuple[Sentence, Scope] | None = None
    for sentence in analysis.sentences:
        requests, disputes = sentence.field in about_requests, sentence.field in about_disputes
        scope = Scope(
            year=year,
            topic=Topic.REQUESTS if requests else Topic.DISPUTES if disputes else None,
            requests_named=requests,
            open_information=requests or disputes,
        )
        if before is not None and (before[0].field, before[0].paragraph) == (sentence.field, sentence.paragraph):
            scope.open_information = scope.open_information or before[1].open_information
            scope.requests_named = scope.requests_named or before[1].requests_named
            scope.topic = scope.topic or before[1].topic
        if sentence.quantities or re.search(_TELLING, sentence.text):
            words = scan(sentence)
            taken.append((sentence, words))
            _read(sentence, words, scope, statements, claims)
        before = (sentence, scope)
    return Narrative(statements=tuple(statements), claims=tuple(claims), words=tuple(taken))


def _read(
    sentence: Sentence, words: list[Word], scope: Scope, statements: list[Statement], claims: list[Claim]
) -> None:
    binder = Binder(sentence, scope)
    for clause in clauses_of(words):
        binder.bind(clause)
        last = binder.found[-1].roles[-1] if binder.found else None
        claims += claims_in(clause, scope, sentence, last)
    statements += binder.sure()
