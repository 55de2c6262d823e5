"""Where the files of a batch are read and checked: one workplace in each process.

The functions below it are what travels to the processes; everything they take and give is picklable.
"""

from __future__ import annotations

import pickle
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Generic

import msgspec

from nianbao.checks.batch_settings import BatchSettings, Present, Registry, Shown
from nianbao.checks.check import check_together
from nianbao.checks.checked_file import check_reading, gather, read_path
from nianbao.checks.packing import pack_reading, unpack_findings, unpack_reading
from nianbao.checks.previous import previous_year
from nianbao.checks.submission_set import SubmissionSet
from nianbao.language import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.checks.checked_file import CheckedFile, FileReading, FindPrevious
    from nianbao.findings.finding import Finding


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


class Compared(msgspec.Struct, frozen=True):
    """A file that was read and compared with the others: its reading and the findings, packed.

    ``together`` tells whether there was a set at all.
    """

    number: int
    path: str
    reading: bytes
    found: bytes
    together: bool


@lru_cache(maxsize=1)
def _registry(packed: bytes) -> Any:
    return pickle.loads(packed)()


@lru_cache(maxsize=2)
def _workplace(packed: bytes) -> Workplace[Any]:
    make_registry, settings = pickle.loads(packed)
    return Workplace(settings, _registry(make_registry))


def pack_settings(settings: BatchSettings[Any]) -> bytes:
    """Give settings as the bytes that the functions below take; they are unpacked once a process."""
    return pickle.dumps((pickle.dumps(settings.make_registry), settings))


def make_ready(settings: bytes) -> None:
    """Build what a process needs; raises what the registry raises."""
    _workplace(settings)


def read_paths(settings: bytes, paths: Sequence[str]) -> list[bytes]:
    """Give the packed reading of each path."""
    place = _workplace(settings)
    return [pack_reading(place.read(path)) for path in paths]


def check_compared(settings: bytes, present: Present[Any, Shown], files: Sequence[Compared]) -> list[Shown]:
    """Give what the caller wants of each file that was compared with the others.

    The roster of the settings holds every agency of the set.
    """
    place, shown = _workplace(settings), []
    beside = SubmissionSet(roster=place.settings.roster, registers=place.settings.registers)
    for each in files:
        reading = unpack_reading(each.reading, place.registry)
        found = unpack_findings(each.found, place.registry)
        checked = place.check(reading, beside if each.together else None, found)
        shown.append(place.show(checked, present, each.number))
    return shown


def check_paths(settings: bytes, present: Present[Any, Shown], files: Sequence[tuple[int, str]]) -> list[Shown]:
    """Give what the caller wants of each file by itself, compared with nothing but roster and registers."""
    place = _workplace(settings)
    return [check_alone(place, path, present, number) for number, path in files]


def check_alone(place: Workplace[Registry], path: str, present: Present[Registry, Shown], number: int) -> Shown:
    """Read, check and show one file by itself."""
    reading = place.read(path)
    return place.show(place.check(reading, place.set_of([reading])), present, number)
