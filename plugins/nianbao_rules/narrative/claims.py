"""What a text claims without a number: that nothing happened, that all was concluded or upheld."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from nianbao import Sentence
from nianbao_rules.narrative import facts
from nianbao_rules.narrative.clauses import QUIET, Clause, Scope
from nianbao_rules.narrative.facts import Topic
from nianbao_rules.narrative.lexicon import Kind, Word

_ELSEWHERE = (Kind.UNKNOWN, Kind.OTHER, Kind.SOME_OF, Kind.SUB_UNIT, Kind.CONCLUDED, Kind.IN_TIME, Kind.LAST_YEAR)


class ClaimKind(StrEnum):
    """What is claimed of the roles."""

    NONE = "none"
    ALL_CONCLUDED = "all_concluded"
    ALL_ANSWERED_IN_TIME = "all_answered_in_time"
    ALL_UPHELD = "all_upheld"


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim about the figures of some roles."""

    kind: ClaimKind
    roles: tuple[str, ...]
    sentence: Sentence
    start: int


def claims_in(clause: Clause, scope: Scope, sentence: Sentence, last_role: str | None) -> list[Claim]:
    """Return the claims of a clause; the scope is that at the clause's end.

    ``last_role`` is what the sentence's last number counted: 上年结转12件，均已办结 is no claim
    about all applications.
    """
    if not scope.this_year_in_clause:
        return []
    words = clause.words
    for at, word in enumerate(words):
        if word.kind is Kind.NONE and not clause.has(Kind.SOME_OF, Kind.SUB_UNIT, before=at):
            behind = words[at + 1 :]
            nameless = all(each.kind in (*QUIET, Kind.RECEIVED, Kind.NEWLY) for each in behind)
            roles = _denied((*words[:at], *behind) if nameless else behind, clause, scope)
            return [Claim(kind=ClaimKind.NONE, roles=roles, sentence=sentence, start=word.start)] if roles else []
        if word.kind is Kind.ALL:
            claim = _all(words[at + 1 :], clause, scope, sentence, last_role)
            if claim is not None:
                return [Claim(kind=claim[0], roles=claim[1], sentence=sentence, start=word.start)]
    return []


def _denied(words: tuple[Word, ...], clause: Clause, scope: Scope) -> tuple[str, ...]:
    """Return the roles of what is said not to have happened."""
    roles: list[str] = []
    part: list[Word] = []
    for word in (*words, None):
        if word is not None and word.kind not in (Kind.JOIN, Kind.QUANTITY):
            part.append(word)
            continue
        if word is not None and word.kind is Kind.QUANTITY:
            if word.quantity is None or word.quantity.value != 1 or part:
                return ()
            continue  # 没有一起行政复议
        roles += _denied_part(part, clause, scope)
        part = []
    return tuple(dict.fromkeys(roles))


def _denied_part(words: list[Word], clause: Clause, scope: Scope) -> tuple[str, ...]:
    kinds = {word.kind for word in words}
    result = next((word for word in words if word.kind is Kind.RESULT), None)
    if result is not None and not kinds & {Kind.UNKNOWN, Kind.SOME_OF, Kind.OTHER}:
        return (facts.request_role(result),) if scope.requests_named else ()
    if kinds & set(_ELSEWHERE):
        return ()
    if Kind.DISPUTE in kinds:
        foreign = clause.has(Kind.CAUSE, Kind.REVIEWER) and not clause.has(Kind.OPEN_INFORMATION)
        named = [word for word in words if word.kind is Kind.DISPUTE]
        return () if foreign or Kind.OUTCOME in kinds else tuple(r for w in named for r in facts.dispute_roles(w))
    if Kind.CARRIED_IN in kinds:
        return (facts.CARRIED_IN,)
    if kinds & {Kind.CARRIED_OUT, Kind.CARRIED}:
        return (facts.CARRIED_OUT,) if scope.topic is Topic.REQUESTS else ()
    if Kind.APPLICATION in kinds or (Kind.ANY_APPLICATION in kinds and kinds & {Kind.RECEIVED, Kind.NEWLY}):
        return (facts.RECEIVED,)
    return _denied_disclosure(words, kinds, scope)


def _denied_disclosure(words: list[Word], kinds: set[Kind], scope: Scope) -> tuple[str, ...]:
    decision = next((word for word in words if word.kind is Kind.DECISION), None)
    if decision is not None:
        return (facts.decision_role(decision),)
    verb = next((facts.DOCUMENT_VERBS[word.kind] for word in words if word.kind in facts.DOCUMENT_VERBS), None)
    if verb is None or scope.document is None or Kind.FILING in kinds:
        return ()
    return (f"{scope.document}_{verb}",)


def _all(
    words: tuple[Word, ...], clause: Clause, scope: Scope, sentence: Sentence, last_role: str | None
) -> tuple[ClaimKind, tuple[str, ...]] | None:
    """Return what is claimed of all, the words being those behind 均 or 全部."""
    if clause.has(Kind.SOME_OF, Kind.SUB_UNIT, Kind.PARTS, Kind.OTHER, Kind.CARRIED_IN, Kind.NONE):
        return None
    said = next((word for word in words if word.kind not in (*QUIET, Kind.APPLICATION, Kind.ANY_APPLICATION)), None)
    if said is None:
        return None
    if said.kind is Kind.OUTCOME and "维持" in said.text and scope.cases and scope.open_information:
        return ClaimKind.ALL_UPHELD, scope.cases
    if said.kind is not Kind.CONCLUDED or scope.topic is not Topic.REQUESTS:
        return None
    if "除" in sentence.text and "外" in sentence.text:
        return None
    if last_role is not None and last_role not in (facts.RECEIVED, facts.HANDLED, facts.CONCLUDED):
        return None
    if clause.has(Kind.IN_TIME):
        return ClaimKind.ALL_ANSWERED_IN_TIME, (facts.CONCLUDED,)
    return ClaimKind.ALL_CONCLUDED, (facts.CARRIED_OUT,)
