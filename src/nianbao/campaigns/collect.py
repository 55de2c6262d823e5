"""Collect: every workbook found is checked; findings, a status list and the reports that pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.batches.batch import run_batch
from nianbao.campaigns.kept_results import basis_of, kept_facts, kept_rows
from nianbao.campaigns.status import StatusRow, status_html, status_list, status_row
from nianbao.checks.conditions import Conditions, conditions_of
from nianbao.checks.gate import publishable
from nianbao.checks.twice_reported import UnitOfFile, unit_of_file
from nianbao.errors import UnreadableError
from nianbao.files.file_names import DistinctFileNames
from nianbao.files.packed_files import WORKBOOK_SUFFIXES, content_of
from nianbao.formatters.findings_html import findings_html
from nianbao.formatters.findings_json import format_as_json, json_chunks
from nianbao.formatters.findings_text import findings_text, summary_text
from nianbao.formatters.formatted_file import FormattedFile
from nianbao.language import Domain
from nianbao.reports.publication import unit_name
from nianbao.reports.render import TEXT_FORMATS, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.files.output_folder import OutputFolder
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")
FINDINGS, FINDINGS_FOLDER, REPORTS_FOLDER, ORIGINALS_FOLDER = "findings.json", "校核意见", "年度报告", "原件"
STATUS_PAGE, STATUS_LIST = "状态一览.html", "状态一览.xlsx"
_UNREAD = "LT208"
"""Says that a workbook holds more than the form asks for, which a workbook written anew would lose."""


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written of one file, ready: status, page, text, its part of the JSON, the report by format.

    ``original`` is the file itself where something in it is not read; empty otherwise. ``identity`` says whose
    answers it holds.
    """

    row: StatusRow
    page: bytes
    text: bytes
    record: FormattedFile[bytes]
    report: tuple[tuple[str, bytes], ...]
    original: bytes
    identity: UnitOfFile | None
    stem: str
    notices: tuple[str, ...] = ()


class Collecting(msgspec.Struct, frozen=True, kw_only=True):
    """Makes everything that is written of a checked file; picklable, for it goes to every process."""

    formats: tuple[str, ...] = TEXT_FORMATS

    def __call__(self, checked: CheckedFile, _registry: object = None, _number: int = 0) -> Collected:
        """Return what is written of a file."""
        text = "\n".join(line.text for line in findings_text(checked)) + "\n"
        named = checked.agency.name or checked.agency.code
        return Collected(
            row=status_row(checked),
            page=findings_html([checked]),
            text=text.encode(),
            record=format_as_json(checked),
            report=tuple(self._report(checked)),
            original=_original(checked),
            identity=unit_of_file(checked.reading),
            stem=unit_name(checked.agency) if named else Path(checked.path).stem,
            notices=tuple(map(str, checked.reading.notices)),
        )

    def _report(self, checked: CheckedFile) -> Iterator[tuple[str, bytes]]:
        """Return the report of a file that may be published, in every format."""
        publication = publishable(checked)
        if publication is not None:
            for to in self.formats:
                yield to, render(publication, to)


# Read once more where it is needed: few files hold what is not read, and a reading keeps no bytes.
def _original(checked: CheckedFile) -> bytes:
    if all(finding.code != _UNREAD for finding in checked.findings):
        return b""
    try:
        return content_of(checked.path)
    except (OSError, UnreadableError):
        return b""  # gone since it was read


def collect(
    paths: Sequence[Path],
    folder: OutputFolder,
    registry: PluginRegistry,
    settings: BatchSettings,
    *,
    collecting: Collecting | None = None,
    inputs: Sequence[str] = (),
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
    progress_read: Callable[[str], None] | None = None,
    notice: Callable[[str], None] | None = None,
    fresh: bool = False,
) -> list[StatusRow]:
    """Check every path and write everything that comes of it into the folder; return the status of each.

    ``collecting`` says in which formats reports are made. One faulty file never stops the rest, nor does an output
    that cannot be written: ``folder.problems`` names it. The reports of earlier runs go away before the first file is
    checked, so that none lies there of a unit that does not pass now, whenever this run may end; those that cannot
    go away are in ``folder.problems`` or, edited by somebody, in ``folder.left``. A file in which something stands
    that is not read (LT208) is kept as it came. ``inputs`` are the paths that were asked for, kept in the manifest;
    ``jobs`` and ``executor`` are those of :func:`~nianbao.batches.batch.run_batch`; ``progress_read`` is called with
    each path when it was read, ``progress`` when it is done, ``notice`` with what the keepers of a form must know. Where
    nothing has changed since the last run and its outputs lie there as written, they are kept; ``fresh`` checks all the same.
    """
    names = [path.as_posix() for path in paths]
    settings = replace(settings, one_file_a_unit=True)
    present = collecting or Collecting()
    basis = basis_of(names, settings, registry, present.formats)
    kept = _kept(folder, basis, inputs, notice) if not fresh else None
    if kept is not None:
        return kept
    batch = run_batch(
        names,
        settings,
        present,
        registry=registry,
        jobs=jobs,
        executor=executor,
        tell=progress,
        tell_read=progress_read,
    )
    conditions = conditions_of(registry, settings.office)
    with folder:
        rows = _write_results(batch, folder, conditions, notice or (lambda _words: None))
        folder.finish({**_facts(conditions), "inputs": list(inputs), **kept_facts(basis, rows)})
    return rows


def _write_results(
    batch: Iterable[Collected], folder: OutputFolder, conditions: Conditions, notice: Callable[[str], None]
) -> list[StatusRow]:
    """Write everything that comes of the files, as they come; return the row of each."""
    rows: list[StatusRow] = []
    folder.withdraw(REPORTS_FOLDER)
    formatted_files = _written(batch, folder, rows, notice)
    if not folder.attempt(FINDINGS, json_chunks(formatted_files, conditions)):
        for _formatted in formatted_files:
            pass  # the other outputs are made all the same
    summary = summary_text(row.verdict for row in rows)
    folder.attempt(STATUS_PAGE, status_html(rows, summary.text, conditions))
    folder.attempt(STATUS_LIST, status_list(rows, conditions))
    return rows


def _kept(
    folder: OutputFolder, basis: str | None, inputs: Sequence[str], notice: Callable[[str], None] | None
) -> list[StatusRow] | None:
    """Return the results of the last run where they are right still, and write the manifest again."""
    with folder:
        rows = kept_rows(folder, basis)
        if rows is None:
            return None
        folder.finish({**folder.facts, "inputs": list(inputs)})
    if notice is not None:
        notice(str(_("文件和设置都没有变，沿用上一次的结果（要重新校核的，加 --fresh）。")))
    return rows


def _facts(conditions: Conditions) -> dict[str, object]:
    """Return what the manifest says of the run."""
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
    batch: Iterable[Collected], folder: OutputFolder, rows: list[StatusRow], notice: Callable[[str], None]
) -> Iterator[FormattedFile[bytes]]:
    """Write what comes of each file, add its row; return its part of the JSON."""
    names, told, published = DistinctFileNames(), set[str](), dict[str, str]()
    for each in batch:
        name = names.take(each.stem)
        page, report = f"{FINDINGS_FOLDER}/{name}.html", None
        wrote = folder.attempt(page, each.page)
        folder.attempt(f"{FINDINGS_FOLDER}/{name}.txt", each.text)
        if each.report and each.identity is not None:
            # The same answers in another file give the same report: one is enough.
            answers = f"{each.identity.code} {each.identity.name} {each.identity.year} {each.identity.answers}"
            report = published.get(answers)
            for to, data in each.report if report is None else ():
                if folder.attempt(f"{REPORTS_FOLDER}/{name}.{to}", data):
                    report = published[answers] = f"{REPORTS_FOLDER}/{name}.{to}"
        original = None
        if each.original:
            # The suffix is the sender's; only those of workbooks are taken over into a folder of ours.
            suffix = Path(each.row.path).suffix.lower()
            original = f"{ORIGINALS_FOLDER}/{name}{suffix if suffix in WORKBOOK_SUFFIXES else WORKBOOK_SUFFIXES[0]}"
            original = original if folder.attempt(original, each.original) else None
        for words in each.notices:
            if words not in told:
                told.add(words)
                notice(words)
        rows.append(replace(each.row, findings=page if wrote else None, report=report, original=original))
        yield each.record
