"""Files that are written beside their place and then moved there."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def half_written(folder: Path, prefix: str) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a new file with a name of its own in a folder; it is removed after the block unless it was moved.

    The file must be closed before it is moved: Windows moves no open file. It may be read by whomever the user's mask
    allows. Raises ``OSError``.
    """
    # The name is chosen before the file exists: a signal that falls between the two leaves nothing behind. With
    # tempfile.mkstemp, which creates the file first and returns its name afterwards, it would.
    path = folder / f"{prefix}{secrets.token_hex(8)}"
    try:
        with path.open("xb") as stream:
            yield stream, path
    finally:
        with contextlib.suppress(OSError):
            os.unlink(path)  # noqa: PTH108  # as fast as it can be said: a second signal may be on its way
