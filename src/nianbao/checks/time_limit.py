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


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the block after ``seconds`` with :class:`RuleTimeoutError`.

    Interrupts only where the system has interval timers and in the main thread; elsewhere
    (Windows, worker threads) the block is judged when it ends.
    """
    started = time.monotonic()
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        if time.monotonic() - started > seconds:
            raise RuleTimeoutError
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise RuleTimeoutError

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
        if time.monotonic() - started > seconds:
            raise RuleTimeoutError
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
