"""Reading an input file whole: only what is one, and no more of it than there is room for."""

from __future__ import annotations

import errno
import os
import stat
from typing import IO, TYPE_CHECKING, Final

from nianbao.language import Domain

if TYPE_CHECKING:
    from pathlib import Path

_ = Domain("nianbao")
LARGEST: Final = 64 * 2**20
"""Bytes: twice what a workbook may have, and far more than a list or a configuration needs."""


def opened(path: Path) -> IO[bytes]:
    """Open a regular file; raises ``OSError`` for anything else: opening a pipe would wait for somebody to write."""
    kind = path.stat().st_mode
    if stat.S_ISDIR(kind):
        os.scandir(
            path
        ).close()  # a folder may be here because it could not be listed: the system raises the reason
        raise OSError(errno.EISDIR, str(_("是文件夹，里面嵌套太深或不能列出")), str(path))
    if not stat.S_ISREG(kind):
        raise OSError(errno.EINVAL, str(_("不是普通文件")), str(path))
    return path.open("rb")


def read_input_file(path: Path) -> bytes:
    """Return the bytes of a regular file; raises ``OSError`` also for one larger than :data:`LARGEST`."""
    with opened(path) as stream:
        # Of the open file, not of its name, which may be another file's by now.
        if os.fstat(stream.fileno()).st_size > LARGEST:
            raise OSError(errno.EFBIG, str(_("超过 {limit} MB", limit=LARGEST >> 20)), str(path))
        return stream.read()


def exists(path: Path) -> bool:
    """Return whether there is anything at a path, as far as the system lets anybody see; never raises."""
    try:
        return path.exists()
    except (OSError, ValueError):  # no permission on the way, a name too long, a character that no name has
        return False
