"""One file through the whole check: bytes → submission → findings → verdict. Never raises for the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.check import check
from nianbao.findings.documents import core_fault
from nianbao.findings.finding import CellReference, Finding, Verdict, verdict
from nianbao.intake.reading import FileReading, read_file
from nianbao.intake.registers import RegisterEntry
from nianbao.language import Domain
from nianbao.office.profile import PLAIN, Profile
from nianbao.rules.submission_set import SubmissionSet
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nianbao.forms.definition import Form
    from nianbao.intake.previous import FindPrevious
    from nianbao.intake.reading import FindForm
    from nianbao.language import Message
    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.submission import Submission
    from nianbao.workbooks.interpretation import Interpretation

_ = Domain("nianbao")


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """Which agency (by code) and year the caller expects; ``None`` expects nothing."""

    agency_code: str | None = None
    year: int | None = None


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with what was found in it; ``submission`` is ``None`` where it could not be trusted."""

    path: str
    sha256: str
    form: Form | None
    year: int | None
    agency: Agency
    submission: Submission | None
    findings: tuple[Finding, ...]
    held_back: int

    @property
    def verdict(self) -> Verdict:
        """What becomes of the file."""
        return verdict(self.findings)

    @property
    def blocks(self) -> bool:
        """Whether anything keeps it from being published."""
        return self.verdict is not Verdict.PASSED

    def explanation(self, finding: Finding) -> str:
        """Give the unit's own words for a finding that is explained; empty for any other."""
        if self.submission is None or not finding.explained:
            return ""
        found = [each.text for each in self.submission.explanations
                 if (each.code, each.field) == (finding.code, finding.field)]  # fmt: skip
        return "\n".join(text for text in found if text)


def check_reading(
    read: FileReading,
    rules_for: Callable[[Form], Sequence[RegisteredRule]],
    *,
    expectation: Expectation | None = None,
    profile: Profile = PLAIN,
    previous: FindPrevious | None = None,
    together: SubmissionSet | None = None,
    found_together: Sequence[Finding] | None = None,
) -> CheckedFile:
    """Check one file that was read; ``together`` is the set it belongs to.

    ``found_together`` is what comparing the set found in it, where that was done before.
    """
    reading = read.reading
    findings = list(reading.findings)
    if not read.unreadable:
        findings += _unexpected(reading, expectation or Expectation())
    held_back = 0
    if reading.submission is not None:
        former = previous(reading.submission) if previous else None
        rules = rules_for(reading.submission.form)
        result = check(
            reading.submission,
            rules,
            profile=profile,
            previous=former,
            together=together,
            found_together=found_together,
        )
        findings += result.findings
        held_back = result.held_back
    return CheckedFile(
        path=read.path,
        sha256=read.sha256,
        form=reading.form,
        year=reading.year,
        agency=reading.agency or Agency(),
        submission=reading.submission,
        findings=tuple(findings),
        held_back=held_back,
    )


def check_bytes(
    data: bytes,
    path: str,
    find_form: FindForm,
    rules_for: Callable[[Form], Sequence[RegisteredRule]],
    *,
    expectation: Expectation | None = None,
    profile: Profile = PLAIN,
    previous: FindPrevious | None = None,
) -> CheckedFile:
    """Check the bytes of one file by itself.

    ``find_form`` gives a form by id; ``rules_for`` a form's rules; ``previous`` last year's
    submission for this one. Faults of the data come back as findings, whatever the bytes are.
    """
    read = read_file(data, path, find_form)
    return check_reading(read, rules_for, expectation=expectation, profile=profile, previous=previous)


def gather(
    readings: Iterable[FileReading], roster: Sequence[Agency] = (), registers: Sequence[RegisterEntry] = ()
) -> SubmissionSet | None:
    """Give the set that files form together, or ``None`` where there is nothing to compare."""
    submissions = tuple(read.reading.submission for read in readings if read.reading.submission is not None)
    if len(submissions) < 2 and not roster and not registers:
        return None
    return SubmissionSet(submissions=submissions, roster=tuple(roster), registers=tuple(registers))


def _unexpected(reading: Interpretation, expectation: Expectation) -> list[Finding]:
    agency = reading.agency or Agency()
    findings = []
    if expectation.agency_code is not None and agency.code != expectation.agency_code:
        message = _(
            "这是“{name}”（代码 {found}）的表，应为代码 {expected} 的单位。",
            name=agency.name or "",
            found=agency.code or _("空白"),
            expected=expectation.agency_code,
        )
        findings.append(_on_the_cover("LT104", message, reading, "agency.code"))
    if expectation.year is not None and reading.year != expectation.year:
        message = _("这是 {found} 年度的表，应为 {expected} 年度。", found=reading.year, expected=expectation.year)
        findings.append(_on_the_cover("LT105", message, reading, "year"))
    return findings


def _on_the_cover(code: str, message: Message, reading: Interpretation, fact: str) -> Finding:
    fault = core_fault(code)
    at = reading.submission.layout.cell(fact) if reading.submission is not None else None
    cell = CellReference(sheet=at[0], cell=at[1], field=None) if at else None
    return Finding(fault=fault, severity=fault.severity, message=message, cell=cell, cells=(cell,) if cell else ())
