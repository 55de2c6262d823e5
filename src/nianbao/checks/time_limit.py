"""A limit on the time that one rule may take."""

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
    """Let :func:`time_limit` interrupt what runs in the block, where the system can: one handler for many rules."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after ``seconds`` with :class:`RuleTimeoutError`.

    Interrupts only inside :func:`interruptible`, in the main thread of a system with interval
    timers; elsewhere (Windows, worker threads) the block is judged when it ends.
    """
    started = time.monotonic()
    interrupts = hasattr(signal, "setitimer") and signal.getsignal(signal.SIGALRM) is _interrupt
    if interrupts and threading.current_thread() is threading.main_thread():
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    else:
        interrupts = False
    try:
        yield
        if time.monotonic() - started > seconds:
            raise RuleTimeoutError
    finally:
        if interrupts:
            signal.setitimer(signal.ITIMER_REAL, 0)
