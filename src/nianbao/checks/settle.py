"""After the rules have run: findings placed, graded by the profile, explained or waived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.cells import parse_address
from nianbao.findings.documents import core_fault
from nianbao.findings.fault import place_words
from nianbao.findings.finding import CellReference, Finding
from nianbao.language import Domain
from nianbao.submissions.submission import figure_text, text_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.findings.explanation import Explanation, Waiver
    from nianbao.language import Message
    from nianbao.office.profile import Profile
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


def settle(findings: Iterable[Finding], submission: Submission, profile: Profile) -> tuple[Finding, ...]:
    """Give the findings in reading order, with cells, severities, explanations and waivers settled.

    Explanations and waivers that matched nothing are told as SY901.
    """
    settler = _Settler(submission, profile)
    settled = [settler.settle(finding) for finding in findings]
    settled += settler.leftovers()
    return tuple(sorted(settled, key=lambda finding: _order(finding, submission)))


def explained_value(submission: Submission, field: str) -> str | None:
    """Give the value that an explanation of a field must be bound to, as text."""
    if field in submission.form.texts:
        return text_digest(submission.text(field))
    figure = submission.shown(field) if field in submission.form.fields else None
    return None if figure is None else figure_text(figure)


class _Settler:
    """Settles the findings of one submission and remembers what was of use."""

    def __init__(self, submission: Submission, profile: Profile) -> None:
        self.submission = submission
        self.profile = profile
        names = (submission.agency.code, submission.agency.name)
        self.waivers = [waiver for waiver in profile.waivers if waiver.agency is None or waiver.agency in names]
        self.used: set[int] = set()

    def settle(self, finding: Finding) -> Finding:
        placed = self._placed(finding)
        return replace(
            placed,
            severity=self.profile.severity(finding.fault),
            explained=self._explained(finding),
            waived=self._waived(finding),
        )

    def _placed(self, finding: Finding) -> Finding:
        layout = self.submission.layout
        cells = [(field, layout.cell(field)) for field in finding.fields]
        references = tuple(
            CellReference(sheet=at[0], cell=at[1], field=field) for field, at in cells if at is not None
        )
        own = layout.cell(finding.field) if finding.field else None
        return replace(
            finding,
            cell=CellReference(sheet=own[0], cell=own[1], field=finding.field) if own else finding.cell,
            cells=references or finding.cells,
            place=place_words(self.submission.form, finding.field) if finding.field else finding.place,
        )

    def _explained(self, finding: Finding) -> bool:
        if finding.field is None:
            return False
        wanted = (finding.code, finding.field, explained_value(self.submission, finding.field))
        stands = False
        for explanation in self.submission.explanations:
            if explanation.text and (explanation.code, explanation.field, explanation.value) == wanted:
                self.used.add(id(explanation))
                stands = True
        return stands

    def _waived(self, finding: Finding) -> bool:
        stands = False
        for waiver in self.waivers:
            if waiver.code == finding.code and waiver.field in (None, finding.field) and not self._ran_out(waiver):
                self.used.add(id(waiver))
                stands = True
        return stands

    def _ran_out(self, waiver: Waiver) -> bool:
        return self.profile.today is not None and waiver.until < self.profile.today

    def leftovers(self) -> list[Finding]:
        """Give SY901 for what matched nothing: explanations with a reason, and waivers for this agency."""
        messages = [self._idle_explanation(explanation) for explanation in self.submission.explanations
                    if explanation.code and explanation.text and id(explanation) not in self.used]  # fmt: skip
        messages += [self._idle_waiver(waiver) for waiver in self.waivers
                     if waiver.agency is not None and id(waiver) not in self.used]  # fmt: skip
        fault = core_fault("SY901")
        return [
            Finding(fault=fault, severity=self.profile.severity(fault), message=message) for message in messages
        ]

    def _idle_explanation(self, explanation: Explanation) -> Message:
        place = place_words(self.submission.form, explanation.field or "")
        now = explained_value(self.submission, explanation.field or "")
        if explanation.field and now != explanation.value:
            return _("对 {code}“{place}”的说明已失效：说明时的值已经改动。", code=explanation.code, place=place)
        return _("对 {code}“{place}”的说明没有用上：没有发现这个问题。", code=explanation.code, place=place)

    def _idle_waiver(self, waiver: Waiver) -> Message:
        if self._ran_out(waiver):
            return _(
                "{who}对 {code} 的豁免已于 {until} 到期。", who=waiver.who, code=waiver.code, until=waiver.until
            )
        return _("{who}对 {code} 的豁免没有用上：没有发现这个问题。", who=waiver.who, code=waiver.code)


def _order(finding: Finding, submission: Submission) -> tuple[int, int, int, str]:
    sheets: Sequence[str] = [sheet.name for sheet in submission.layout.sheets]
    if finding.cell is None or finding.cell.sheet not in sheets:
        return len(sheets), 0, 0, finding.code
    row, column = parse_address(finding.cell.cell) or (0, 0)
    return sheets.index(finding.cell.sheet), row, column, finding.code
