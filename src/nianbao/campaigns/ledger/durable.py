"""Write files so that they survive a power failure: complete or not at all, and flushed to the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from typing import TYPE_CHECKING, Final

from nianbao.errors import OutputError
from nianbao.files.half_written import half_written
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ = Domain("nianbao")
PREFIX: Final = ".nianbao-half-"
"""Prefix of the names of files not yet in their place; that of the folder's lock is different."""
_WAITS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds to wait before each new attempt to replace a file that another program has open on Windows."""
_SHARED: Final = (5, 32, 33)


def nobody(_what: str) -> None:
    """Ignore the announcement of a write."""


class DurableFiles:
    """Write files; ``before`` is called with a word for each kind of write, so that a test can interrupt it."""

    def __init__(self, before: Callable[[str], None] = nobody) -> None:
        self.before = before

    def write(self, path: Path, data: bytes, what: str = "file") -> None:
        """Write a file over any existing one; raises :class:`~nianbao.errors.OutputError` if that fails."""
        self.before(what)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._exchange(path, data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise OutputError(
                    _("磁盘满了，没有写成 {path}：请腾出空间再运行一次，已经收下的不会丢。", path=path)
                ) from error
            raise OutputError(
                _(
                    "不能写入 {path}（{reason}）：如果它正在 Excel 或 WPS 中打开，请先关闭再试。",
                    path=path,
                    reason=reason_of(error),
                )
            ) from error

    def _exchange(self, path: Path, data: bytes) -> None:
        with half_written(path.parent, PREFIX) as (stream, draft):
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()
            _replace(draft, path)
        _settle_folder(path.parent)


def _replace(draft: Path, path: Path) -> None:
    """Move a file into its place; if Windows refuses because it is open, wait and try again."""
    for wait in (*_WAITS, None):
        try:
            draft.replace(path)
            return
        except OSError as error:
            if wait is None or getattr(error, "winerror", None) not in _SHARED:
                raise
            time.sleep(wait)


def _settle_folder(folder: Path) -> None:
    # On POSIX a rename is durable only once the folder itself is flushed; Windows needs no such step.
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_half_written(folder: Path) -> None:
    """Remove half-written files of an interrupted process from a folder; called under the campaign's lock."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(PREFIX) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108
