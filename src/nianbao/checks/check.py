"""Running the rules over a submission: each in its own guard, none able to hide another's findings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.settle import settle
from nianbao.checks.time_limit import RuleTimeoutError, interruptible, time_limit
from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.language import Domain
from nianbao.office.profile import PLAIN, Profile
from nianbao.rules.context import CheckContext
from nianbao.rules.options import options_for
from nianbao.rules.submission_set import EMPTY_SET, SubmissionSet
from nianbao.submissions.analysis import Analysis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
SET_SCOPE = "set"
RULE_SECONDS = 10.0
"""No rule over one report needs a hundredth of this; it bounds a rule that loops."""


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """The findings in reading order, and how many identities were held back for blanks."""

    findings: tuple[Finding, ...]
    held_back: int


def check(
    submission: Submission,
    rules: Iterable[RegisteredRule],
    *,
    profile: Profile = PLAIN,
    previous: Submission | None = None,
    together: SubmissionSet | None = None,
    found_together: Sequence[Finding] | None = None,
) -> CheckResult:
    """Run rules over a submission and give what they find.

    Rules that need last year's submission or the set run only where ``previous`` or ``together`` is
    given. ``found_together`` is what :func:`check_together` gave, where the set was compared before:
    then the rules over the set do not run again. A rule that raises or runs out of time gives SY900;
    the others' findings stand.
    """
    analysis, rules = Analysis(submission), tuple(rules)
    beside = together.seen_by(submission) if together is not None else EMPTY_SET
    findings: list[Finding] = []
    with interruptible():
        for registered in rules:
            scope = registered.fault.scope
            if scope != SET_SCOPE and not (scope == "previous" and previous is None):
                findings += _run(registered, submission, analysis, profile, beside, previous)
    if found_together is not None:
        findings += found_together
    elif together is not None:
        findings += _over_the_set(submission, analysis, rules, profile, together)
    return CheckResult(findings=settle(findings, submission, profile), held_back=analysis.balance.held_back)


def check_together(
    submission: Submission, rules: Iterable[RegisteredRule], profile: Profile, together: SubmissionSet
) -> list[Finding]:
    """Give what the rules over the set find in one submission of it, not yet settled."""
    return _over_the_set(submission, Analysis(submission), rules, profile, together)


def _over_the_set(
    submission: Submission,
    analysis: Analysis,
    rules: Iterable[RegisteredRule],
    profile: Profile,
    together: SubmissionSet,
) -> list[Finding]:
    """Run the rules over the set; they see nothing of last year's, which may be in another process."""
    with interruptible():
        return [
            finding
            for registered in rules
            if registered.fault.scope == SET_SCOPE
            for finding in _run(registered, submission, analysis, profile, together, None)
        ]


def _run(
    registered: RegisteredRule,
    submission: Submission,
    analysis: Analysis,
    profile: Profile,
    together: SubmissionSet,
    previous: Submission | None,
) -> list[Finding]:
    if not profile.selection.takes(registered.code):
        return []
    context = CheckContext(
        submission=submission,
        fault=registered.fault,
        analysis=analysis,
        previous=previous,
        together=together,
        options=options_for(registered, profile),
    )
    return _guarded(registered, context)


def _guarded(registered: RegisteredRule, context: CheckContext) -> list[Finding]:
    found: list[Finding] = []
    try:
        with time_limit(RULE_SECONDS):
            for finding in registered.rule.function(context):
                found.append(sound(finding))
    except RuleTimeoutError:
        found.append(_crash(registered, _("超过 {seconds} 秒仍未完成", seconds=RULE_SECONDS)))
    except (Exception, SystemExit) as error:  # whatever a pack's code raises must not stop the others
        found.append(_crash(registered, f"{type(error).__name__}: {error}"))
    return found


def sound(finding: object) -> Finding:
    """Give back a finding that can be placed and shown; raises :class:`TypeError` for any other thing."""
    if not isinstance(finding, Finding):
        raise TypeError(f"yielded {type(finding).__name__}, not Finding")
    fields = finding.fields
    if not isinstance(finding.field, str | None) or not all(isinstance(field, str) for field in fields):
        raise TypeError("field and fields of a finding are field ids")
    for figure in (finding.expected, finding.actual):
        if isinstance(figure, bool) or not isinstance(figure, int | Decimal | None):
            raise TypeError("expected and actual of a finding are int, Decimal or None")
    str(finding.message)  # a message with a parameter missing fails here, inside the rule's guard
    return finding


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
