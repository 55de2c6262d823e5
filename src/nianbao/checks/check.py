"""Running the rules over a submission: each in its own guard, none able to hide another's findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nianbao.cells import parse_address
from nianbao.checks.context import CheckContext
from nianbao.checks.selection import EVERYTHING, Selection
from nianbao.checks.time_limit import RuleTimeoutError, time_limit
from nianbao.findings.documents import core_fault
from nianbao.findings.fault import place_words
from nianbao.findings.finding import CellReference, Finding
from nianbao.language import Domain
from nianbao.submissions.balance import Balance
from nianbao.submissions.submission import figure_text, text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.checks.rule import RegisteredRule
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
RULE_SECONDS = 10.0
"""No rule over one report needs a hundredth of this; it bounds a rule that loops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The findings in reading order, and how many identities were held back for blanks."""

    findings: tuple[Finding, ...]
    held_back: int


def check(
    submission: Submission,
    rules: Iterable[RegisteredRule],
    *,
    selection: Selection = EVERYTHING,
    previous: Submission | None = None,
) -> CheckResult:
    """Run rules over a submission and give what they find.

    A rule that raises or runs out of time gives SY900; the others' findings stand.
    """
    balance = Balance(submission)
    findings: list[Finding] = []
    for registered in rules:
        if selection.takes(registered.code):
            findings += _run(registered, submission, balance, previous)
    placed = [_explained(_placed(finding, submission), submission) for finding in findings]
    placed.sort(key=lambda finding: _order(finding, submission))
    return CheckResult(findings=tuple(placed), held_back=balance.held_back)


def _run(
    registered: RegisteredRule, submission: Submission, balance: Balance, previous: Submission | None
) -> list[Finding]:
    context = CheckContext(submission=submission, fault=registered.fault, balance=balance, previous=previous)
    found: list[Finding] = []
    try:
        with time_limit(RULE_SECONDS):
            for finding in registered.rule.function(context):
                if not isinstance(finding, Finding):
                    raise TypeError(f"yielded {type(finding).__name__}, not Finding")
                found.append(finding)
    except RuleTimeoutError:
        found.append(_crash(registered, _("超过 {seconds} 秒仍未完成", seconds=RULE_SECONDS)))
    except Exception as error:  # whatever a pack's code raises must not stop the others
        found.append(_crash(registered, f"{type(error).__name__}: {error}"))
    return found


def _crash(registered: RegisteredRule, cause: object) -> Finding:
    fault = core_fault("SY900")
    return Finding(
        fault=fault,
        severity=fault.severity,
        message=_(
            "规则 {code}（来自 {pack}）没有运行完：{cause}。请把本条告诉规则的作者；其他规则的结果仍然有效。",
            code=registered.code,
            pack=registered.pack,
            cause=cause,
        ),
    )


def _placed(finding: Finding, submission: Submission) -> Finding:
    """Add sheets and cells from the layout."""
    references = []
    for field in finding.fields:
        cell = submission.layout.cell(field)
        if cell is not None:
            references.append(CellReference(sheet=cell[0], cell=cell[1], field=field))
    own = submission.layout.cell(finding.field) if finding.field else None
    return replace(
        finding,
        cell=CellReference(sheet=own[0], cell=own[1], field=finding.field) if own else finding.cell,
        cells=tuple(references) or finding.cells,
        place=place_words(submission.form, finding.field) if finding.field else finding.place,
    )


def explained_value(submission: Submission, field: str) -> str | None:
    """Give the value that an explanation of a field must be bound to, as text."""
    if field in submission.form.texts:
        return text_digest(submission.text(field))
    figure = submission.shown(field) if field in submission.form.fields else None
    return None if figure is None else figure_text(figure)


def _explained(finding: Finding, submission: Submission) -> Finding:
    if finding.field is None:
        return finding
    value = explained_value(submission, finding.field)
    stands = any(
        explanation.text
        and (explanation.code, explanation.field, explanation.value) == (finding.code, finding.field, value)
        for explanation in submission.explanations
    )
    return replace(finding, explained=stands) if stands else finding


def _order(finding: Finding, submission: Submission) -> tuple[int, int, int, str]:
    sheets = [sheet.name for sheet in submission.layout.sheets]
    if finding.cell is None or finding.cell.sheet not in sheets:
        return len(sheets), 0, 0, finding.code
    row, column = parse_address(finding.cell.cell) or (0, 0)
    return sheets.index(finding.cell.sheet), row, column, finding.code
