"""Collect workbooks: check every one, and write findings, a status list and the reports of those that pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.batches.batch import run_batch
from nianbao.campaigns.results.kept_results import basis_of, kept_facts, kept_rows
from nianbao.campaigns.results.missing import missing_units
from nianbao.campaigns.results.rounds import RECEIVED, Received, Rounds
from nianbao.campaigns.results.status import StatusRow, status_html, status_list, status_row
from nianbao.checks.conditions import Conditions, conditions_of
from nianbao.checks.gate import publishable
from nianbao.checks.twice_reported import UnitOfFile, unit_of_file
from nianbao.errors import UnreadableError
from nianbao.files.file_names import DistinctFileNames, file_name
from nianbao.files.packed_files import WORKBOOK_SUFFIXES, content_of
from nianbao.formatters.findings_html import findings_html
from nianbao.formatters.findings_json import format_as_json, json_chunks
from nianbao.formatters.findings_text import findings_text, summary_text
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import Domain
from nianbao.reports.publication import unit_name
from nianbao.reports.render import render
from nianbao.reports.report_formats import TEXT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.files.output_folder import OutputFolder
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")
FINDINGS, FINDINGS_FOLDER, REPORTS_FOLDER, ORIGINALS_FOLDER = "findings.json", "校核意见", "年度报告", "原件"
STATUS_PAGE, STATUS_LIST = "状态一览.html", "状态一览.xlsx"
_UNREAD = "LT208"
"""Code of the finding that a workbook contains more than the form asks for, which a new workbook would lose."""


_OF_TWO_FILES = ("CN103", "LT302")
"""Codes of the findings that two files of a unit differ, which is a fault of neither."""


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """The outputs of one file, ready to write: status, page, text, its part of the JSON, the report by format.

    ``original`` is the file itself if part of it is not read, otherwise empty. ``identity`` names the agency whose answers
    it holds, ``faulty`` says whether anything in it blocks.
    """

    row: StatusRow
    page: bytes
    text: bytes
    record: FormattedFile[bytes]
    report: tuple[tuple[str, bytes], ...]
    original: bytes
    identity: UnitOfFile | None
    faulty: bool
    stem: str
    folder: str = ""
    notices: tuple[str, ...] = ()


class Collecting(msgspec.Struct, frozen=True, kw_only=True):
    """Build all outputs of a checked file; picklable, because it is sent to every process."""

    formats: tuple[str, ...] = TEXT_FORMATS
    code_folders: int = 0
    """By how many first characters of the units' codes outputs are put into folders; 0 for none."""

    def __call__(self, checked: CheckedFile, _registry: object = None, _number: int = 0) -> Collected:
        """Return the outputs of a file."""
        text = "\n".join(line.text for line in findings_text(checked)) + "\n"
        has_name = checked.agency.name or checked.agency.code
        return Collected(
            row=status_row(checked),
            page=findings_html([checked]),
            text=text.encode(),
            record=format_as_json(checked),
            report=tuple(self._report(checked)),
            original=_original(checked),
            identity=unit_of_file(checked.reading),
            faulty=any(finding.blocks and finding.code not in _OF_TWO_FILES for finding in checked.findings),
            stem=unit_name(checked.agency) if has_name else Path(checked.path).stem,
            folder=_code_folder(checked.agency.code, self.code_folders),
            notices=tuple(map(str, checked.reading.notices)),
        )

    def _report(self, checked: CheckedFile) -> Iterator[tuple[str, bytes]]:
        """Return the report in every format, with the name of the format; nothing if the file may not be published."""
        publication = publishable(checked)
        if publication is not None:
            for format_name in self.formats:
                yield format_name, render(publication, format_name)


def _code_folder(code: str | None, characters: int) -> str:
    """Return the folder of a unit below those of the outputs, with a slash; empty without folders."""
    if not characters:
        return ""
    return f"{file_name((code or '')[:characters] or str(_('无代码')))}/"


# Read again only where needed: few files have content that is not read, and a reading keeps no bytes.
def _original(checked: CheckedFile) -> bytes:
    if all(finding.code != _UNREAD for finding in checked.findings):
        return b""
    try:
        return content_of(checked.path)
    except (OSError, UnreadableError):
        return b""  # deleted since it was read


def collect(
    paths: Sequence[Path],
    folder: OutputFolder,
    registry: PluginRegistry,
    settings: BatchSettings,
    *,
    collecting: Collecting | None = None,
    rounds: Rounds | None = None,
    expected: Sequence[Agency] = (),
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
    progress_read: Callable[[str], None] | None = None,
    notice: Callable[[str], None] | None = None,
    fresh: bool = False,
) -> list[StatusRow]:
    """Check every path and write all outputs into the folder; return the status of each.

    ``collecting`` sets the formats of reports. Neither a faulty file nor an output that cannot be written stops the rest:
    ``folder.problems`` names the latter. The reports of earlier runs are removed before the first file is checked, so
    that no report of a unit that does not pass is left even if this run is interrupted; those that cannot be removed are
    in ``folder.problems`` or, if edited by somebody, in ``folder.left``. A file with content that is not read (LT208) is
    kept in the original. ``expected`` are the units that are to send a file; those that did not are named in the status. ``rounds`` are the files of earlier rounds that count beside the paths, by default none.
    ``jobs`` and ``executor`` are those of :func:`~nianbao.batches.batch.run_batch`; ``progress_read`` is called with each path once it is read, ``progress`` once
    it is done, ``notice`` with each notice for the maintainers of a form. If nothing has changed since the last run and
    its outputs are unchanged, they are kept, unless ``fresh`` is set.
    """
    settings = replace(settings, one_file_a_unit=True)
    rounds = rounds or Rounds(folder, paths, None)
    notify = notice or (lambda _words: None)
    names = _settled(rounds, registry, settings, notify)
    collect_file = collecting or Collecting()
    basis = basis_of(
        names, settings, registry, [msgspec.to_builtins(each) for each in (collect_file, list(expected))]
    )
    kept = _kept(folder, basis, notice) if not fresh else None
    if kept is not None:
        return kept
    batch = run_batch(
        names, settings, collect_file, registry=registry, jobs=jobs, executor=executor, tell=progress,
        tell_read=progress_read,
    )  # fmt: skip
    conditions = conditions_of(registry, settings.office)
    with folder:
        received: list[Received] = []
        rows = _write_results(batch, folder, conditions, notify, rounds, received, expected)
        received += rounds.keep_superseded(folder)
        folder.finish({**_facts(conditions), RECEIVED: msgspec.to_builtins(received), **kept_facts(basis, rows)})
    return rows


def _settled(
    rounds: Rounds, registry: PluginRegistry, settings: BatchSettings, notice: Callable[[str], None]
) -> list[str]:
    """Return the paths of the files that count, and say what is done with those of earlier rounds."""
    names = rounds.settle(registry, settings)
    if rounds.earlier:
        notice(str(_.plural("以前收的 {count} 个文件一起算。", len(rounds.earlier))))
    if rounds.superseded:
        notice(str(_.plural("退回过、已经有新的一份的 {count} 个文件不再算。", len(rounds.superseded))))
    return names


def _write_results(
    batch: Iterable[Collected],
    folder: OutputFolder,
    conditions: Conditions,
    notice: Callable[[str], None],
    rounds: Rounds,
    received: list[Received],
    expected: Sequence[Agency],
) -> list[StatusRow]:
    """Write the outputs of all files as they are checked; return the row of each, and add to ``received``."""
    rows: list[StatusRow] = []
    folder.withdraw(REPORTS_FOLDER)
    formatted_files = _written(batch, folder, rows, notice, rounds, received)
    if not folder.attempt(FINDINGS, json_chunks(formatted_files, conditions)):
        for _formatted in formatted_files:
            pass  # writes the other outputs all the same
    summary = summary_text(row.verdict for row in rows)
    missing = missing_units(expected, (row.agency for row in rows))
    folder.attempt(STATUS_PAGE, status_html(rows, summary.text, conditions, missing))
    folder.attempt(STATUS_LIST, status_list(rows, conditions, missing))
    return rows


def _kept(folder: OutputFolder, basis: str | None, notice: Callable[[str], None] | None) -> list[StatusRow] | None:
    """Return the results of the last run if still valid, and write the manifest again; otherwise ``None``."""
    with folder:
        rows = kept_rows(folder, basis)
        if rows is None:
            return None
        folder.finish(folder.facts)
    if notice is not None:
        notice(str(_("文件和设置都没有变，沿用上一次的结果（要重新校核的，加 --fresh）。")))
    return rows


def _facts(conditions: Conditions) -> dict[str, object]:
    """Return the facts about the run for the manifest."""
    facts: dict[str, object] = {"packs": dict(conditions.packs)}
    if conditions.configuration is not None:
        facts["configuration"] = {
            "path": conditions.configuration.relative_path,
            "sha256": conditions.configuration.sha256,
        }
    if conditions.not_run:
        facts["not_run"] = list(conditions.not_run)
    if conditions.set_aside:
        facts["packs_set_aside"] = list(conditions.set_aside)
    return facts


def _written(
    batch: Iterable[Collected],
    folder: OutputFolder,
    rows: list[StatusRow],
    notice: Callable[[str], None],
    rounds: Rounds,
    received: list[Received],
) -> Iterator[FormattedFile[bytes]]:
    """Write the outputs of each file and add its row to ``rows``; return its part of the JSON."""
    names, notices_given, published = DistinctFileNames(), set[str](), dict[str, str]()
    for collected in batch:
        name = collected.folder + names.take(collected.stem)
        page, report = f"{FINDINGS_FOLDER}/{name}.html", None
        page_written = folder.attempt(page, collected.page)
        folder.attempt(f"{FINDINGS_FOLDER}/{name}.txt", collected.text)
        if collected.report and collected.identity is not None:
            # The same answers in another file give the same report: one is enough.
            answers = f"{collected.identity.code} {collected.identity.name} {collected.identity.year} {collected.identity.answers}"
            report = published.get(answers)
            for format_name, data in collected.report if report is None else ():
                if folder.attempt(f"{REPORTS_FOLDER}/{name}.{format_name}", data):
                    report = published[answers] = f"{REPORTS_FOLDER}/{name}.{format_name}"
        original = None
        if collected.original:
            # The sender chose the suffix: only those of workbooks are used in our folder.
            suffix = Path(collected.row.path).suffix.lower()
            original = f"{ORIGINALS_FOLDER}/{name}{suffix if suffix in WORKBOOK_SUFFIXES else WORKBOOK_SUFFIXES[0]}"
            original = original if folder.attempt(original, collected.original) else None
        kept = rounds.keep(folder, collected.row.path, collected.identity, faulty=collected.faulty)
        received += [kept] if kept is not None else []
        for sentence in collected.notices:
            if sentence not in notices_given:
                notices_given.add(sentence)
                notice(sentence)
        rows.append(
            replace(collected.row, findings=page if page_written else None, report=report, original=original)
        )
        yield collected.record
