"""Folders of results from before they had a ledger: their copies of what was collected go into it, so that none is lost."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import msgspec

from nianbao.files.manifest import is_inside
from nianbao.files.outputs import digest

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.files.output_folder import OutputFolder

RECEIVED: Final = "received"
"""The key of their manifest for the files of all rounds."""


class _Received(msgspec.Struct, frozen=True, kw_only=True):
    """A file as their manifest has it: its place as seen from the folder, its copy there, its round."""

    path: str
    copy: str
    sha256: str
    round: int


def copies_by_round(folder: OutputFolder) -> dict[int, dict[str, bytes]]:
    """Return the bytes of each copy that is intact, by its round and its place; empty for any other folder."""
    try:
        files = msgspec.convert(folder.facts.get(RECEIVED, []), list[_Received])
    except msgspec.ValidationError:
        return {}
    rounds: dict[int, dict[str, bytes]] = {}
    for file in sorted(files, key=lambda file: file.round):
        data = _copy(folder.root, file)
        if data is not None:
            rounds.setdefault(file.round, {})[file.path] = data
    return rounds


def _copy(root: Path, file: _Received) -> bytes | None:
    """Return the bytes of a copy; ``None`` if it is missing, changed or outside the folder: anybody can edit a manifest."""
    with contextlib.suppress(OSError):
        data = (root / file.copy).read_bytes() if is_inside(file.copy) else b""
        if digest(data) == file.sha256:
            return data
    return None
