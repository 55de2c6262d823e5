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

            # A byte far behind the end: Windows lets nobody read what is locked.
            stream.seek(1 << 30)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class FolderLock:
    """Holds a folder of outputs until :meth:`release`.

    Raises :class:`~nianbao.errors.OutputError`, naming who holds it, where another run does not end in time.
    """

    def __init__(self, folder: Path, *, seconds: float = SECONDS) -> None:
        self._path = folder / LOCK
        self._stream = self._acquire(seconds)
        self._stream.seek(0)
        self._stream.truncate()
        since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
        self._stream.write(json.dumps({"process": os.getpid(), "since": since}).encode())
        self._stream.flush()

    def _acquire(self, seconds: float) -> IO[bytes]:
        until = time.monotonic() + seconds
        while True:
            try:
                stream = self._path.open("a+b")
            except OSError as error:
                reason = error.strerror or error
                raise OutputError(
                    _("不能在文件夹 {folder} 中写文件（{reason}）：请检查路径和权限。",
                      folder=self._path.parent, reason=reason)
                ) from error  # fmt: skip
            if lock_stream(stream):
                if self._is_still_there(stream):
                    return stream
                stream.close()  # whoever held it has ended and taken the file away
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
            found = json.loads(self._path.read_bytes())
            return _("进程 {process}，{since} 开始", process=found["process"], since=found["since"])
        except (OSError, ValueError, KeyError, TypeError):
            return _("不知是哪个进程")

    def release(self) -> None:
        """Let the next run in; the file of the lock goes away."""
        if os.name == "nt":
            self._stream.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)  # before it is closed: nobody can lock it in between
        self._stream.close()

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.release()
