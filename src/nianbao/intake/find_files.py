"""Finding the files in folders: every one is accounted for, and none can stop the search."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nianbao.errors import UsageError
from nianbao.files.input_files import exists
from nianbao.files.manifest import results_in
from nianbao.files.packed_files import PACKED_SUFFIX, WORKBOOK_SUFFIXES, files_in
from nianbao.files.report_suffixes import REPORT_SUFFIXES, TEXT_SUFFIXES
from nianbao.language import Domain, listed
from nianbao.reports.draft_mark import DRAFT_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ = Domain("nianbao")
SUFFIXES: Final = (*WORKBOOK_SUFFIXES, PACKED_SUFFIX, *REPORT_SUFFIXES)
TOLD_SUFFIXES: Final = (".rar", ".7z", ".numbers", ".fods")
"""Suffixes of files that are not read but most likely hold forms: each becomes a row with a remedy."""
_PAGES: Final = (".html", ".htm")
_HEAD: Final = 16_384
DEEPEST: Final = 64
"""Depth of nested folders; nobody keeps forms deeper, and a path may have only so many characters."""


def find_workbooks(paths: Iterable[Path], output: Path, notice: Callable[[str], None] | None = None) -> list[Path]:
    """Return the workbooks in paths: files as named, folders walked, lock files and results of this tool left out.

    Results are the files that the manifest of an output folder lists, no others; ``notice`` is called where such
    files were skipped, except in ``output`` itself. An archive of workbooks is replaced by the files in it, by
    paths that lead into it. A folder that cannot be listed is returned itself: reading it raises the reason.

    Raises :class:`UsageError` for a path that does not exist, or when nothing is found.
    """
    search = _Search(output.resolve(), notice or (lambda _words: None), (*SUFFIXES, *TOLD_SUFFIXES), returned=True)
    return _files_below(paths, search)


def find_reports(paths: Iterable[Path], output: Path) -> list[Path]:
    """Return the reports in paths: files as named, folders walked; texts too, for reports are expected."""
    search = _Search(output.resolve(), lambda _words: None, (*REPORT_SUFFIXES, *TEXT_SUFFIXES), returned=False)
    return _files_below(paths, search)


def _files_below(paths: Iterable[Path], search: _Search) -> list[Path]:
    files: dict[Path, None] = {}
    for path in paths:
        if exists(path) and path.is_dir():
            files.update(dict.fromkeys(search.walk(path)))
        elif os.path.lexists(path):  # a link that leads nowhere is a row
            files[path] = None
        else:
            raise UsageError(_("找不到 {path}：请检查路径。", path=path))
    if not files:
        suffixes = listed(suffix for suffix in search.suffixes if suffix not in TOLD_SUFFIXES)
        raise UsageError(_("给出的路径里没有表格文件（{suffixes}），请检查路径。", suffixes=suffixes))
    return [Path(file) for path in files for file in files_in(str(path))]


class _Search:
    """A search through folders, which knows the results of earlier runs on its way."""

    def __init__(
        self, output: Path, notice: Callable[[str], None], suffixes: tuple[str, ...], *, returned: bool
    ) -> None:
        self.suffixes = suffixes
        self.returned = returned  # whether files from units are searched, among which drafts of ours are skipped
        self.output = output
        self.notice = notice
        self.results: set[Path] = set()

    def walk(self, top: Path) -> Iterator[Path]:
        """Return what is below a folder in the order of the names; without recursion: it may be nested deep."""
        waiting = [(top, 0)]
        while waiting:
            path, depth = waiting.pop()
            if path in self.results:
                continue
            if not path.is_dir() or depth > DEEPEST:
                if not (depth and path.suffix.lower() in _PAGES and self.returned and _is_our_draft(path)):
                    yield path
                continue
            self._note_results(path)
            try:
                # Backwards, for what is put on the pile last is taken first.
                entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
            except OSError:
                yield path
                continue
            waiting.extend((path / entry.name, depth + 1) for entry in entries if _is_wanted(entry, self.suffixes))

    def _note_results(self, folder: Path) -> None:
        # What the manifest lists, not what looks like a result: a filled workbook next to it belongs to somebody.
        results = {folder / name for name in results_in(folder)}
        self.results |= results
        passed_over = sum(path.suffix.lower() in SUFFIXES for path in results)
        if passed_over and folder.resolve() != self.output:
            notice = _.plural(
                "{folder} 是以前的输出文件夹，其中 {count} 个结果文件没有当作表格来读。", passed_over, folder=folder
            )
            self.notice(str(notice))


def _is_our_draft(path: Path) -> bool:
    """Return whether a page is a draft that this program made, found among what units sent."""
    try:
        with path.open("rb") as stream:
            return DRAFT_MARK.encode() in stream.read(_HEAD)
    except OSError:
        return False  # reading it raises the reason


def _is_wanted(entry: os.DirEntry[str], suffixes: tuple[str, ...]) -> bool:
    """Return whether an entry is a workbook or a folder to be walked; a link to a folder may lead back up."""
    if entry.name.startswith(("~$", ".")):
        return False
    if entry.is_dir():
        return not entry.is_symlink()
    return Path(entry.name).suffix.lower() in suffixes
