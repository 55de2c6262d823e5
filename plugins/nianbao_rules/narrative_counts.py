"""NT: numbers of the text against the figures of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nianbao import CheckContext, Domain, Finding, Sentence, rule
from nianbao_rules.narrative import facts
from nianbao_rules.narrative.reading import TEXT_OF_DISPUTES, TEXT_OF_REQUESTS, read_narrative
from nianbao_rules.narrative.statements import Statement

_ = Domain("nianbao_rules")
_RECEIVED = (facts.RECEIVED, facts.HANDLED)
_FLOW = (facts.CARRIED_IN, facts.CARRIED_OUT, facts.CONCLUDED)
_DISPUTES = (*facts.CASES, *(f"{case}_{outcome}" for case in facts.CASES for outcome in facts.OUTCOMES))
_DISCLOSURE = (
    *(f"{kind}_{verb}" for kind in facts.DOCUMENT_KINDS for verb in (facts.ISSUED, facts.REPEALED, facts.IN_FORCE)),
    *facts.DECISIONS,
)
_EXCERPT = 60
"""A sentence no longer than this is shown whole."""
_OF_OTHER_CASES = {facts.APPEARANCES: facts.LAWSUITS, facts.FILINGS: facts.RECONSIDERATIONS}


def fields_of(context: CheckContext, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields that play the roles."""
    return tuple(field for role in roles for field in context.form.role(role))


def sum_of(context: CheckContext, roles: tuple[str, ...]) -> int | None:
    """Return the sum of the roles' figures; ``None`` where one is missing or the form has none."""
    figures = [context.figure(field) for field in fields_of(context, roles)]
    known = [int(figure) for figure in figures if figure is not None]
    return sum(known) if known and len(known) == len(figures) else None


def _statements(context: CheckContext, roles: tuple[str, ...]) -> Iterator[Statement]:
    """Return the statements about these roles, each field's equal ones once."""
    told: set[tuple[object, ...]] = set()
    for statement in context.analysis.derive(read_narrative).statements:
        key = (statement.roles, statement.value, statement.sentence.field, statement.including)
        if key not in told and set(statement.roles) <= set(roles):
            told.add(key)
            yield statement


def _differing(context: CheckContext, statements: Iterable[Statement]) -> Iterator[Finding]:
    for statement in statements:
        expected = sum_of(context, statement.roles)
        if expected is not None and expected != statement.value:
            yield _finding(context, statement, statement.roles, expected)


def _finding(context: CheckContext, statement: Statement, roles: tuple[str, ...], expected: int) -> Finding:
    return context.finding(
        _(
            "文字写的是 {actual} 件，表中是 {expected} 件：“{text}”。",
            actual=statement.value,
            expected=expected,
            text=excerpt(statement.sentence, statement.start),
        ),
        field=statement.sentence.field,
        fields=(statement.sentence.field, *fields_of(context, roles)),
        expected=expected,
        actual=statement.value,
    )


def excerpt(sentence: Sentence, start: int) -> str:
    """Return the words of a sentence around a place, from the comma before it."""
    text = sentence.text
    if len(text) <= _EXCERPT:
        return text
    opening = max((text.rfind(mark, 0, max(start - 12, 0)) for mark in "，；"), default=-1) + 1
    end = min(len(text), max(start + 24, opening + 40))
    return ("…" if opening else "") + text[opening:end] + ("…" if end < len(text) else "")


def _received(context: CheckContext) -> Iterator[tuple[str, Statement, int]]:
    """Return the code of what is wrong with each number received, and the figure expected."""
    received = sum_of(context, (facts.RECEIVED,))
    carried = sum_of(context, (facts.CARRIED_IN,))
    if received is None:
        return
    together = received + (carried or 0)
    for statement in _statements(context, _RECEIVED):
        handled = facts.HANDLED in statement.roles
        if handled and not statement.including:
            continue  # 办理 may count those received, those concluded, or both years'
        expected = together if statement.including else received
        if statement.value == expected:
            continue
        if statement.value == together:
            yield "NT117", statement, received
        else:
            yield ("NT111" if statement.office and not _is_office(context) else "NT101"), statement, expected


def _is_office(context: CheckContext) -> bool:
    return any(mark in (context.submission.agency.name or "") for mark in ("办公室", "办公厅"))


@rule("NT101", claims=(TEXT_OF_REQUESTS,))
def received_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare the number received that the text gives with 一."""
    for code, statement, expected in _received(context):
        if code == "NT101":
            roles = (facts.RECEIVED, facts.CARRIED_IN) if statement.including else (facts.RECEIVED,)
            yield _finding(context, statement, roles, expected)


@rule("NT111")
def narrower_body_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare the number that one office received with 一."""
    for code, statement, expected in _received(context):
        if code == "NT111":
            yield _finding(context, statement, (facts.RECEIVED,), expected)


@rule("NT117")
def carried_in_counted_as_received(context: CheckContext) -> Iterator[Finding]:
    """Find a number received that counts last year's without saying so."""
    for code, statement, _expected in _received(context):
        if code == "NT117":
            yield context.finding(
                _(
                    "文字写收到 {actual} 件，是本年新收与上年结转之和，没有写明含上年结转。",
                    actual=statement.value,
                ),
                field=statement.sentence.field,
                fields=(statement.sentence.field, *fields_of(context, (facts.RECEIVED, facts.CARRIED_IN))),
                actual=statement.value,
            )


@rule("NT102", claims=(facts.CONCLUDED, facts.CARRIED_OUT))
def flow_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare what was carried in, concluded and carried out with 二, （七） and 四."""
    carried = sum_of(context, (facts.CARRIED_IN,))
    # 其中办结 counts those received only; it is the whole where none were carried in
    whole = (
        statement
        for statement in _statements(context, _FLOW)
        if not (statement.part and statement.roles == (facts.CONCLUDED,) and carried)
    )
    yield from _differing(context, whole)


@rule("NT103", claims=facts.RESULTS)
def result_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare the numbers of each result with its rows."""
    yield from _differing(context, _statements(context, facts.RESULTS))


@rule("NT104", claims=(TEXT_OF_DISPUTES, *_DISPUTES))
def dispute_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare reconsiderations, lawsuits and their outcomes with table 4."""
    yield from _differing(context, _statements(context, _DISPUTES))


@rule("NT108", claims=_DISCLOSURE)
def disclosure_count_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare documents and decisions with table 2."""
    yield from _differing(context, _statements(context, _DISCLOSURE))


@rule("NT114")
def other_cases_counted(context: CheckContext) -> Iterator[Finding]:
    """Compare court appearances and filings with table 4, which counts fewer cases."""
    for statement in _statements(context, tuple(_OF_OTHER_CASES)):
        roles = (_OF_OTHER_CASES[statement.roles[0]],)
        expected = sum_of(context, roles)
        if expected is None or expected == statement.value or statement.qualified:
            continue
        yield _finding(context, statement, roles, expected)
