"""While code of a pack runs: what it prints goes to stderr, and it cannot end the process behind everybody's back.

The outputs of commands are documents that programs read; a ``print`` left in a rule must not stand in them. An
``os._exit`` would end the command with nothing written and whatever code the pack chose, 0 among them.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from nianbao.errors import DEBUG_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator


class PackExitError(BaseException):
    """Code of a pack called ``os._exit``; no ``except Exception`` of the pack's can swallow it."""


def _refuse_exit(code: int = 0) -> NoReturn:
    raise PackExitError(f"os._exit({code})")


class _Guard:
    """Counts the threads in which packs run; streams and ``os._exit`` belong to the whole process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0
        self._exit: Any = None

    def begin(self) -> None:
        with self._lock:
            self._running += 1
            if self._running == 1:
                self._exit, os._exit = os._exit, _refuse_exit  # type: ignore[assignment]

    def end(self) -> None:
        with self._lock:
            self._running -= 1
            if self._running == 0:
                os._exit = self._exit


_GUARD = _Guard()


@contextmanager
def pack_code() -> Iterator[None]:
    """Guard the block in which code of packs runs.

    Standard output is only turned aside in the main thread, which is where commands write their documents; in other
    threads it is left alone, for it is everybody's.
    """
    turned = threading.current_thread() is threading.main_thread()
    before = sys.stdout
    _GUARD.begin()
    if turned:
        sys.stdout = sys.stderr
    try:
        yield
    finally:
        if turned:
            sys.stdout = before
        _GUARD.end()


def show_traceback(error: BaseException) -> None:
    """Print the traceback of a pack's error on stderr, where ``--debug`` asked for it."""
    if os.environ.get(DEBUG_VARIABLE):
        import traceback

        traceback.print_exception(error)
