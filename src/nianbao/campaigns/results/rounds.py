"""Rounds: a second folder of files goes on where the first ended, and never replaces its results.

A folder of results keeps a copy of every file that was collected, and remembers for each in which round it came, whose it
is and whether it had to go back. Files that came later count instead of those that had to go back; where a file that
was right and a later one differ, neither counts (CN103), as within one round.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.checks.checker import Checker
from nianbao.checks.twice_reported import Owner, UnitOfFile, files_by_unit, unit_of_file
from nianbao.errors import UnreadableError
from nianbao.files.file_names import DistinctFileNames
from nianbao.files.manifest import is_inside
from nianbao.files.outputs import digest
from nianbao.files.packed_files import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.files.output_folder import OutputFolder
    from nianbao.plugins.registry import PluginRegistry

RECEIVED: Final = "received"
"""The key of the manifest for the files of all rounds."""
COPIES: Final = ".nianbao-received"
"""The folder of their copies: what was collected may be deleted where it came from."""


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was collected: its path as seen from the folder of results, its copy there, and what was found of it.

    ``faulty``: it had to go back for what is in it; that another file of the unit differs is no fault of it.
    """

    path: str
    copy: str
    sha256: str
    round: int
    owner: Owner | None = None
    faulty: bool = False


def as_seen_from(root: Path, path: Path) -> str:
    """Return a path relative to a folder, with ``/``: both may be moved together, and a run may start anywhere."""
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.resolve().as_posix()


class Rounds:
    """The files of a run: those that were asked for, and those of earlier rounds that still count beside them.

    ``asked`` are the paths that the command was given, files and folders: what came from there before is replaced by
    what lies there now. Without them, nothing of earlier rounds counts.
    """

    def __init__(self, folder: OutputFolder, paths: Sequence[Path], asked: Sequence[Path] | None) -> None:
        self.root = folder.root
        self.now = {path.as_posix(): as_seen_from(self.root, path) for path in paths}
        known = _received_before(folder)
        self._known = {file.path: file for file in known}
        self._next = max((file.round for file in known), default=0) + 1
        given = [path.resolve() for path in asked or ()]
        present = set(self.now.values())
        self.earlier = [
            file for file in known
            if asked is not None and file.path not in present and not self._lies_in(file.path, given) and (self.root / file.copy).is_file()
        ]  # fmt: skip
        self.superseded: list[Received] = []
        self.paths: list[str] | None = None
        self._beside: dict[str, Received] = {}
        self._names: dict[int, DistinctFileNames] = {}
        for file in known:
            self._take(file.round, Path(file.copy).name)

    def _lies_in(self, path: str, given: Iterable[Path]) -> bool:
        place = Path(os.path.normpath(self.root.resolve() / path))
        return any(place == other or other in place.parents for other in given)

    def settle(self, registry: PluginRegistry, settings: BatchSettings) -> list[str]:
        """Decide once which files count, and return their paths: those of earlier rounds first.

        Files are read beforehand only where an earlier one had to go back.
        """
        if self.paths is not None:
            return self.paths
        rounds = [*map(self._round_of, self.now), *(file.round for file in self.earlier)]
        newest = max(rounds, default=0)  # where nothing came later, nothing need be read beforehand
        if any(file.faulty and file.round < newest for file in self._known.values()):
            self.superseded = self._superseded(registry, settings)
        left_out = {file.path for file in self.superseded}
        self._beside = {self._path_of(file): file for file in self.earlier if file.path not in left_out}
        self.paths = [*self._beside, *(path for path, relative in self.now.items() if relative not in left_out)]
        return self.paths

    def _superseded(self, registry: PluginRegistry, settings: BatchSettings) -> list[Received]:
        """Return the files that had to go back and of whose unit another came in a later round."""
        checker = Checker(registry, settings.office, today=settings.today, reader=settings.reader)
        files: list[tuple[int, Owner | None, Received | None]] = [
            (file.round, file.owner, file) for file in self.earlier
        ]
        for path in self.now:
            file = self._same(path, self._digest_of(path))
            owner = file.owner if file is not None else _owner_of(unit_of_file(checker.read_path(path)))
            files.append((self._round_of(path), owner, file))
        superseded: dict[str, Received] = {}
        for numbers in files_by_unit([owner for _round, owner, _file in files]):
            newest = max(files[number][0] for number in numbers)
            of_unit = [file for number in numbers if (file := files[number][2]) is not None]
            superseded |= {file.path: file for file in of_unit if file.faulty and file.round < newest}
        return list(superseded.values())

    def _digest_of(self, path: str) -> str:
        try:
            return digest(content_of(path))
        except (OSError, UnreadableError):
            return ""

    def _same(self, path: str, sha256: str) -> Received | None:
        """Return what is known of a file, unless it was changed since."""
        file = self._known.get(self.now[path])
        return file if file is not None and file.sha256 == sha256 else None

    def _round_of(self, path: str) -> int:
        file = self._known.get(self.now.get(path, path))
        return file.round if file is not None else self._next

    def _path_of(self, file: Received) -> str:
        """Return where to read a file of an earlier round: where it came from if it is still there, else its copy."""
        place = Path(os.path.normpath(self.root / file.path))
        if self._digest_of(str(place)) == file.sha256:
            return place.as_posix()
        return (self.root / file.copy).as_posix()

    def keep(self, folder: OutputFolder, path: str, unit: UnitOfFile | None, *, faulty: bool) -> Received | None:
        """Keep a copy of a file that counts; return what to remember of it, ``None`` if it cannot be read any more."""
        known = self._beside.get(path) or self._known.get(self.now.get(path, path))
        try:
            data = content_of(path)
        except (OSError, UnreadableError):
            return None
        copy = known.copy if known is not None else self._take(self._next, Path(path).name)
        folder.attempt(copy, data)
        return Received(
            path=known.path if known is not None else self.now.get(path, path),
            copy=copy,
            sha256=digest(data),
            round=known.round if known is not None else self._next,
            owner=_owner_of(unit),
            faulty=faulty,
        )

    def keep_superseded(self, folder: OutputFolder) -> list[Received]:
        """Keep the copies of files that no longer count; return them."""
        for file in self.superseded:
            with contextlib.suppress(OSError):
                folder.attempt(file.copy, (self.root / file.copy).read_bytes())
        return self.superseded

    def _take(self, number: int, name: str) -> str:
        names = self._names.setdefault(number, DistinctFileNames())
        stem, suffix = Path(name).stem, Path(name).suffix
        return f"{COPIES}/{number}/{names.take(stem)}{suffix}"


def _received_before(folder: OutputFolder) -> list[Received]:
    """Return the files that a folder of results remembers; none where it was made by an earlier version."""
    try:
        files = msgspec.convert(folder.facts.get(RECEIVED, []), list[Received])
    except msgspec.ValidationError:
        return []
    return [file for file in files if is_inside(file.copy)]  # anybody can edit a manifest


def _owner_of(unit: UnitOfFile | None) -> Owner | None:
    """Return the owner of a file alone, without its answers."""
    return None if unit is None else Owner(form=unit.form, year=unit.year, code=unit.code, name=unit.name)
