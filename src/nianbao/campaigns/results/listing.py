"""List the files of a run: each by the path that was given, by its place as seen from the results, and by its bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.input_files import read_input_file
from nianbao.files.outputs import digest
from nianbao.files.packed_files import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class ListedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a run. ``sha256`` is empty where its bytes cannot be read now.

    ``is_sound`` is false for an archive that cannot be taken apart: reading it by its path says why.
    """

    path: str
    place: str
    sha256: str = ""
    size: int = 0
    modified: int = 0
    is_sound: bool = True


def as_seen_from(root: Path, path: Path) -> str:
    """Return a path relative to a folder, with ``/``: both may be moved together, and a run may start anywhere."""
    try:
        return Path(os.path.relpath(path.resolve(), root.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.resolve().as_posix()


def bytes_of(path: str) -> tuple[bytes, bool] | None:
    """Return the bytes of a file or of a member of an archive, and whether it is sound; ``None`` if they cannot be read.

    Of an archive or a member that cannot be taken apart, which is not sound, they are those of the archive.
    """
    try:
        return content_of(path), True
    except OSError:
        return None
    except UnreadableError:
        pass
    try:
        # Of a member that cannot be taken out, the archive: what was sent is kept all the same.
        file = next(each for each in (Path(path), *Path(path).parents) if each.is_file())
        return (read_input_file(file), False) if file.stat().st_size <= limits.FILE_BYTES else None
    except (OSError, StopIteration):
        return None


def list_files(paths: Iterable[Path], root: Path) -> list[ListedFile]:
    """Return the files of a run, in the order of the paths; ``root`` is the folder of results."""
    return [_listed(path, root) for path in paths]


def _listed(path: Path, root: Path) -> ListedFile:
    name, place = path.as_posix(), as_seen_from(root, path)
    found = bytes_of(name)
    if found is None:
        return ListedFile(path=name, place=place)
    data, is_sound = found
    return ListedFile(
        path=name, place=place, sha256=digest(data), size=len(data), modified=_modified(path), is_sound=is_sound
    )


def _modified(path: Path) -> int:
    """Return the time of a file, or of the archive that it is a member of; 0 if it cannot be told."""
    for each in (path, *path.parents):
        try:
            return each.stat().st_mtime_ns
        except NotADirectoryError:
            continue
        except OSError:
            return 0
    return 0


def lies_in(root: Path, place: str, folders: Iterable[Path]) -> bool:
    """Return whether a place, as seen from a folder, is one of the resolved paths or lies below one of them."""
    path = place_of(root.resolve(), place)
    return any(path == other or other in path.parents for other in folders)


def place_of(root: Path, place: str) -> Path:
    """Return the path of a place as seen from a folder, without ``..``."""
    return Path(os.path.normpath(root / place))
