"""The archive: bytes by their SHA-256, written before any event names them, never changed."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.canonical import canonical, sha256
from nianbao.errors import OutputError
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nianbao.campaigns.ledger.durable import DurableFiles

_ = Domain("nianbao")


class Archive:
    """Keeps bytes by what they are."""

    def __init__(self, folder: Path, files: DurableFiles) -> None:
        self.folder = folder
        self._files = files

    def path(self, digest: str) -> Path:
        """Return where bytes lie, or would."""
        return self.folder / digest[:2] / digest

    def put(self, data: bytes) -> str:
        """Keep bytes; return their SHA-256. What is there already, whole, is left alone."""
        digest = sha256(data)
        if not self.stands(digest):
            self._files.write(self.path(digest), data, "archive")
        return digest

    def put_record(self, record: object) -> str:
        """Keep a record as canonical JSON; return its SHA-256."""
        return self.put(canonical(record).encode())

    def get(self, digest: str) -> bytes:
        """Return bytes; raises :class:`~nianbao.errors.OutputError` where they are gone or changed."""
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

    def stands(self, digest: str) -> bool:
        """Return whether bytes are there, whole."""
        try:
            return sha256(self.path(digest).read_bytes()) == digest
        except OSError:
            return False

    def all(self) -> Iterator[str]:
        """Return the names under which anything lies, in order."""
        if self.folder.is_dir():
            for below in sorted(self.folder.iterdir()):
                if below.is_dir():
                    yield from sorted(each.name for each in below.iterdir() if not each.name.startswith("."))

    def remove(self, digest: str) -> None:
        """Remove bytes for good: they are overwritten first, for a removed file's blocks stay on the disk."""
        path = self.path(digest)
        with contextlib.suppress(FileNotFoundError):
            size = path.stat().st_size
            with path.open("r+b") as stream:
                stream.write(b"\0" * size)
            path.unlink()
