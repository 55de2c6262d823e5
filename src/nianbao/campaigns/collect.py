"""Collect: every workbook found is checked; findings, a status list and the reports that pass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nianbao.campaigns.status import status_html, status_list
from nianbao.checks.checked_file import CheckedFile, FileReading, check_reading, gather, read_file, unread_file
from nianbao.checks.findings_json import findings_json
from nianbao.checks.findings_text import findings_text, summary_text
from nianbao.errors import UsageError
from nianbao.language import Domain
from nianbao.outputs import OutputFolder, distinct_file_names, is_output_folder
from nianbao.reports.compose import compose
from nianbao.reports.render import TEXT_FORMATS, render
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nianbao.checks.checked_file import FindPrevious
    from nianbao.checks.profile import Profile
    from nianbao.checks.submission_set import RegisterEntry
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb")
FINDINGS, FINDINGS_FOLDER, REPORTS_FOLDER = "findings.json", "校核意见", "年度报告"
STATUS_PAGE, STATUS_LIST = "状态一览.html", "状态一览.xlsx"


def find_workbooks(paths: Iterable[Path], output: Path) -> list[Path]:
    """Give the workbooks in paths: files as named, folders walked, lock files and results left out.

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
        raise UsageError(_("给出的路径里没有表格文件（{suffixes}），请检查路径。", suffixes="、".join(SUFFIXES)))
    return list(found)


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


def collect(
    paths: Sequence[Path],
    folder: OutputFolder,
    registry: PluginRegistry,
    profile: Profile,
    *,
    read: Callable[[Path], bytes],
    previous: FindPrevious | None = None,
    roster: Sequence[Agency] = (),
    registers: Sequence[RegisterEntry] = (),
    progress: Callable[[str], None] | None = None,
) -> list[CheckedFile]:
    """Check every path and write everything that comes of it into the folder.

    One faulty file never stops the rest. ``read`` gives a path's bytes; ``progress`` is called with each path when it is done.
    """
    readings = [_read(path, read, registry) for path in paths]
    together = gather(readings, roster, registers)
    checked: list[CheckedFile] = []
    for reading in readings:
        checked.append(
            check_reading(reading, registry.rules_for, profile=profile, previous=previous, together=together)
        )
        if progress:
            progress(reading.path)
    names = distinct_file_names(each.agency.name or Path(each.path).stem for each in checked)
    reports = {}
    for each, name in zip(checked, names, strict=True):
        text = "\n".join(line.text for line in findings_text(each)) + "\n"
        folder.write(f"{FINDINGS_FOLDER}/{name}.txt", text.encode())
        if not each.blocks and each.submission is not None and each.form is not None:
            form_folder = registry.form_folders[each.form.id].folder
            report = compose(each.submission, form_folder)
            for to in TEXT_FORMATS:
                reports[each.path] = f"{REPORTS_FOLDER}/{name}.{to}"
                folder.write(
                    reports[each.path],
                    render(report, to, [form_folder, registry.styles["standard"]], filters=registry.filters),
                )
    packs = {pack.name: pack.version for pack in registry.packs}
    folder.write(FINDINGS, findings_json(checked, packs))
    findings = {each.path: f"{FINDINGS_FOLDER}/{name}.txt" for each, name in zip(checked, names, strict=True)}
    folder.write(STATUS_PAGE, status_html(checked, findings, reports, str(summary_text(checked).text)))
    folder.write(STATUS_LIST, status_list(checked))
    folder.finish({"written_by": f"nianbao {__version__}", "packs": packs})
    return checked


def _read(path: Path, read: Callable[[Path], bytes], registry: PluginRegistry) -> FileReading:
    try:
        return read_file(read(path), path.as_posix(), registry.find_form)
    except UsageError as error:  # one file that the system refuses must not stop the rest
        return unread_file(path.as_posix(), error.message)
