"""A limit on the time that one rule may take, in the main thread and in any other.

The main thread of a system with interval timers is interrupted by a signal, which ends even a wait for the system.
In other threads, and on Windows, a watching thread raises the interruption in the thread that took too long; Python
delivers it before its next instruction, so a rule that never leaves a function written in C is judged when it ends.
"""

from __future__ import annotations

import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


AGAIN = 0.05
"""A rule that swallows the interruption is interrupted again after so many seconds."""


class RuleTimeoutError(BaseException):
    """A rule took longer than it may; no ``except Exception`` of the rule's can swallow it."""


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise RuleTimeoutError


@contextmanager
def interruptible() -> Iterator[None]:
    """Let :func:`time_limit` interrupt by a signal what runs in the block, where it can: one handler for many rules."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous_handler = signal.signal(signal.SIGALRM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, previous_handler)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after ``seconds`` with :class:`RuleTimeoutError`."""
    started = time.monotonic()
    by_signal = (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is _interrupt
    )
    if by_signal:
        # Again and again, for a bare except in a rule swallows the first.
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    else:
        _WATCH.begin(seconds)
    try:
        yield
        # A rule that swallowed all of them, or was never out of a function written in C, has taken too long all the
        # same.
        if time.monotonic() - started > seconds:
            raise RuleTimeoutError
    finally:
        if by_signal:
            signal.setitimer(signal.ITIMER_REAL, 0)
        else:
            _WATCH.end()


def _interrupt_thread(thread: int, error: type[BaseException] | None) -> None:
    """Have a thread raise an error before its next instruction; with ``None`` call back one that is under way."""
    import ctypes  # commands check in the main thread, where a signal does it

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)


class _Watch:
    """Watches over the threads that run a rule, with one thread of its own that begins with the first of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wake = threading.Condition(self._lock)
        self._deadlines: dict[int, float] = {}
        self._thread: threading.Thread | None = None

    def begin(self, seconds: float) -> None:
        with self._lock:
            self._deadlines[threading.get_ident()] = time.monotonic() + seconds
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="nianbao-time-limit", daemon=True)
                self._thread.start()
            # While others are watched it wakes in time by itself: every rule has the same limit, so the newest ends
            # last.
            elif len(self._deadlines) == 1:
                self._wake.notify()

    def end(self) -> None:
        """Stop watching this thread; an interruption that is under way is called back."""
        with self._lock:
            # Under the lock, so that no interruption can be sent between the two and hit what runs after the rule.
            self._deadlines.pop(threading.get_ident(), None)
            _interrupt_thread(threading.get_ident(), None)

    def _run(self) -> None:
        with self._lock:
            while True:
                if not self._deadlines:
                    self._wake.wait()
                    continue
                now = time.monotonic()
                for thread, deadline in self._deadlines.items():
                    if deadline <= now:
                        _interrupt_thread(thread, RuleTimeoutError)
                        self._deadlines[thread] = now + AGAIN
                self._wake.wait(max(AGAIN, min(self._deadlines.values()) - now))


_WATCH = _Watch()


def leave_time_limit() -> None:
    """Stop watching this thread, whatever state an interruption left."""
    _WATCH.end()
