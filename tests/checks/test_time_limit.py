"""The limit on a rule's time: by a signal in the main thread, by a watching thread in any other."""

from __future__ import annotations

import contextlib
import signal
import threading
import time

import pytest

from nianbao.checks.time_limit import RuleTimeoutError, interruptible, leave_time_limit, time_limit


def wait_long() -> None:
    until = time.monotonic() + 5
    while time.monotonic() < until:
        time.sleep(0.001)


def test_the_main_thread_is_interrupted_even_while_it_sleeps() -> None:
    started = time.monotonic()
    with interruptible(), pytest.raises(RuleTimeoutError), time_limit(0.05):
        time.sleep(5)
    assert time.monotonic() - started < 2


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system has no interval timers")
def test_the_handler_of_the_signal_is_whose_it_was() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with interruptible():
        assert signal.getsignal(signal.SIGALRM) is not before
        with time_limit(5):
            pass
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_another_thread_is_interrupted_and_the_next_limit_begins_anew() -> None:
    came: list[str] = []

    def work() -> None:
        for seconds in (0.05, 5):
            try:
                with time_limit(seconds):
                    if seconds < 1:
                        wait_long()
                    came.append("ended")
            except RuleTimeoutError:
                leave_time_limit()
                came.append("interrupted")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert came == ["interrupted", "ended"]


def test_no_except_exception_swallows_it() -> None:
    assert not issubclass(RuleTimeoutError, Exception)


def test_what_swallowed_the_interruption_is_judged_when_it_ends() -> None:
    """In the main thread, outside of ``interruptible``, the watching thread does it."""
    with pytest.raises(RuleTimeoutError), time_limit(0.02), contextlib.suppress(BaseException):
        wait_long()
