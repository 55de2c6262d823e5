"""The checker: packs and an office's decisions, put to work on one file after the other, from any thread."""

from __future__ import annotations

import datetime
import os
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.checks.checked_file import CheckedFile
from nianbao.checks.conditions import Conditions, conditions_of
from nianbao.checks.expectations import unexpected
from nianbao.checks.roster_of_reports import with_roster
from nianbao.checks.run_rules import run_rules, run_rules_over_set
from nianbao.checks.settle import settle
from nianbao.checks.withheld import reasons_to_withhold
from nianbao.intake.previous import PreviousYear, require_previous
from nianbao.intake.read_file import read_file, read_path
from nianbao.office.office import PLAIN, Office
from nianbao.rules.submission_set import SubmissionSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nianbao.findings.finding import Finding
    from nianbao.intake.registers import RegisterEntry
    from nianbao.language import Message
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.reports.publication import ReportResources
    from nianbao.rules.rule import RegisteredRule
    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Agency


class Checker:
    """Checks files by the installed packs and an office's decisions.

    One checker serves many files and many threads. ``today`` decides which waivers have expired: the day of each
    check, when left out. ``reader`` is which reader reads workbooks, ``fast`` or ``openpyxl``. Raises
    :class:`~nianbao.errors.UsageError` where the office decides about codes, thresholds or styles that no pack
    has, or requires last year's files, registers or a roster that do not exist.
    """

    def __init__(
        self,
        registry: PluginRegistry,
        office: Office = PLAIN,
        *,
        today: datetime.date | None = None,
        reader: str = "fast",
    ) -> None:
        if office != PLAIN:
            from nianbao.plugins.decisions import check_decisions  # who decided nothing needs none of it

            check_decisions(registry, office)
        require_previous(office.previous)
        self.registry = registry
        self.office = office
        self.today = today
        self.reader = reader
        self.roster: Sequence[Agency] = self._read_roster()
        self.registers: Sequence[RegisterEntry] = self._read_registers()

    def _read_roster(self) -> Sequence[Agency]:
        if self.office.roster is None:
            return ()
        from nianbao.intake.roster import read_roster  # few offices name one

        return tuple(read_roster(self.office.roster))

    def _read_registers(self) -> Sequence[RegisterEntry]:
        if self.office.registers is None:
            return ()
        from nianbao.intake.registers import read_registers  # few offices name one

        return read_registers(self.office.registers)

    @cached_property
    def previous(self) -> PreviousYear | None:
        """Last year's submissions, read when the first file is checked."""
        return PreviousYear(self.office.previous, self.registry.find_form) if self.office.previous else None

    @cached_property
    def conditions(self) -> Conditions:
        """Under what every file is checked."""
        return conditions_of(self.registry, self.office)

    def check(self, name: str | os.PathLike[str], data: bytes) -> CheckedFile:
        """Check the bytes of one file by itself; ``name`` is its name, or the path it came by.

        Faults of the data come back as findings, whatever the bytes are.
        """
        return self.check_reading(self.read(name, data))

    def read(self, name: str | os.PathLike[str], data: bytes) -> Reading:
        """Read the bytes of one file without checking it."""
        return with_roster(read_file(data, os.fspath(name), self.registry.find_form, self.reader), self.roster)

    def read_path(self, path: str | os.PathLike[str]) -> Reading:
        """Read the file at a path, which may lead into an archive of workbooks."""
        return with_roster(read_path(os.fspath(path), self.registry.find_form, self.reader), self.roster)

    def set_of(self, readings: Sequence[Reading]) -> SubmissionSet:
        """Return the set that files form together, with the office's roster and registers."""
        submissions = tuple(reading.submission for reading in readings if reading.submission is not None)
        return SubmissionSet(submissions=submissions, roster=tuple(self.roster), registers=tuple(self.registers))

    def check_reading(
        self,
        reading: Reading,
        together: SubmissionSet | None = None,
        found_together: Sequence[Finding] | None = None,
        more: Sequence[Finding] = (),
    ) -> CheckedFile:
        """Check one file that was read.

        ``together`` is the set it belongs to, by default itself alone; ``found_together`` are the findings of
        comparing the set, where that was done before: then nothing is compared here. ``more`` are findings about
        the file that were made elsewhere.
        """
        findings = [*reading.findings, *unexpected(reading, self.office), *more]
        held_back, former, compared = 0, None, found_together is not None
        rules: Sequence[RegisteredRule] = ()
        notices: tuple[Message, ...] = ()
        if reading.submission is not None:
            compared_set = self.set_of([reading]) if together is None else together
            rules = self._rules(reading)
            former = self.previous.of(reading.agency, reading.submission.year) if self.previous else None
            ran = run_rules(reading, rules, self.office, previous=former, together=compared_set)
            findings += ran.findings
            held_back, notices = ran.held_back, ran.notices
            # Alone it resembles no other, which does not predict what the office will find: withheld below.
            if found_together is None and len(compared_set.submissions) > 1:
                findings += run_rules_over_set(reading, rules, self.office, compared_set)
                compared = True
        findings += found_together or ()
        today = self.today or datetime.datetime.now().astimezone().date()
        withheld: tuple[Message, ...] = ()
        if reading.submission is not None:
            # Only where the office requires last year's: a unit that is in none of its files may be a mistake of
            # the folder.
            missing = self.previous is not None and former is None
            withheld = reasons_to_withhold(
                reading.submission, self.office, rules, today, no_last_year=missing, compared=compared
            )
        return CheckedFile(
            reading=replace(reading, notices=(*reading.notices, *notices)) if notices else reading,
            findings=settle(findings, reading, self.office, today),
            held_back=held_back,
            withheld=withheld,
            conditions=self.conditions,
            resources=self._resources(reading),
        )

    def _resources(self, reading: Reading) -> Callable[[], ReportResources] | None:
        """Return a function for the means of a file's report: a check alone needs no styles and filters of packs."""
        if reading.submission is None:
            return None
        return partial(self.registry.report_resources, reading.submission.form.id, self.office.report)

    def check_together(self, readings: Sequence[Reading]) -> Iterator[CheckedFile]:
        """Check files as one set, in their order: texts compared between units, two files of one unit found (CN103).

        Nothing of a unit is published of which two files differ. All readings are in memory; for more files than that
        there is :func:`~nianbao.batches.batch.run_batch`.
        """
        from nianbao.checks.twice_reported import twice_reported, unit_of_file  # a single file needs neither

        together, duplicates = self.set_of(readings), twice_reported(list(map(unit_of_file, readings)))
        for number, reading in enumerate(readings):
            yield self.check_reading(reading, together, None, [duplicates[number]] if number in duplicates else [])

    def run_rules_over_set(self, reading: Reading, together: SubmissionSet | None) -> list[Finding]:
        """Return what the rules over the set find in a file, not settled."""
        if reading.submission is None or together is None:
            return []
        return run_rules_over_set(reading, self._rules(reading), self.office, together)

    def _rules(self, reading: Reading) -> Sequence[RegisteredRule]:
        assert reading.submission is not None
        return self.registry.rules_for(reading.submission.form)
