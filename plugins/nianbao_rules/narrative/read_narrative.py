"""Read once everything that a submission's texts say about its figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao_rules.narrative.binding import Binder
from nianbao_rules.narrative.claim import Claim
from nianbao_rules.narrative.claims import ClaimReader
from nianbao_rules.narrative.mentions import Mention
from nianbao_rules.narrative.passages import LONGEST, Passage, passages
from nianbao_rules.narrative.scope import Scope
from nianbao_rules.narrative.subjects import Subject, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao import Analysis, Sentence

_RELEVANT = (
    r"申请|结转|复议|诉讼|信息公开|没有|不存在|未|无|零|均|全部|都|悉数|所有|一律|\d|[一二两三四五六七八九十]"
)
"""What a claim or a number needs, or what sets the scope of what follows."""
_PAPERS = r"公文|属性|发文|制发文件"
_OF_OTHERS = r"据[^，。]{2,12}(?:统计|通报|反馈)"
"""Figures that another body gives for more than the agency."""
_KINDS_OF_PUBLICITY = r"主动公开|不予公开"
_BOTH_YEARS = r"结转|接转|转结|遗留|(?:上一?年度?|去年)[^。；，]{0,8}(?:申请|件)"
_FINISHED = (Subject.CONCLUDED, Subject.ANSWERED)
TEXT_OF_REQUESTS, TEXT_OF_DISPUTES = "text_of_requests", "text_of_disputes"


class Narrative(msgspec.Struct, frozen=True, kw_only=True):
    """What the texts say, in their order: the mentions of each sentence that has any, the claims, all sentences."""

    mentions: tuple[tuple[Mention, ...], ...]
    claims: tuple[Claim, ...]
    passages: tuple[Passage, ...]


def read_narrative(analysis: Analysis) -> Narrative:
    """Read every sentence of a submission."""
    form, year = analysis.submission.form, analysis.submission.year
    about_requests, about_disputes = form.role(TEXT_OF_REQUESTS), form.role(TEXT_OF_DISPUTES)
    mentions: list[tuple[Mention, ...]] = []
    claims: list[Claim] = []
    read_passages: list[Passage] = []
    previous: tuple[Passage, Scope] | None = None
    relevant = (
        sentence for sentence in analysis.sentences if len(sentence.text) <= LONGEST and _is_relevant(sentence)
    )
    for passage in passages(relevant, year):
        field = passage.sentence.field
        scope = _scope(year, requests=field in about_requests, disputes=field in about_disputes)
        scope.agency = analysis.submission.agency.name or ""
        text = scope.text = passage.sentence.text
        scope.of_others = re.search(_OF_OTHERS, text) is not None
        scope.foreign = scope.of_others or _counts_papers(text)
        if previous is not None and _same_paragraph(previous[0], passage):
            scope.open_information = scope.open_information or previous[1].open_information
            scope.requests_named = scope.requests_named or previous[1].requests_named
            scope.topic = scope.topic or previous[1].topic
        sentence_mentions, sentence_claims = _read(passage, scope)
        if sentence_mentions:
            mentions.append(sentence_mentions)
        claims += sentence_claims
        read_passages.append(passage)
        previous = (passage, scope)
    return Narrative(mentions=tuple(mentions), claims=tuple(claims), passages=tuple(read_passages))


def _counts_papers(text: str) -> bool:
    """Return whether a sentence counts papers by their kind of publicity."""
    return bool(re.search(_PAPERS, text) and re.search(_KINDS_OF_PUBLICITY, text))


def _is_relevant(sentence: Sentence) -> bool:
    return bool(sentence.quantities) or re.search(_RELEVANT, sentence.text) is not None


def _scope(year: int, *, requests: bool, disputes: bool) -> Scope:
    return Scope(
        year=year,
        topic=Topic.REQUESTS if requests else Topic.DISPUTES if disputes else None,
        requests_named=requests,
        open_information=requests or disputes,
    )


def _same_paragraph(before: Passage, passage: Passage) -> bool:
    first, second = before.sentence, passage.sentence
    return (first.field, first.paragraph) == (second.field, second.paragraph)


def _read(passage: Passage, scope: Scope) -> tuple[tuple[Mention, ...], list[Claim]]:
    binder = Binder(passage.sentence, scope)
    reader = ClaimReader(binder)
    claims: list[Claim] = []
    clauses = passage.clauses()
    for at, clause in enumerate(clauses):
        following = clauses[at + 1] if at + 1 < len(clauses) else None
        binder.bind(clause, following)
        claims += reader.claims(clause, following)
    return tuple(_of_this_year(binder.mentions, passage.sentence.text)), claims


def _of_this_year(mentions: list[Mention], text: str) -> Iterable[Mention]:
    """Return the mentions; 办结 counts only this year's where the text treats last year's separately.

    上年的2件已答复；新收8件，办结7件: the 7 are this year's.
    """
    if re.search(_BOTH_YEARS, text) is None:
        return mentions
    return (
        replace(mention, named=replace(mention.named, partly=True)) if mention.subject in _FINISHED else mention
        for mention in mentions
    )
