"""CN101, CN102, CN104: units missing from a sum or counted without passing, and reports that differ from the sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.findings.documents import core_fault
from nianbao.findings.fault import fault_of, place_words
from nianbao.findings.finding import Finding
from nianbao.language import Domain, listed, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.campaigns.consolidation.district_sum import DistrictSum
    from nianbao.language import Message
    from nianbao.submissions.submission import Figure, Submission

_ = Domain("nianbao")
_NAMED = 20


def sum_findings(district: DistrictSum, submission: Submission | None = None) -> list[Finding]:
    """Return the findings about a sum, and about ``submission``, the district's report as filled in by somebody."""
    return [*_missing(district), *_not_passed(district), *(_differing(district, submission) if submission else ())]


def _missing(district: DistrictSum) -> Iterator[Finding]:
    names = [
        visible(exclusion.agency.name or exclusion.agency.code or "")
        for exclusion in district.exclusions
        if exclusion.missing
    ]
    if names:
        yield _finding(
            district, "CN102",
            _.plural("名单里有 {count} 个单位还没有计入：{names}。", len(names), names=listed(names[:_NAMED])),
        )  # fmt: skip


def _not_passed(district: DistrictSum) -> Iterator[Finding]:
    names = [
        visible(contribution.agency.name or contribution.path)
        for contribution in district.contributions
        if not contribution.passed
    ]
    if names:
        yield _finding(
            district, "CN104",
            _.plural("计入的表里有 {count} 份没有通过校核：{names}。", len(names), names=listed(names[:_NAMED])),
        )  # fmt: skip


def _differing(district: DistrictSum, submission: Submission) -> Iterator[Finding]:
    for field, expected in district.whole.sums.items():
        actual = submission.figure(field) if field in submission.form.fields else None
        # A computed total differs only because its parts do, for which there are findings already.
        if actual == expected or (actual is None and not expected) or submission.is_computed(field):
            continue
        message = _(
            "{place}写的是 {actual}，各单位之和是 {expected}。",
            place=place_words(district.form, field),
            actual=_("空白") if actual is None else actual,
            expected=expected if expected is not None else 0,
        )
        yield _finding(district, "CN101", message, field, expected, actual)


def _finding(
    district: DistrictSum,
    code: str,
    message: Message,
    field: str | None = None,
    expected: Figure | None = None,
    actual: Figure | None = None,
) -> Finding:
    fault = fault_of(district.form, core_fault(code))
    return Finding(
        fault=fault, severity=fault.severity, message=message, field=field, fields=(field,) if field else (),
        expected=expected, actual=actual,
    )  # fmt: skip
