"""Files written so that they outlast a loss of power: whole or not at all, and really on the disk."""

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
"""How the names of files begin that are not yet in their place; the lock of the folder begins otherwise."""
_WAITS: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds until Windows is asked again for a file that another program has open."""
_SHARED: Final = (5, 32, 33)


def nobody(_what: str) -> None:
    """Take no notice of a write."""


class DurableFiles:
    """Writes files; ``before`` is called with a word before each write that lasts, so that a test can end there."""

    def __init__(self, before: Callable[[str], None] = nobody) -> None:
        self.before = before

    def write(self, path: Path, data: bytes, what: str = "file") -> None:
        """Write a file, whatever was there; raises :class:`~nianbao.errors.OutputError` where it cannot be."""
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
    """Put a file into its place; where Windows refuses because it is open, wait a little and try again."""
    for wait in (*_WAITS, None):
        try:
            draft.replace(path)
            return
        except OSError as error:
            if wait is None or getattr(error, "winerror", None) not in _SHARED:
                raise
            time.sleep(wait)


def _settle_folder(folder: Path) -> None:
    # On POSIX a rename lasts only when the folder itself is on the disk; Windows has no such thing.
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_half_written(folder: Path) -> None:
    """Remove what a process that was ended left half written in a folder; called under the campaign's lock."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name.startswith(PREFIX) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108
