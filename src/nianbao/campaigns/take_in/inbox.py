"""List the inbox: every file, whatever its name, in folders of any depth; files still arriving have to wait."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.campaigns.ledger.canonical import sha256
from nianbao.files.input_files import read_input_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

PAUSE: Final = 1.0
"""Seconds between two looks at a file; one that changes in between is still being copied."""
DEEPEST: Final = 64
_SCRATCH = ("thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db")


class InboxFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the inbox; ``place`` is its path below the inbox, with ``/``."""

    place: str
    path: Path
    size: int
    modified: int
    sha256: str


class Inbox(msgspec.Struct, frozen=True, kw_only=True):
    """The content of the inbox: files that can be received, places that wait for the next run, unreadable places, links."""

    files: tuple[InboxFile, ...]
    waiting: tuple[str, ...]
    unreadable: tuple[str, ...]
    links: tuple[str, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """Size, time and hash of a place when last listed; if unchanged, the file need not be read again."""

    size: int
    modified: int
    sha256: str


def scratch_reason(place: str, size: int) -> str:
    """Return the kind of a lock, system or empty file that is ignored; empty for any other file."""
    name = place.rpartition("/")[2].lower()
    if name.startswith(("~$", ".~lock.", "~wrl")) or name.endswith((".tmp", ".crdownload", ".part")):
        return "lock"
    if name in _SCRATCH or "__macosx/" in f"{place.lower()}/" or name.startswith("._"):
        return "system"
    return "empty" if size == 0 else ""


def look_into(
    folder: Path,
    known: Mapping[str, Known],
    *,
    pause: float = PAUSE,
    sleep: Callable[[float], None] = time.sleep,
) -> Inbox:
    """Return what lies in the inbox, in the order of the places; raises nothing for a single file.

    Files that are new or changed are looked at twice, ``pause`` seconds apart.
    """
    links: list[str] = []
    first = {place: (path, stat) for place, path, stat in _walk(folder, links)}
    changed = [place for place, (_path, stat) in first.items() if not _is_known(known.get(place), stat)]
    if changed and pause:
        sleep(pause)
    files, waiting, unreadable = [], [], []
    for place, (path, stat) in first.items():
        kept = known.get(place)
        if kept is not None and _is_known(kept, stat):
            digest = kept.sha256
        else:
            try:
                again = path.stat()
                if (again.st_size, again.st_mtime_ns) != (stat.st_size, stat.st_mtime_ns):
                    waiting.append(place)
                    continue
                digest = sha256(read_input_file(path))
            except FileNotFoundError:
                waiting.append(place)
                continue
            except OSError:  # locked by another program, or not readable for this user
                unreadable.append(place)
                continue
        files.append(InboxFile(place=place, path=path, size=stat.st_size, modified=stat.st_mtime_ns, sha256=digest))
    return Inbox(files=tuple(files), waiting=tuple(waiting), unreadable=tuple(unreadable), links=tuple(links))


def _is_known(known: Known | None, stat: os.stat_result) -> bool:
    return known is not None and (known.size, known.modified) == (stat.st_size, stat.st_mtime_ns)


# A link may lead to any file of this computer, and what it leads to tomorrow is another matter.
def _walk(folder: Path, links: list[str]) -> Iterator[tuple[str, Path, os.stat_result]]:
    """Return every file below a folder, in the order of the names; links are not followed but listed in ``links``."""
    waiting: list[tuple[Path, int]] = [(folder, 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError:
            continue
        waiting.extend(
            (Path(entry.path), depth + 1)
            for entry in reversed(entries)
            if depth < DEEPEST and entry.is_dir(follow_symlinks=False)
        )
        for entry in entries:
            place = Path(entry.path).relative_to(folder).as_posix()
            if entry.is_symlink():
                links.append(place)
            elif not entry.is_dir():
                yield place, Path(entry.path), entry.stat(follow_symlinks=False)


def new_files(files: Iterable[InboxFile], received: Iterable[tuple[str, str]]) -> list[InboxFile]:
    """Return the files not received yet, compared by place and bytes: a changed file counts as new."""
    seen = set(received)
    return [file for file in files if (file.place, file.sha256) not in seen]
