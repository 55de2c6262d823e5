"""The archive: files stored under their SHA-256, written before an event names them and never changed."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from nianbao.campaigns.ledger.canonical import canonical, sha256
from nianbao.errors import OutputError
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from nianbao.campaigns.ledger.durable import DurableFiles

_ = Domain("nianbao")
_AT_A_TIME: Final = 4
"""Files written at the same time: on a usual disk they then take a quarter of the time, and more of them no less."""


class Archive:
    """Store bytes under their SHA-256."""

    def __init__(self, folder: Path, files: DurableFiles) -> None:
        self.folder = folder
        self._files = files

    def path(self, digest: str) -> Path:
        """Return the path of bytes, whether they exist or not."""
        return self.folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Store bytes, unless they are there intact; return their SHA-256."""
        digest = sha256(data)
        if not self.is_intact(digest):
            self._files.write(self.path(digest), data, "archive")
        return digest

    def put_all(self, blobs: Iterable[bytes]) -> list[str]:
        """Store several files as :meth:`put` does, a few at a time: each waits for the disk; return their SHA-256."""
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            return list(threads.map(self.put, blobs))

    def put_record(self, record: object) -> str:
        """Store a record as canonical JSON; return its SHA-256."""
        return self.put(canonical(record).encode())

    def get(self, digest: str) -> bytes:
        """Return bytes; raises :class:`~nianbao.errors.OutputError` if they are missing or changed."""
        try:
            data = self.path(digest).read_bytes()
        except OSError as error:
            raise OutputError(
                _("档案里的 {digest} 读不出来：请运行 nianbao audit，看看缺了什么。", digest=digest[:16])
            ) from error
        if sha256(data) != digest:
            raise OutputError(
                _("档案里的 {digest} 被改动过：请运行 nianbao audit，看看改了什么。", digest=digest[:16])
            )
        return data

    def is_intact(self, digest: str) -> bool:
        """Return whether bytes exist intact."""
        try:
            return sha256(self.path(digest).read_bytes()) == digest
        except OSError:
            return False

    def all(self) -> Iterator[str]:
        """Return the names of all stored files, in order."""
        if self.folder.is_dir():
            for subfolder in sorted(self.folder.iterdir()):
                if subfolder.is_dir():
                    yield from sorted(entry.name for entry in subfolder.iterdir() if not entry.name.startswith("."))

    def remove(self, digest: str) -> None:
        """Remove bytes for good: they are overwritten first, because the blocks of a removed file stay on the disk."""
        path = self.path(digest)
        with contextlib.suppress(FileNotFoundError):
            size = path.stat().st_size
            with path.open("r+b") as stream:
                stream.write(b"\0" * size)
            path.unlink()
