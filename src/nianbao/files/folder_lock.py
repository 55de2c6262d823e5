"""One run at a time in a folder of outputs: a lock of the system's own, gone with the process that holds it."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from nianbao.errors import OutputError
from nianbao.files.outputs import writing_into
from nianbao.language import Domain

if TYPE_CHECKING:
    from types import TracebackType

_ = Domain("nianbao")
LOCK: Final = ".nianbao-lock"
SECONDS: Final = 10.0
"""How long a run waits for another to end."""
_AGAIN = 0.1


def lock_stream(stream: IO[bytes]) -> bool:
    """Lock an open file for this process, without waiting; return whether it could be locked."""
    try:
        if os.name == "nt":
            import msvcrt

            # A byte far beyond the end: on Windows nobody can read locked bytes.
            stream.seek(1 << 30)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class FolderLock:
    """Holds a folder of outputs between :meth:`acquire` and :meth:`release`.

    The constructor acquires nothing, so that a caller who is interrupted while acquiring has something to release.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self._stream: IO[bytes] | None = None

    @property
    def is_held(self) -> bool:
        """Whether the folder is locked by this process."""
        return self._stream is not None

    def acquire(self, seconds: float | None = None) -> FolderLock:
        """Wait until no other run holds the folder, and hold it; return the lock.

        Raises :class:`~nianbao.errors.OutputError`, naming who holds it, where another run does not end in time.
        """
        self._stream = self._acquired(SECONDS if seconds is None else seconds)
        # For the sentence that others read. The lock does not depend on it, so what a dead process left written is
        # no matter.
        self._stream.seek(0)
        self._stream.truncate()
        since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        self._stream.write(json.dumps({"process": os.getpid(), "since": since}).encode())
        self._stream.flush()
        return self

    def _acquired(self, seconds: float) -> IO[bytes]:
        until = time.monotonic() + seconds
        while True:
            with writing_into(self._path.parent):
                stream = self._path.open("a+b")
            if lock_stream(stream):
                # POSIX locks the file and not its name: a lock on a file that was removed meanwhile would lock out
                # nobody.
                if self._is_still_there(stream):
                    return stream
                stream.close()  # its holder has ended and removed the file
                continue
            stream.close()
            if time.monotonic() >= until:
                raise OutputError(
                    _("另一个 nianbao 正在写文件夹 {folder}（{holder}）：请等它结束后再试。",
                      folder=self._path.parent, holder=self._holder())
                )  # fmt: skip
            time.sleep(_AGAIN)

    def _is_still_there(self, stream: IO[bytes]) -> bool:
        try:
            return os.name == "nt" or os.fstat(stream.fileno()).st_ino == self._path.stat().st_ino
        except FileNotFoundError:
            return False

    def _holder(self) -> object:
        try:
            content = json.loads(self._path.read_bytes())
            return _("进程 {process}，{since} 开始", process=content["process"], since=content["since"])
        except (OSError, ValueError, KeyError, TypeError):
            return _("不知是哪个进程")

    def release(self) -> None:
        """Let the next run in and remove the lock file."""
        if self._stream is None:
            self._remove_unheld()
            return
        # Windows removes no open file; nobody else has it open, or removing fails and the file stays for the next
        # run.
        if os.name == "nt":
            self._stream.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)  # before it is closed: nobody can lock it in between
        self._stream.close()
        self._stream = None

    def _remove_unheld(self) -> None:
        """Remove the file if nobody holds it: acquiring was interrupted just after it was created."""
        with contextlib.suppress(OSError), self._path.open("r+b") as stream:
            if os.name != "nt" and lock_stream(stream) and self._is_still_there(stream):
                self._path.unlink()

    def __enter__(self) -> FolderLock:
        return self if self.is_held else self.acquire()

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.release()
