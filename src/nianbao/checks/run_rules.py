"""Running the rules over a submission: each in its own guard, none able to hide another's findings."""

from __future__ import annotations

import contextlib
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.checks.settle import settle
from nianbao.checks.time_limit import RuleTimeoutError, interruptible, leave_time_limit, time_limit
from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.intake.read_file import reading_of
from nianbao.language import Domain
from nianbao.office.office import PLAIN, Office
from nianbao.pack_guard import pack_code, show_traceback
from nianbao.rules.context import CheckContext, FieldMissingError
from nianbao.rules.options import options_for
from nianbao.rules.submission_set import EMPTY_SET, SubmissionSet
from nianbao.submissions.analysis import Analysis

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from nianbao.language import Message
    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
SET_SCOPE, PREVIOUS_SCOPE, REGISTERS_SCOPE = "set", "previous", "registers"
RULE_SECONDS = 10.0
"""No rule over one report needs a hundredth of this; it bounds a rule that loops."""


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """What rules found, not yet settled; how many identities were held back; notices for the keepers of rules."""

    findings: list[Finding]
    held_back: int
    notices: tuple[Message, ...]


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """The findings in reading order, and how many identities were held back for blanks."""

    findings: tuple[Finding, ...]
    held_back: int


def check(
    submission: Submission,
    rules: Iterable[RegisteredRule],
    *,
    office: Office = PLAIN,
    previous: Submission | None = None,
    together: SubmissionSet | None = None,
    today: datetime.date | None = None,
) -> CheckResult:
    """Run rules over a submission that came as data, and return their findings, settled.

    Rules that need last year's submission or the set run only where ``previous`` or ``together`` is given. A rule
    that raises or runs out of time yields SY900; the others' findings remain. For files there is
    :class:`~nianbao.checks.checker.Checker`.
    """
    reading, rules = reading_of(submission), tuple(rules)
    ran = run_rules(reading, rules, office, previous=previous, together=together)
    findings_of_set = run_rules_over_set(reading, rules, office, together) if together is not None else []
    return CheckResult(
        findings=settle([*ran.findings, *findings_of_set], reading, office, today), held_back=ran.held_back
    )


def run_rules(
    reading: Reading,
    rules: Iterable[RegisteredRule],
    office: Office,
    *,
    previous: Submission | None = None,
    together: SubmissionSet | None = None,
) -> Ran:
    """Run the rules about one submission.

    ``together`` is the set that the submission belongs to, of which these rules see no other's figures.
    """
    submission = _private_copy(reading)
    analysis = Analysis(submission)
    # Only its own figures: otherwise a file would be judged differently alone, in a batch, and spread over
    # processes.
    visible_set = together.seen_by(submission) if together is not None else EMPTY_SET
    findings: list[Finding] = []
    notices: list[Message] = []
    with interruptible():
        for registered in rules:
            if _has_its_scope(registered.fault.scope, previous, visible_set):
                try:
                    findings += _run(registered, reading, analysis, office, visible_set, previous)
                except FieldMissingError as error:
                    notices.append(_wrong_form_message(registered, submission, error))
    return Ran(findings=findings, held_back=analysis.balance.held_back, notices=tuple(notices))


def _wrong_form_message(registered: RegisteredRule, submission: Submission, error: FieldMissingError) -> Message:
    """Notify the keepers of rules that one was written for another form; the agency can do nothing about it."""
    return _(
        "规则 {code}（来自 {pack}）要用的字段 {field} 不在表单 {form} 里，没有运行：请规则的作者写明 needs 或 forms。",
        code=registered.code,
        pack=registered.pack,
        field=error.field,
        form=submission.form.id,
    )


def run_rules_over_set(
    reading: Reading, rules: Iterable[RegisteredRule], office: Office, together: SubmissionSet
) -> list[Finding]:
    """Run the rules over the set for one submission of it; return their findings, not settled.

    They see nothing of last year's, which may be in another process.
    """
    analysis = Analysis(_private_copy(reading))
    with interruptible():
        findings: list[Finding] = []
        for registered in rules:
            if registered.fault.scope == SET_SCOPE:
                with contextlib.suppress(FieldMissingError):  # a rule for another form
                    findings += _run(registered, reading, analysis, office, together, None)
        return findings


# Its mappings are read-only, but frozen objects can still be changed on purpose.
def _private_copy(reading: Reading) -> Submission:
    """Return the submission as rules get it: whatever one of them does to it, another is published."""
    assert reading.submission is not None
    return replace(reading.submission)


def _has_its_scope(scope: str, previous: Submission | None, visible_set: SubmissionSet) -> bool:
    if scope == PREVIOUS_SCOPE:
        return previous is not None
    if scope == REGISTERS_SCOPE:
        return bool(visible_set.registers)
    return scope != SET_SCOPE


def _run(
    registered: RegisteredRule,
    reading: Reading,
    analysis: Analysis,
    office: Office,
    compared_set: SubmissionSet,
    previous: Submission | None,
) -> list[Finding]:
    if not office.takes(registered.code):
        return []
    context = CheckContext(
        submission=analysis.submission,
        fault=registered.fault,
        analysis=analysis,
        places=reading.places,
        previous=previous,
        together=compared_set,
        options=options_for(registered, office),
    )
    return _guarded(registered, context)


def _guarded(registered: RegisteredRule, context: CheckContext) -> list[Finding]:
    # Outside the guard: what a rule yielded before it failed is as true as its other findings.
    findings: list[Finding] = []
    try:
        with pack_code(), time_limit(RULE_SECONDS):
            for finding in registered.rule.function(context):
                findings.append(sound(finding))
    except RuleTimeoutError:
        # The interruption may have come while the limit itself was being taken off.
        leave_time_limit()
        findings.append(_crash(registered, _("超过 {seconds} 秒仍未完成", seconds=RULE_SECONDS)))
    except (KeyboardInterrupt, FieldMissingError):  # the user wants to stop; the rule is for another form
        raise
    except BaseException as error:  # whatever a pack's code raises must not stop the others
        show_traceback(error)
        findings.append(_crash(registered, f"{type(error).__name__}: {error}", error))
    return findings


def sound(finding: object) -> Finding:
    """Return a finding that can be placed and shown; raises :class:`TypeError` for any other thing."""
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


def _crash(registered: RegisteredRule, cause: object, error: BaseException | None = None) -> Finding:
    import traceback  # few rules crash

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
        detail="".join(traceback.format_exception(error)) if error else "",
    )
