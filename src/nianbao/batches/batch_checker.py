"""Where the files of a batch are read and checked: one checker in each process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.checks.checker import Checker
from nianbao.files.outputs import digest
from nianbao.intake.read_file import unread_file
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.batches.batch_settings import BatchFile, BatchSettings, Present, Shown
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.findings.finding import Finding
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.rules.submission_set import SubmissionSet
    from nianbao.submissions.reading import Reading

_ = Domain("nianbao")


def _kept_bytes(path: Path) -> bytes | None:
    """Return bytes that are kept under their SHA-256; ``None`` if they are missing or changed."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if digest(data) == path.name else None


class BatchChecker:
    """A checker with the language of its batch."""

    def __init__(self, settings: BatchSettings, registry: PluginRegistry | None = None) -> None:
        self.settings = settings
        self.registry = settings.make_registry() if registry is None else registry
        with in_language(settings.language):
            self.checker = Checker(self.registry, settings.office, today=settings.today, reader=settings.reader)

    # The language is set call by call: results are made while the caller takes them, in whatever language it is by
    # then.
    def read(self, file: BatchFile) -> Reading:
        """Read a file; what cannot be read comes back as a finding."""
        with in_language(self.settings.language):
            if isinstance(file, str):
                return self.checker.read_path(file)
            data = _kept_bytes(Path(file.kept_at))
            if data is None:
                return unread_file(
                    file.path, _("留存的这一份读不出来，或者被改动过：请运行 nianbao audit，看看缺了什么。")
                )
            return self.checker.read(file.path, data)

    def set_of(self, readings: Sequence[Reading]) -> SubmissionSet:
        """Return the files of a batch as rules that compare them see them."""
        return self.checker.set_of(readings)

    def check(
        self,
        reading: Reading,
        together: SubmissionSet | None,
        found_together: Sequence[Finding] | None = None,
        more: Sequence[Finding] = (),
    ) -> CheckedFile:
        """Check a file that was read, in its set; ``more`` are findings about it that were made elsewhere."""
        with in_language(self.settings.language):
            return self.checker.check_reading(reading, together, found_together, more)

    def run_rules_over_set(self, reading: Reading, together: SubmissionSet) -> list[Finding]:
        """Return what the rules over the set find in a file."""
        with in_language(self.settings.language):
            return self.checker.run_rules_over_set(reading, together)

    def show(self, checked: CheckedFile, present: Present[Shown], number: int) -> Shown:
        """Return what the caller wants of a checked file."""
        with in_language(self.settings.language):
            return present(checked, self.registry, number)
