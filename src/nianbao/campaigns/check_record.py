"""Record the result of a check so that the office can decide about exactly that result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.campaigns.ledger.canonical import digest_of
from nianbao.findings.fault import Severity, place_words
from nianbao.findings.finding import Figure
from nianbao.language import in_language
from nianbao.office.decisions import NOT_WAIVED
from nianbao.submissions.submission import figure_text, legal_text

if TYPE_CHECKING:
    import datetime

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding
    from nianbao.submissions.submission import Submission

_MOST_MAIN = 3
_MOST_NAMED_FIELDS = 8
_MOST_FIELDS = 200


def check_body(
    checked: CheckedFile, file: int, context: str, today: datetime.date, findings: str
) -> dict[str, Any]:
    """Return the body of a ``checked`` event; ``findings`` is the hash of :func:`findings_listing` in the archive."""
    with in_language("zh"):
        blocks = _blocks(checked)
        order = list(Severity)
        worst = sorted(checked.findings, key=lambda finding: (not finding.blocks, order.index(finding.severity)))
        return {
            "file": file,
            "context": context,
            "today": today.isoformat(),
            "verdict": checked.verdict.value,
            "findings": findings,
            "blocks": blocks,
            "said": _unbound_explanations(checked.submission),
            "withheld": [legal_text(str(reason)) for reason in checked.withheld],
            "main": [legal_text(str(finding.message)) for finding in worst[:_MOST_MAIN]],
            "counts": [sum(finding.severity is severity for finding in checked.findings) for severity in Severity],
        }


def findings_listing(checked: CheckedFile) -> list[dict[str, Any]]:
    """Return every finding of a file in words, as the archive keeps them."""
    with in_language("zh"):
        return [_finding_record(finding) for finding in checked.findings]


def _unbound_explanations(submission: Submission | None) -> list[str]:
    """Return the explanations of a unit that are not bound to a finding."""
    explanations = submission.explanations if submission is not None else ()
    return [
        legal_text(explanation.text)
        for explanation in explanations
        if explanation.code is None and explanation.says_something
    ]


def _blocks(checked: CheckedFile) -> list[dict[str, Any]]:
    """Return records of the findings that block a file, and of those that pass only because of an explanation."""
    blocks: dict[str, dict[str, Any]] = {}
    for finding in checked.findings:
        explained = finding.explained and not finding.waived and finding.severity is Severity.VERIFY
        if not finding.blocks and not explained:
            continue
        block = {
            "code": finding.code,
            "severity": finding.severity.value,
            "bound": bound_of_finding(finding, checked.submission),
            "field": finding.field,
            "fields": list(finding.fields)[:_MOST_FIELDS],
            "remedy": legal_text(str(finding.fault.remedy)),
            "words": legal_text(str(finding.message)),
            "place": legal_text(str(finding.place) if finding.place is not None else ""),
            "values": legal_text(values_words(finding, checked.submission)),
            "explained": explained,
            "reason": legal_text(checked.explanation(finding)),
            "waivable": finding.code not in NOT_WAIVED,
        }
        blocks.setdefault(str(block["bound"]), block)
    return list(blocks.values())


def bound_of_finding(finding: Finding, submission: Submission | None) -> str:
    """Return the hash of what the office decides about: code, every field with its value, figures of the finding."""
    fields = sorted({*finding.fields, *filter(None, (finding.field,))})
    return digest_of(
        {
            "code": finding.code,
            "fields": {field: _value(submission, field) for field in fields},
            "field": finding.field,
            "expected": _figure(finding.expected),
            "actual": _figure(finding.actual),
            # Findings of the same code that concern no field differ in their words only.
            "words": "" if fields else legal_text(str(finding.message)),
        }
    )


def _value(submission: Submission | None, field: str) -> str | None:
    if submission is None:
        return None
    # Imported late: settling belongs to checks, and defines the values that explanations are bound to.
    from nianbao.checks.settle import explained_value

    text = explained_value(submission, field)
    if text is None and field in submission.form.fields:
        raw = submission.answer(field).raw
        return None if raw is None else f"raw:{raw}"
    return text


def _figure(figure: Figure | None) -> str | None:
    return None if figure is None else figure_text(figure)


def values_words(finding: Finding, submission: Submission | None) -> str:
    """Return the fields of a finding with their values, in words."""
    if submission is None:
        return ""
    parts = []
    for field in dict.fromkeys((*filter(None, (finding.field,)), *finding.fields)):
        if field in submission.form.fields:
            figure = submission.shown(field)
            parts.append(f"{place_words(submission.form, field)} = {'' if figure is None else figure_text(figure)}")
    rest = f" …（{len(parts)}）" if len(parts) > _MOST_NAMED_FIELDS else ""
    return "；".join(parts[:_MOST_NAMED_FIELDS]) + rest


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "blocks": finding.blocks,
        "place": legal_text(str(finding.place or "")),
        "message": legal_text(str(finding.message)),
        "remedy": legal_text(str(finding.fault.remedy)),
        "field": finding.field,
    }
