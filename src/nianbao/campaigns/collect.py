"""Collect: every workbook found is checked; findings, a status list and the reports that pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.batches.batch import run_batch
from nianbao.campaigns.status import StatusRow, status_html, status_list, status_row
from nianbao.errors import UnreadableError, UsageError
from nianbao.files.outputs import DistinctFileNames, OutputFolder, is_output_folder
from nianbao.files.packed_files import PACKED_SUFFIX, WORKBOOK_SUFFIXES, content_of, files_in
from nianbao.formatters.findings_html import findings_html
from nianbao.formatters.findings_json import json_chunks, json_piece
from nianbao.formatters.findings_text import findings_text, summary_text
from nianbao.formatters.piece import Piece
from nianbao.language import Domain, listed
from nianbao.reports.compose import compose
from nianbao.reports.render import TEXT_FORMATS, render
from nianbao.reports.report_style import ReportStyle
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")
SUFFIXES = (*WORKBOOK_SUFFIXES, PACKED_SUFFIX)
FINDINGS, FINDINGS_FOLDER, REPORTS_FOLDER, ORIGINALS_FOLDER = "findings.json", "校核意见", "年度报告", "原件"
STATUS_PAGE, STATUS_LIST = "状态一览.html", "状态一览.xlsx"
_UNREAD = "LT208"
"""Says that a workbook holds more than the form asks for, which a workbook written anew would lose."""


def find_workbooks(paths: Iterable[Path], output: Path) -> list[Path]:
    """Give the workbooks in paths: files as named, folders walked, lock files and results left out.

    An archive of workbooks gives the files it holds, by paths that lead into it.

    Raises :class:`UsageError` for a path that does not exist, or when nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_walk(path, output.resolve())))
        elif path.exists():
            found[path] = None
        else:
            raise UsageError(_("找不到 {path}：请检查路径。", path=path))
    if not found:
        raise UsageError(_("给出的路径里没有表格文件（{suffixes}），请检查路径。", suffixes=listed(SUFFIXES)))
    return [Path(each) for path in found for each in files_in(str(path))]


def _walk(folder: Path, output: Path) -> Iterator[Path]:
    """Give the workbooks below a folder in order, leaving out results of this tool."""
    if folder.resolve() == output or is_output_folder(folder):
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("~$", ".")):
            continue
        if path.is_dir():
            if not path.is_symlink():  # a link may lead back up
                yield from _walk(path, output)
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            yield path


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be written of one file, ready: status, page, text, its part of the JSON, the report by format.

    ``original`` is the file itself where something in it is not read; empty otherwise.
    """

    row: StatusRow
    page: bytes
    text: bytes
    record: Piece[bytes]
    report: tuple[tuple[str, bytes], ...]
    original: bytes


class Collecting(msgspec.Struct, frozen=True, kw_only=True):
    """Makes everything that is written of a checked file; picklable, for it goes to every process."""

    style: ReportStyle = msgspec.field(default_factory=ReportStyle)
    formats: tuple[str, ...] = TEXT_FORMATS

    def __call__(self, checked: CheckedFile, registry: PluginRegistry, _number: int = 0) -> Collected:
        """Give what is written of a file."""
        text = "\n".join(line.text for line in findings_text(checked)) + "\n"
        return Collected(
            row=status_row(checked),
            page=findings_html([checked]),
            text=text.encode(),
            record=json_piece(checked),
            report=tuple(self._report(checked, registry)),
            original=_original(checked),
        )

    def _report(self, checked: CheckedFile, registry: PluginRegistry) -> Iterator[tuple[str, bytes]]:
        """Give the report of a file that passes, in every format."""
        if checked.blocks or checked.submission is None or checked.form is None:
            return
        form_folder = registry.form_folders[checked.form.id].folder
        report = compose(checked.submission, form_folder, house_style=self.style.house)
        templates = registry.template_folders(checked.form.id, self.style.name)
        for to in self.formats:
            yield (
                to,
                render(report, to, templates, filters=registry.filters, page=self.style.page, word=self.style.word),
            )


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
    settings: BatchSettings[PluginRegistry],
    *,
    collecting: Collecting | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[StatusRow]:
    """Check every path and write everything that comes of it into the folder; give the status of each.

    ``collecting`` says in which style and formats reports are made. One faulty file never stops the
    rest. Files are written as they are done, and a file in which something stands that is not read
    (LT208) is kept as it came; ``jobs`` and ``executor`` are those of
    :func:`~nianbao.batches.batch.run_batch`; ``progress`` is called with each path when it is done.
    """
    names = [path.as_posix() for path in paths]
    present = collecting or Collecting()
    batch = run_batch(names, settings, present, registry=registry, jobs=jobs, executor=executor, tell=progress)
    packs = {pack.name: pack.version for pack in registry.packs}
    rows: list[StatusRow] = []
    folder.write(FINDINGS, json_chunks(_written(batch, folder, rows), packs))
    summary = summary_text(row.verdict for row in rows)
    folder.write(STATUS_PAGE, status_html(rows, summary.text))
    folder.write(STATUS_LIST, status_list(rows))
    folder.finish({"written_by": f"nianbao {__version__}", "packs": packs})
    return rows


def _written(batch: Iterable[Collected], folder: OutputFolder, rows: list[StatusRow]) -> Iterator[Piece[bytes]]:
    """Write what comes of each file, add its row; give its part of the JSON."""
    names = DistinctFileNames()
    for each in batch:
        name = names.take(each.row.agency.name or Path(each.row.path).stem)
        page, report = f"{FINDINGS_FOLDER}/{name}.html", None
        folder.write(page, each.page)
        folder.write(f"{FINDINGS_FOLDER}/{name}.txt", each.text)
        for to, data in each.report:
            report = f"{REPORTS_FOLDER}/{name}.{to}"
            folder.write(report, data)
        original = None
        if each.original:
            suffix = Path(each.row.path).suffix.lower()
            original = f"{ORIGINALS_FOLDER}/{name}{suffix if suffix in WORKBOOK_SUFFIXES else WORKBOOK_SUFFIXES[0]}"
            folder.write(original, each.original)
        rows.append(replace(each.row, findings=page, report=report, original=original))
        yield each.record
