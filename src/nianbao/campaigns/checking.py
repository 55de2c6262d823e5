"""Checking the files that count, and writing down what was found so that the office can decide about exactly that."""

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

    from nianbao.campaigns.ledger.archive import Archive
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding
    from nianbao.submissions.submission import Submission

_MAIN = 3
_SHOWN_FIELDS = 8
_MOST_FIELDS = 200


def check_body(
    checked: CheckedFile, file: int, context: str, today: datetime.date, archive: Archive
) -> dict[str, Any]:
    """Return the body of the event ``checked``; the findings in words go to the archive."""
    with in_language("zh"):
        blocks = _blocks(checked)
        listing = [_finding_record(finding) for finding in checked.findings]
        order = list(Severity)
        worst = sorted(checked.findings, key=lambda finding: (not finding.blocks, order.index(finding.severity)))
        return {
            "file": file,
            "context": context,
            "today": today.isoformat(),
            "verdict": checked.verdict.value,
            "findings": archive.put_record(listing),
            "blocks": blocks,
            "said": _said(checked.submission),
            "withheld": [legal_text(str(reason)) for reason in checked.withheld],
            "main": [legal_text(str(finding.message)) for finding in worst[:_MAIN]],
            "counts": [sum(found.severity is each for found in checked.findings) for each in Severity],
        }


def _said(submission: Submission | None) -> list[str]:
    """Return what a unit wrote in rows that are bound to no finding."""
    explanations = submission.explanations if submission is not None else ()
    return [legal_text(each.text) for each in explanations if each.code is None and each.says_something]


def _blocks(checked: CheckedFile) -> list[dict[str, Any]]:
    """Return the findings that keep a file from passing, and those that only an explanation lets pass."""
    blocks: dict[str, dict[str, Any]] = {}
    for finding in checked.findings:
        explained = finding.explained and not finding.waived and finding.severity is Severity.VERIFY
        if not finding.blocks and not explained:
            continue
        made = {
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
        blocks.setdefault(str(made["bound"]), made)
    return list(blocks.values())


def bound_of_finding(finding: Finding, submission: Submission | None) -> str:
    """Return the hash of what the office looks at: code, every field with its value, the figures of the finding."""
    fields = sorted({*finding.fields, *filter(None, (finding.field,))})
    return digest_of(
        {
            "code": finding.code,
            "fields": {field: _value(submission, field) for field in fields},
            "field": finding.field,
            "expected": _figure(finding.expected),
            "actual": _figure(finding.actual),
            # A finding about no field has nothing but its words to be told from others of its code.
            "words": "" if fields else legal_text(str(finding.message)),
        }
    )


def _value(submission: Submission | None, field: str) -> str | None:
    if submission is None:
        return None
    # Imported late: settling is a matter of checks, and knows the values that explanations are bound to.
    from nianbao.checks.settle import explained_value

    shown = explained_value(submission, field)
    if shown is None and field in submission.form.fields:
        raw = submission.answer(field).raw
        return None if raw is None else f"raw:{raw}"
    return shown


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
    more = f" …（{len(parts)}）" if len(parts) > _SHOWN_FIELDS else ""
    return "；".join(parts[:_SHOWN_FIELDS]) + more


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
