"""Write the outputs of files as they are checked, a group at a time: first into the ledger, then into the folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from nianbao.campaigns.decisions.sheet import SEPARATOR
from nianbao.campaigns.results.recording import Outcome, Recording
from nianbao.campaigns.results.remembered import OF_TWO_FILES
from nianbao.errors import OutputError, UsageError
from nianbao.files.file_names import DistinctFileNames
from nianbao.files.outputs import digest
from nianbao.files.packed_files import WORKBOOK_SUFFIXES
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nianbao.campaigns.results.outputs_of_file import OutputsOfFile
    from nianbao.campaigns.results.remembered import RememberedFile
    from nianbao.campaigns.results.results_ledger import ResultsLedger
    from nianbao.campaigns.results.rounds import CountingFile
    from nianbao.campaigns.results.status import StatusRow
    from nianbao.files.output_folder import OutputFolder
    from nianbao.formatters.formatted_file import FormattedFile

_ = Domain("nianbao")
FINDINGS: Final = "findings.json"
FINDINGS_FOLDER: Final = "校核意见"
REPORTS_FOLDER: Final = "年度报告"
ORIGINALS_FOLDER: Final = "原件"
STATUS_PAGE: Final = "状态一览.html"
STATUS_LIST: Final = "状态一览.xlsx"
_GROUP: Final = 32
"""Files recorded together: each transaction of the ledger waits for the disk, and the outputs wait in memory."""


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    """A file with the name of its outputs, and its report by path: empty where another file of the unit has the same."""

    counting: CountingFile
    outputs: OutputsOfFile
    name: str
    report: dict[str, bytes]


def key_of(file: RememberedFile | None) -> str:
    """Return what says in a row of the list about which file it is; empty for one that could not be received."""
    return "" if file is None else SEPARATOR.join((file.matter, file.bound))


def _is_received(counting: CountingFile, outputs: OutputsOfFile) -> bool:
    """Return whether what was checked are the bytes that were received, or none because they could not be read."""
    return counting.remembered is not None and outputs.sha256 in (counting.remembered.sha256, digest(b""))


class Writing:
    """Writes the outputs of one run.

    ``rows`` are the status of each file so far, ``differing`` is how many of them differ from another of their unit.
    """

    def __init__(self, folder: OutputFolder, ledger: ResultsLedger, notice: Callable[[str], None]) -> None:
        self.folder, self.notice, self.recording = folder, notice, Recording(ledger)
        self.rows: list[StatusRow] = []
        self.differing = 0
        self._names = DistinctFileNames()
        self._notices_given: set[str] = set()
        self._reports: dict[str, str | None] = {}

    def write(
        self, batch: Iterable[OutputsOfFile], files: Sequence[CountingFile]
    ) -> Iterator[FormattedFile[bytes]]:
        """Write the outputs of each file and add its row to ``rows``; return its part of the JSON."""
        group: list[_Named] = []
        for counting, outputs in zip(files, batch, strict=True):
            group.append(self._named(counting, outputs))
            if len(group) == _GROUP:
                yield from self._written(group)
                group = []
        yield from self._written(group)

    def _named(self, counting: CountingFile, outputs: OutputsOfFile) -> _Named:
        name, report = outputs.folder + self._names.take(outputs.stem), {}
        is_new = outputs.identity is not None and self._answers(outputs) not in self._reports
        if outputs.report and is_new and _is_received(counting, outputs):
            # The same answers in another file give the same report: one is enough.
            self._reports[self._answers(outputs)] = None
            report = {f"{REPORTS_FOLDER}/{name}.{format_name}": data for format_name, data in outputs.report}
        return _Named(counting=counting, outputs=outputs, name=name, report=report)

    @staticmethod
    def _answers(outputs: OutputsOfFile) -> str:
        """Return a text that two files have in common exactly if they have the same report."""
        unit = outputs.identity
        return "" if unit is None else f"{unit.code} {unit.name} {unit.year} {unit.answers}"

    def _written(self, group: Sequence[_Named]) -> Iterator[FormattedFile[bytes]]:
        outcomes = [
            Outcome(
                file=each.counting.remembered,
                read=each.outputs.read,
                checked=each.outputs.checked,
                findings=each.outputs.listing,
                report=tuple((name, digest(data)) for name, data in each.report.items()),
            )
            for each in group
            if each.counting.remembered is not None and _is_received(each.counting, each.outputs)
        ]
        try:
            self.recording.record(outcomes)
        except OutputError as error:
            # Not one output that cannot be written, but the ledger: nothing more may be written without it.
            raise UsageError(error.message) from error
        for each in group:
            self.differing += any(block["code"] in OF_TWO_FILES for block in each.outputs.checked["blocks"])
            self.rows.append(self._row(each))
            yield each.outputs.record

    def _row(self, named: _Named) -> StatusRow:
        """Write all outputs of a file into the folder; return its row."""
        outputs, name = named.outputs, named.name
        page = f"{FINDINGS_FOLDER}/{name}.html"
        page_written = self.folder.attempt(page, outputs.page)
        self.folder.attempt(f"{FINDINGS_FOLDER}/{name}.txt", outputs.text)
        for path, data in named.report.items():
            if self.folder.attempt(path, data):
                self._reports[self._answers(outputs)] = path
        for sentence in outputs.notices:
            if sentence not in self._notices_given:
                self._notices_given.add(sentence)
                self.notice(sentence)
        row = outputs.row
        if outputs.report and not _is_received(named.counting, outputs):
            row = replace(row, withheld=(*row.withheld, str(_("收的时候还在变动，没有收下：请再收一次"))))
        return replace(
            row,
            findings=page if page_written else None,
            report=self._reports.get(self._answers(outputs)) if outputs.report and not row.withheld else None,
            original=self._original(named),
            key=key_of(named.counting.remembered),
        )

    def _original(self, named: _Named) -> str | None:
        """Write the file itself if part of it is not read; return its path."""
        if not named.outputs.original:
            return None
        # The sender chose the suffix: only those of workbooks are used in our folder.
        suffix = Path(named.outputs.row.path).suffix.lower()
        suffix = suffix if suffix in WORKBOOK_SUFFIXES else WORKBOOK_SUFFIXES[0]
        original = f"{ORIGINALS_FOLDER}/{named.name}{suffix}"
        return original if self.folder.attempt(original, named.outputs.original) else None
