"""The last step of a check: findings placed, graded by the office, explained or waived, in one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.findings.documents import core_fault
from nianbao.findings.fault import fault_of, place_words
from nianbao.findings.finding import Finding
from nianbao.findings.place import CellPlace, Place
from nianbao.language import Domain
from nianbao.office.office import CARRIED_OVER
from nianbao.submissions.submission import figure_text, text_digest

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from nianbao.findings.explanation import Explanation, Waiver
    from nianbao.language import Message
    from nianbao.office.office import Office
    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
_OF_THE_FILE = ("RD", "LT")
_NO_PLACE = Place()


def settle(
    findings: Iterable[Finding], reading: Reading, office: Office, today: datetime.date | None = None
) -> tuple[Finding, ...]:
    """Return the findings of one file in reading order: placed, graded, explained and waived, whoever made them.

    A finding cites the form's own basis and remedy, where the form has any.

    Explanations and waivers that matched nothing are reported as SY901; ``today`` decides which waivers have
    expired.
    """
    settler = _Settler(reading, office, today)
    settled = [settler.settle(finding) for finding in findings]
    settled += settler.leftovers()
    return tuple(sorted(settled, key=lambda finding: _order(finding, reading)))


def explained_value(submission: Submission, field: str) -> str | None:
    """Return the value that an explanation of a field must be bound to, as text."""
    if field in submission.form.texts:
        return text_digest(submission.text(field))
    figure = submission.shown(field) if field in submission.form.fields else None
    return None if figure is None else figure_text(figure)


class _Settler:
    """Settles the findings of one file and remembers what was of use."""

    def __init__(self, reading: Reading, office: Office, today: datetime.date | None) -> None:
        self.reading = reading
        self.office = office
        self.today = today
        self.waivers = office.waivers_for(reading.agency)
        self.used: set[int] = set()

    def settle(self, finding: Finding) -> Finding:
        placed = self._placed(finding)
        submission = self.reading.submission
        return replace(
            placed,
            fault=finding.fault if submission is None else fault_of(submission.form, finding.fault),
            severity=self.office.severity(finding.fault).capped(finding.at_most),
            explained=self._explained(finding),
            waived=self._waived(finding),
        )

    def _placed(self, finding: Finding) -> Finding:
        """Place a finding by its fields, where it has no place yet."""
        places = self.reading.places
        involved = finding.places or tuple(
            place for place in map(places.of, finding.fields) if isinstance(place, CellPlace)
        )
        own_place = finding.place or (places.of(finding.field) if finding.field else None)
        return replace(finding, place=own_place, places=involved)

    def _explained(self, finding: Finding) -> bool:
        submission = self.reading.submission
        if finding.field is None or submission is None:
            return False
        key = (finding.code, finding.field, explained_value(submission, finding.field))
        explained = False
        for explanation in submission.explanations:
            bound = (explanation.code, explanation.field, explanation.value)
            if explanation.says_something and bound == key:
                self.used.add(id(explanation))
                explained = True
        return explained

    def _waived(self, finding: Finding) -> bool:
        waived = False
        for waiver in self.waivers:
            if waiver.code == finding.code and waiver.field in (None, finding.field) and not self._expired(waiver):
                self.used.add(id(waiver))
                waived = True
        return waived

    def _expired(self, waiver: Waiver) -> bool:
        return self.today is not None and waiver.until < self.today

    def _declares_new_unit(self, waiver: Waiver) -> bool:
        """Return whether a waiver states that the unit has no last year: see :mod:`nianbao.checks.withheld`."""
        return waiver.code == CARRIED_OVER and self.office.previous is not None and not self._expired(waiver)

    def leftovers(self) -> list[Finding]:
        """Return SY901 for what matched nothing: explanations with a reason, and waivers for this agency."""
        submission = self.reading.submission
        if submission is None:  # for a file that could not be read it is unknown what would have matched
            return []
        messages = [self._idle_explanation(explanation, submission) for explanation in submission.explanations
                    if explanation.code and explanation.text and id(explanation) not in self.used]  # fmt: skip
        messages += [self._idle_waiver(waiver) for waiver in self.waivers
                     # A waiver for every agency matches nothing in most of their files; only one for this agency
                     # is informative when it matches nothing.
                     if waiver.agency is not None and id(waiver) not in self.used and not self._declares_new_unit(waiver)]  # fmt: skip
        fault = core_fault("SY901")
        return [Finding(fault=fault, severity=self.office.severity(fault), message=message) for message in messages]

    def _idle_explanation(self, explanation: Explanation, submission: Submission) -> Message:
        place = place_words(submission.form, explanation.field or "")
        if not explanation.says_something:
            return _("对 {code}“{place}”的说明没有写出理由，不起作用。", code=explanation.code, place=place)
        now = explained_value(submission, explanation.field or "")
        if explanation.field and now != explanation.value:
            return _("对 {code}“{place}”的说明已失效：说明时的值已经改动。", code=explanation.code, place=place)
        return _("对 {code}“{place}”的说明没有用上：没有发现这个问题。", code=explanation.code, place=place)

    def _idle_waiver(self, waiver: Waiver) -> Message:
        if self._expired(waiver):
            return _(
                "{who}对 {code} 的豁免已于 {until} 到期。", who=waiver.who, code=waiver.code, until=waiver.until
            )
        return _("{who}对 {code} 的豁免没有用上：没有发现这个问题。", who=waiver.who, code=waiver.code)


def _order(finding: Finding, reading: Reading) -> tuple[object, ...]:
    """Sort what is about the file first, as it was met; then by place, as a person reads the file."""
    # Sorting is stable: these keep the order in which reading met them, which is that of cause and effect.
    if finding.code.startswith(_OF_THE_FILE):
        return (0,)
    return 1, reading.places.order(finding.place or _NO_PLACE), finding.code
