"""Finding the files in folders: every one is accounted for, and none can stop the search."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nianbao.errors import UsageError
from nianbao.files.output_folder import is_output_folder
from nianbao.files.packed_files import PACKED_SUFFIX, WORKBOOK_SUFFIXES, files_in
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ = Domain("nianbao")
SUFFIXES: Final = (*WORKBOOK_SUFFIXES, PACKED_SUFFIX)
DEEPEST: Final = 64
"""Folders inside each other; nobody keeps forms deeper, and a path may have only so many characters."""


def find_workbooks(paths: Iterable[Path], output: Path) -> list[Path]:
    """Return the workbooks in paths: files as named, folders walked, lock files and results of this tool left out.

    An archive of workbooks gives the files it holds, by paths that lead into it. A folder that cannot be listed
    stands for itself: reading it says why.

    Raises :class:`UsageError` for a path that does not exist, or when nothing is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_walk(path, output.resolve())))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise UsageError(_("找不到 {path}：请检查路径。", path=path))
    if not found:
        raise UsageError(_("给出的路径里没有表格文件（{suffixes}），请检查路径。", suffixes=listed(SUFFIXES)))
    return [Path(each) for path in found for each in files_in(str(path))]


def _walk(top: Path, output: Path) -> Iterator[Path]:
    """Return what is below a folder in the order of the names; without recursion, for folders may be nested deep."""
    waiting = [(top, 0)]
    while waiting:
        path, depth = waiting.pop()
        if not path.is_dir() or depth > DEEPEST:
            yield path
        elif path.resolve() != output and not is_output_folder(path):
            try:
                entries = sorted(os.scandir(path), key=lambda entry: entry.name, reverse=True)
            except OSError:
                yield path
                continue
            waiting.extend((path / entry.name, depth + 1) for entry in entries if _is_wanted(entry))


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a workbook or a folder to be walked; a link to a folder may lead back up."""
    if entry.name.startswith(("~$", ".")):
        return False
    if entry.is_dir():
        return not entry.is_symlink()
    return Path(entry.name).suffix.lower() in SUFFIXES
