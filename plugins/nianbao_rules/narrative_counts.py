"""NT: numbers of the text against the figures of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nianbao import CheckContext, Domain, Finding, Sentence, Severity, listed, place_words, rule
from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.comparing import Comparison, Outcome, compare_numbers
from nianbao_rules.narrative.meanings import ROLE_WORDS, Meaning
from nianbao_rules.narrative.read_narrative import TEXT_OF_DISPUTES, TEXT_OF_REQUESTS
from nianbao_rules.narrative.subjects import Subject

if TYPE_CHECKING:
    from nianbao import Message

_ = Domain("nianbao_rules")
_OUTCOMES = tuple(f"{case}_{outcome}" for case in subjects.CASES for outcome in subjects.OUTCOMES)
_BY_COLUMN = tuple(
    f"{row}_by_{column}" for row in ("received", "carried_in", "concluded") for column in subjects.COLUMNS
)
_DISCLOSURE = (
    *(f"{kind}_{verb}" for kind in subjects.DOCUMENT_KINDS for verb in subjects.DOCUMENT_VERBS.values()),
    *subjects.DECISIONS,
)
_CODES = {
    Subject.RECEIVED: "NT101",
    Subject.BOTH: "NT101",
    Subject.COLUMN: "NT101",
    Subject.HANDLED: "NT102",
    Subject.CONCLUDED: "NT102",
    Subject.ANSWERED: "NT102",
    Subject.CARRIED_IN: "NT102",
    Subject.CARRIED_OUT: "NT102",
    Subject.RESULT: "NT103",
    Subject.REASON: "NT103",
    Subject.CASES: "NT104",
    Subject.OUTCOME: "NT104",
    Subject.DOCUMENTS: "NT108",
    Subject.DECISIONS: "NT108",
}
_OF_THE_WHOLE = ("NT102", "NT103")
_OF_DISCLOSURE = (Subject.DOCUMENTS, Subject.DECISIONS)
_EXCERPT = 60
"""A sentence no longer than this is quoted whole."""
_CERTAIN = 2


def fields_of(context: CheckContext, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that play the roles."""
    return tuple(field for role in roles for field in context.form.role(role))


def excerpt(sentence: Sentence, start: int) -> str:
    """Return the part of a sentence around a position, from the comma before it."""
    text = sentence.text
    if len(text) <= _EXCERPT:
        return text
    opening = max((text.rfind(mark, 0, max(start - 12, 0)) for mark in "，；"), default=-1) + 1
    end = min(len(text), max(start + 24, opening + 40))
    return ("…" if opening else "") + text[opening:end] + ("…" if end < len(text) else "")


def _code_of(context: CheckContext, comparison: Comparison) -> str:
    """Return the code of the finding about a number that agrees with no figure."""
    mention = comparison.mention
    if mention.named.counted:
        return "NT114"
    code = _CODES[mention.subject]
    return "NT111" if code == "NT101" and mention.office and not _is_office(context) else code


def _is_office(context: CheckContext) -> bool:
    return any(mark in (context.submission.agency.name or "") for mark in ("办公室", "办公厅"))


def _differing(context: CheckContext, code: str) -> Iterator[Finding]:
    """Return the findings of one code, those that are equal within a field only once."""
    reported: set[tuple[object, ...]] = set()
    for comparison in context.analysis.derive(compare_numbers):
        mention = comparison.mention
        if not comparison.said or _code_of(context, comparison) != code or mention.qualified:
            continue
        if mention.office and code in _OF_THE_WHOLE and not _is_office(context):
            continue  # what one office concluded says nothing about the whole
        key = (mention.subject, mention.roles, mention.value, mention.sentence.field)
        if key not in reported:
            reported.add(key)
            yield _finding(context, comparison)


def _finding(context: CheckContext, comparison: Comparison) -> Finding:
    mention, (named, expected) = comparison.mention, comparison.tried[0]
    loud = comparison.loud and (mention.subject not in _OF_DISCLOSURE or mention.named.certainty >= _CERTAIN)
    parameters = {
        "actual": mention.value,
        "measure": mention.quantity.measure,
        "text": excerpt(mention.sentence, mention.quantity.start),
        "named": _name_of(context, named),
        "expected": expected,
    }
    others = listed(
        _("{words}是 {figure}", words=_name_of(context, meaning), figure=figure)
        for meaning, figure in comparison.tried[1:]
    )
    message = (
        _(
            "文字写的是 {actual} {measure}，按{named}读，表中是 {expected}；{others}，也不符：“{text}”。",
            others=others,
            **parameters,
        )
        if len(comparison.tried) > 1
        else _("文字写的是 {actual} {measure}，表中{named}是 {expected}：“{text}”。", **parameters)
    )
    return context.finding(
        message,
        field=mention.sentence.field,
        fields=(mention.sentence.field, *fields_of(context, (*named.plus, *named.minus))),
        expected=expected,
        actual=mention.value,
        at_most=None if loud else Severity.WARNING,
        readings=tuple((_name_of(context, meaning), figure) for meaning, figure in comparison.tried),
    )


def _name_of(context: CheckContext, meaning: Meaning) -> object:
    """Return the name of a meaning's figures: its own words, those of its roles, or the form's for one figure."""
    if meaning.words is not None:
        return meaning.words
    if len(meaning.plus) == 1:
        return _name_of_role(context, meaning.plus[0])
    return listed((_name_of_role(context, role) for role in meaning.plus), _("＋"))


def _name_of_role(context: CheckContext, role: str) -> Message | str:
    fields = context.form.role(role)
    return place_words(context.form, fields[0]) if len(fields) == 1 else ROLE_WORDS.get(role, _("这几项之和"))


@rule("NT101", claims=(TEXT_OF_REQUESTS, *_BY_COLUMN))
def received_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare the numbers received, together and by kind of applicant, with 一."""
    yield from _differing(context, "NT101")


@rule("NT111")
def narrower_body_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare the number that one office received with 一."""
    yield from _differing(context, "NT111")


@rule("NT117")
def carried_in_counted_as_received(context: CheckContext) -> Iterator[Finding]:
    """Find a number received that includes last year's applications without saying so."""
    reported: set[tuple[object, ...]] = set()
    for comparison in context.analysis.derive(compare_numbers):
        mention = comparison.mention
        if comparison.outcome is not Outcome.AGREES_OTHERWISE or comparison.taken != "together":
            continue
        key = (mention.value, mention.sentence.field)
        if mention.subject is not Subject.RECEIVED or mention.including or not comparison.certain_enough:
            continue
        if key in reported:
            continue
        reported.add(key)
        yield context.finding(
            _("文字写收到 {actual} 件，是本年新收与上年结转之和，没有写明含上年结转。", actual=mention.value),
            field=mention.sentence.field,
            fields=(
                mention.sentence.field,
                *fields_of(context, (subjects.RECEIVED, subjects.CARRIED_IN)),
            ),
            actual=mention.value,
        )


@rule("NT102", claims=(subjects.CONCLUDED, subjects.CARRIED_OUT))
def flow_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare what was carried in, handled, concluded and carried out with 二, （七） and 四."""
    yield from _differing(context, "NT102")


@rule("NT103", claims=(*subjects.RESULTS, *subjects.REASONS))
def result_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare the numbers of each result, and of the rows below it, with the table."""
    yield from _differing(context, "NT103")


@rule("NT104", claims=(TEXT_OF_DISPUTES, *subjects.CASES, *_OUTCOMES))
def dispute_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare reconsiderations, lawsuits and their outcomes with table 4."""
    yield from _differing(context, "NT104")


@rule("NT108", claims=_DISCLOSURE)
def disclosure_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare documents and decisions with table 2."""
    yield from _differing(context, "NT108")


@rule("NT114")
def other_cases_counted(context: CheckContext) -> Iterator[Finding]:
    """Compare court appearances and filings with table 4, which counts fewer cases."""
    yield from _differing(context, "NT114")
