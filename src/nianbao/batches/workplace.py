"""Where the files of a batch are read and checked: one workplace in each process."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic

from nianbao.batches.batch_settings import BatchSettings, Present, Registry, Shown
from nianbao.checks.check import check_together
from nianbao.checks.checked_file import check_reading, gather
from nianbao.intake.previous import previous_year
from nianbao.intake.reading import read_path
from nianbao.language import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding
    from nianbao.intake.previous import FindPrevious
    from nianbao.intake.reading import FileReading
    from nianbao.rules.submission_set import SubmissionSet


class Workplace(Generic[Registry]):
    """Settings put to work: a registry, last year's submissions, and what is done with a file."""

    def __init__(self, settings: BatchSettings[Registry], registry: Registry | None = None) -> None:
        self.settings = settings
        self.registry: Registry = settings.make_registry() if registry is None else registry

    @cached_property
    def previous(self) -> FindPrevious | None:
        """The look-up of last year's submissions, read when the first file is checked."""
        return previous_year(self.settings.previous, self.registry.find_form)

    def read(self, path: str) -> FileReading:
        """Read a file; what cannot be read comes back as a finding."""
        with in_language(self.settings.language):
            return read_path(path, self.registry.find_form, self.settings.reader)

    def set_of(self, readings: Sequence[FileReading]) -> SubmissionSet | None:
        """Give the set that files form, ``None`` where there is nothing to compare."""
        return gather(readings, self.settings.roster, self.settings.registers)

    def check(
        self,
        reading: FileReading,
        together: SubmissionSet | None,
        found_together: Sequence[Finding] | None = None,
    ) -> CheckedFile:
        """Check a file that was read, in its set."""
        with in_language(self.settings.language):
            return check_reading(
                reading,
                self.registry.rules_for,
                expectation=self.settings.expectation,
                profile=self.settings.profile,
                previous=self.previous if reading.reading.submission is not None else None,
                together=together,
                found_together=found_together,
            )

    def compare(self, reading: FileReading, together: SubmissionSet | None) -> list[Finding]:
        """Give what the rules over the set find in a file."""
        submission = reading.reading.submission
        if submission is None or together is None:
            return []
        with in_language(self.settings.language):
            rules = self.registry.rules_for(submission.form)
            return check_together(submission, rules, self.settings.profile, together)

    def show(self, checked: CheckedFile, present: Present[Registry, Shown], number: int) -> Shown:
        """Give what the caller wants of a checked file."""
        with in_language(self.settings.language):
            return present(checked, self.registry, number)


def check_alone(place: Workplace[Registry], path: str, present: Present[Registry, Shown], number: int) -> Shown:
    """Read, check and show one file by itself."""
    reading = place.read(path)
    return place.show(place.check(reading, place.set_of([reading])), present, number)
