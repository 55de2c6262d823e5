"""Findings as text for people: grouped by sheet, the form's own words first, the code last."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.conditions import NO_CONDITIONS, Conditions
from nianbao.findings.fault import Severity
from nianbao.findings.finding import Verdict
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import Domain, listed, visible
from nianbao.submissions.submission import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding

_ = Domain("nianbao")


class Line(msgspec.Struct, frozen=True):
    """A line of text and its tone: a severity, ``good``, ``heading``, ``dim`` or empty."""

    text: str
    tone: str = ""


def findings_text(checked: CheckedFile) -> Iterator[Line]:
    """Return the lines for one file: who, verdict and counts, then the findings by sheet."""
    path = visible(checked.path)
    subject = visible(checked.agency.name or checked.path)
    year = _("（{year}年）", year=checked.year) if checked.year else ""
    yield Line(f"{subject}{year}  {path}" if checked.agency.name else f"{subject}{year}", "heading")
    tone = {Verdict.PASSED: "good", Verdict.TO_EXPLAIN: "verify"}.get(checked.verdict, "error")
    yield Line(f"  {checked.verdict.words}{_counts(checked.findings)}", tone)
    # While findings block, they are what has to be done; other reasons against publishing would be noise.
    for reason in () if checked.blocks else checked.withheld:
        yield Line(str(_("  不出报告：{reason}", reason=reason)), "verify")
    # Findings are in reading order already, so that those of one sheet are adjacent.
    for sheet, findings in groupby(checked.findings, key=_sheet):
        yield Line("")
        yield Line(f"  [{sheet}]" if sheet else str(_("  [整个文件]")), "heading")
        for finding in findings:
            yield from finding_text(finding)
    if checked.held_back:
        yield Line("")
        yield Line(
            str(_.plural("  另有 {count} 条勾稽关系因有空白或看不懂的单元格暂未判断。", checked.held_back)), "dim"
        )


def _counts(findings: tuple[Finding, ...]) -> str:
    parts = [
        _("{severity} {count}", severity=severity.words, count=count)
        for severity in Severity
        if (count := sum(finding.severity is severity for finding in findings))
    ]
    return str(_("：{parts}", parts=listed(parts, _("，")))) if parts else ""


def _sheet(finding: Finding) -> str:
    return finding.place.heading if finding.place else ""


def finding_text(finding: Finding) -> Iterator[Line]:
    """Return the lines for one finding: severity and place, message, figures, remedy, basis and code."""
    place = finding.place
    location = listed((part for part in (place.words, place.label) if part), _("，")) if place else ""
    status = (
        str(_("（已豁免）") if finding.waived else _("（已说明）")) if finding.waived or finding.explained else ""
    )
    yield Line(f"  {finding.severity.words}{status}  {location}".rstrip(), finding.severity.value)
    yield Line(f"      {finding.message}")
    if finding.expected is not None and finding.actual is not None and finding.difference is not None:
        yield Line(
            str(
                _(
                    "      应为 {expected}，实为 {actual}，差 {difference}",
                    expected=figure_text(finding.expected),
                    actual=figure_text(finding.actual),
                    difference=figure_text(finding.difference),
                )
            )
        )
    yield Line(str(_("      改法：{remedy}", remedy=finding.fault.remedy)))
    yield Line(str(_("      依据：{basis}  [{code}]", basis=finding.fault.basis, code=finding.code)), "dim")


def summary_text(verdicts: Iterable[Verdict]) -> Line:
    """Return the last line over many files: how many came to each verdict."""
    counted = Counter(verdicts)
    parts = [
        _("{verdict} {count}", verdict=verdict.words, count=counted[verdict])
        for verdict in Verdict
        if counted[verdict]
    ]
    text = _.plural("共 {count} 个文件：{parts}", counted.total(), parts=listed(parts, _("，")))
    return Line(str(text), "heading")


def format_as_text(
    checked: CheckedFile, _registry: object = None, _number: int = 0
) -> FormattedFile[tuple[Line, ...]]:
    """Return a file's lines, the last one empty."""
    return FormattedFile(checked.verdict, (*findings_text(checked), Line("")))


def text_lines(
    formatted_files: Iterable[FormattedFile[tuple[Line, ...]]], conditions: Conditions = NO_CONDITIONS
) -> Iterator[Line]:
    """Return the lines over formatted files, as they come; after several the summary; in the end what did not run."""
    verdicts: Counter[Verdict] = Counter()
    for formatted in formatted_files:
        yield from formatted.content
        verdicts[formatted.verdict] += 1
    if verdicts.total() > 1:
        yield summary_text(verdicts.elements())
    if conditions.configuration is not None or conditions.not_run or conditions.set_aside:
        from nianbao.formatters.conditions_words import conditions_words  # most offices decided nothing

        yield from (Line(str(condition), "dim") for condition in conditions_words(conditions))
