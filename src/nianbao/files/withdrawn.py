"""What a run has taken out of a folder of outputs: aside until it ends, put back where it arises again."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Final

from nianbao.files.outputs import digest_of_file

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator, Mapping
    from pathlib import Path

WITHDRAWN: Final = ".nianbao-withdrawn"


class Withdrawn:
    """Files that were moved out of a folder; they are in a hidden folder inside it, by the same paths."""

    def __init__(self, root: Path) -> None:
        self._root = root
        # Inside the folder itself: a rename on the same disk is at once, and a killed run leaves it where the next
        # one looks.
        self._aside = root / WITHDRAWN

    def take(self, folder: str) -> bool:
        """Take a folder aside, all at once; return whether that could be done, or there is none."""
        try:
            self._aside.mkdir(parents=True, exist_ok=True)
            if (self._root / folder).is_symlink():  # somebody's link to another place stays a link
                return False
            (self._root / folder).replace(self._aside / folder)
        except FileNotFoundError:
            return True
        except OSError:  # Windows moves no folder of which a file is open
            return False
        return True

    def take_file(self, name: str) -> None:
        """Take one file aside; raises ``OSError`` where it can be neither moved nor removed."""
        path, aside = self._root / name, self._aside / name
        try:
            aside.parent.mkdir(parents=True, exist_ok=True)
            path.replace(aside)
        except OSError:  # it may be on another disk
            path.unlink()

    def put_back(self, name: str) -> bool:
        """Put a file back in its place, where nothing is; return whether that could be done."""
        aside, path = self._aside / name, self._root / name
        try:
            if path.exists():
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(path)
        except OSError:
            return False
        return True

    def holds(self, name: str, sha256: str) -> bool:
        """Return whether a file with this SHA-256 was set aside."""
        try:
            return (self._aside / name).is_file() and digest_of_file(self._aside / name) == sha256
        except OSError:
            return False

    def put_back_others(self, ours: Mapping[str, Collection[str]]) -> Iterator[str]:
        """Put back what is not ours (path and SHA-256), or was edited since; return the paths."""
        for path in sorted(self._aside.rglob("*")) if self._aside.is_dir() else ():
            name = path.relative_to(self._aside).as_posix()
            if path.is_file() and digest_of_file(path) not in ours.get(name, ()):
                (self._root / name).parent.mkdir(parents=True, exist_ok=True)
                path.replace(self._root / name)
                yield name

    def clear(self) -> None:
        """Remove all that was set aside."""
        shutil.rmtree(self._aside, ignore_errors=True)


def foreign_files(root: Path, folders: Iterable[str], known: Container[str]) -> Iterator[str]:
    """Return the files in folders of results that this tool did not write, relative to ``root``."""
    for folder in folders:
        with contextlib.suppress(OSError):
            for path in (root / folder).rglob("*"):
                name = path.relative_to(root).as_posix()
                if name not in known and not path.name.startswith(".") and path.is_file():
                    yield name
