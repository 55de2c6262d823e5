"""What a folder of outputs records about itself: its manifest, and the journal of a run that did not end."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from nianbao.files.input_files import read_input_file
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST: Final = "manifest.json"
JOURNAL: Final = ".nianbao-journal"
_COMMAND_OF_OLD: Final = {"agencies": "distribute", "unit": "report"}
"""Keys of a manifest without ``holds`` from which the command that wrote it is known."""


def read_manifest(folder: Path) -> dict[str, object]:
    """Return the manifest of a folder, empty where there is none; raises ``ValueError`` or ``OSError``."""
    path = folder / MANIFEST
    if not os.path.lexists(path):
        return {}
    try:
        document = json.loads(read_input_file(path))
    except RecursionError as error:
        raise ValueError from error
    # Another program's manifest.json, or one that was edited: nothing may be removed or replaced by it.
    if not isinstance(document, dict) or not isinstance(files := document.get("files"), dict):
        raise ValueError
    if not all(isinstance(sha256, str) for sha256 in files.values()):
        raise ValueError
    return document


def read_journal(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the lines of a journal that are whole: a path and its SHA-256, or nothing and the command."""
    try:
        lines = read_input_file(folder / JOURNAL).splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError, TypeError):  # the last line may be half written
            name, sha256 = json.loads(line)
            yield str(name), str(sha256)


def begin_journal(folder: Path, holds: str) -> None:
    """Begin the journal of a folder that is written by the command ``holds``; raises ``OSError``."""
    with _opened_journal(folder, holds):
        pass


def add_to_journal(folder: Path, holds: str, name: str, sha256: str) -> None:
    """Add a line to the journal of a folder that is written by the command ``holds``; raises ``OSError``."""
    with _opened_journal(folder, holds) as stream:
        stream.write(json.dumps([name, sha256]).encode() + b"\n")


@contextlib.contextmanager
def _opened_journal(folder: Path, holds: str) -> Iterator[BinaryIO]:
    with (folder / JOURNAL).open("ab") as stream:
        # The command comes first: a run that is killed before its manifest still claims the folder for it.
        if stream.tell() == 0:
            stream.write(json.dumps(["", holds]).encode() + b"\n")
        yield stream


def results_in(folder: Path) -> frozenset[str]:
    """Return what this tool wrote into a folder as results (relative paths): they are never inputs of another run.

    The workbooks of ``distribute`` are none: they wait there to be filled in.
    """
    journal = list(read_journal(folder))
    try:
        document = read_manifest(folder)
    except (OSError, ValueError):
        document = {}
    # Of the workbooks that were sent out, the filled ones may be collected in the very folder.
    if command_of(document, journal) == "distribute":
        return frozenset()
    names = {name for name, _sha256 in journal if name}
    if str(document.get("written_by", "")).startswith("nianbao "):
        names.update(cast("dict[str, str]", document["files"]))
    return frozenset(names)


def command_of(document: Mapping[str, object], journal: Iterable[tuple[str, str]]) -> str:
    """Return the command that wrote a manifest and a journal; empty where it cannot be determined."""
    of_old = next((_COMMAND_OF_OLD[key] for key in _COMMAND_OF_OLD if key in document), "")
    return str(document.get("holds") or of_old or dict(journal).get("", ""))


def holder_of(folder: Path) -> str:
    """Return the command whose outputs a folder holds, also if its run did not end; empty where it cannot be determined."""
    try:
        document = read_manifest(folder)
    except (OSError, ValueError):
        document = {}
    return command_of(document, read_journal(folder))


def is_inside(name: str) -> bool:
    """Return whether a path in a manifest leads to a file in its folder: anybody can edit a manifest."""
    path = PurePosixPath(name)
    return (
        bool(name)
        and ".." not in path.parts
        and not path.is_absolute()
        and not Path(name).anchor
        and "\0" not in name
    )


def manifest_bytes(holds: str, facts: Mapping[str, object], files: Mapping[str, str]) -> bytes:
    """Return a manifest: who wrote it, which command, facts of the run, and the SHA-256 of every file by its path."""
    document = {
        "written_by": f"nianbao {__version__}",
        "holds": holds,
        **facts,
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
