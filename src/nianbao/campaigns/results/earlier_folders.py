"""Folders of results from before they had a ledger: their copies of what was collected go into it, so that none is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.files.manifest import is_inside
from nianbao.files.outputs import digest_of_file

if TYPE_CHECKING:
    from nianbao.files.output_folder import OutputFolder

RECEIVED: Final = "received"
"""The key of their manifest for the files of all rounds."""


class _Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file as their manifest has it: its place as seen from the folder, its copy there, its round."""

    path: str
    copy: str
    sha256: str
    round: int


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A copy that is intact: the place that the file came from, where its bytes are, and which."""

    place: str
    path: Path
    sha256: str
    size: int


def copies_by_round(folder: OutputFolder) -> dict[int, list[Copy]]:
    """Return the copies that are intact by their rounds, in their order; empty for any other folder."""
    try:
        files = msgspec.convert(folder.facts.get(RECEIVED, []), list[_Received])
    except msgspec.ValidationError:
        return {}
    rounds: dict[int, list[Copy]] = {}
    for file in sorted(files, key=lambda file: file.round):
        path = folder.root / file.copy
        # Anybody can edit a manifest.
        if is_inside(file.copy) and _digest(path) == file.sha256:
            copy = Copy(place=file.path, path=path, sha256=file.sha256, size=path.stat().st_size)
            rounds.setdefault(file.round, []).append(copy)
    return rounds


def _digest(path: Path) -> str:
    try:
        return digest_of_file(path)
    except OSError:
        return ""
