"""Reasons against publishing a file though no finding blocks: what was not checked, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.checks.run_rules import PREVIOUS_SCOPE, SET_SCOPE
from nianbao.findings.fault import Severity, Stage, place_words
from nianbao.language import Domain, listed
from nianbao.office.office import CARRIED_OVER
from nianbao.submissions.numbers import State

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from nianbao.language import Message
    from nianbao.office.office import Office
    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.submission import Agency, Submission

_ = Domain("nianbao")
_BLOCKING = (Severity.ERROR, Severity.VERIFY)
_SHOWN = 3


def reasons_to_withhold(
    submission: Submission,
    office: Office,
    rules: Sequence[RegisteredRule],
    today: datetime.date,
    *,
    no_last_year: bool,
    compared: bool,
) -> tuple[Message, ...]:
    """Return the reasons for which a submission has no publication, each a sentence.

    ``no_last_year`` means that the office requires last year's submission and there is none of this unit;
    ``compared`` that the rules over the set ran.
    """
    running = [registered for registered in rules if office.takes(registered.code)]
    reasons = [*_selection_reasons(office), *_blank_reasons(submission)]
    if no_last_year and not is_new(submission.agency, office, today):
        reasons += _last_year_reasons(running)
    if not compared:
        reasons += _set_reasons(running, office)
    return tuple(reasons)


def is_new(agency: Agency, office: Office, today: datetime.date) -> bool:
    """Return whether the office states by a waiver that the unit has no last year."""
    return any(
        # Unit by unit: a waiver for all would silently switch the comparison with last year off.
        waiver.code == CARRIED_OVER and waiver.agency is not None and waiver.until >= today
        for waiver in office.waivers_for(agency)
    )


def _selection_reasons(office: Office) -> Iterator[Message]:
    if office.selection.partial:
        yield _("只运行了一部分规则（select、ignore），只供查看，不出报告。")


def _last_year_reasons(running: Sequence[RegisteredRule]) -> Iterator[Message]:
    codes = [registered.code for registered in running if registered.fault.scope == PREVIOUS_SCOPE]
    if codes:
        yield _(
            "没有找到这个单位上年的数据，{codes} 没有运行，不出报告；确实没有上年的（如新设立），请写对 {waived} 的豁免。",
            codes=listed(codes),
            waived=CARRIED_OVER,
        )


def _set_reasons(running: Sequence[RegisteredRule], office: Office) -> Iterator[Message]:
    """Name the rules over the set that would block and did not run: one file alone does not decide them."""
    codes = [
        registered.code
        for registered in running
        if registered.fault.scope == SET_SCOPE
        # A rule that is beta blocks nothing, so that its silence withholds nothing either.
        and registered.fault.stage is Stage.STABLE
        and office.severity(registered.fault) in _BLOCKING
    ]
    if codes:
        yield _(
            "{codes} 要和其他单位的文件一起校核，单独一个文件不出报告：请用 collect 一起校核。", codes=listed(codes)
        )


# Whatever is waived: a waiver lets a finding pass, but makes no figure that could be printed.
def _blank_reasons(submission: Submission) -> Iterator[Message]:
    unknown = [field for field in submission.form.fields if _is_unknown(submission, field)]
    if unknown:
        names = listed(place_words(submission.form, field) for field in unknown[:_SHOWN])
        yield _.plural("有 {count} 个数字是空白的或读不懂的（{names}），不出报告。", len(unknown), names=names)


def _is_unknown(submission: Submission, field: str) -> bool:
    """Return whether a figure that is printed is blank, or any figure is no number; sums go by their parts."""
    if submission.answer(field).state is State.INVALID:
        return True
    # Its blank parts are named themselves.
    if submission.is_computed(field):
        return False
    table = submission.form.table_by_id[submission.form.fields[field].table]
    return table.published and not table.blanks_allowed and submission.figure(field) is None
