"""While a pack's code runs: what it prints is no document, and it cannot end the process behind anybody's back."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from nianbao.errors import DEBUG_VARIABLE
from nianbao.pack_guard import PackExitError, pack_code, show_traceback


def test_what_is_printed_goes_to_stderr_and_only_then(capsys: pytest.CaptureFixture[str]) -> None:
    print("before")  # noqa: T201
    with pack_code():
        print("of a pack")  # noqa: T201
    print("after")  # noqa: T201
    told = capsys.readouterr()
    assert (told.out, told.err) == ("before\nafter\n", "of a pack\n")


def test_an_exit_is_an_error_that_no_except_exception_swallows() -> None:
    leave = os._exit
    with pytest.raises(PackExitError, match="3"), pack_code():
        os._exit(3)
    assert os._exit is leave
    assert not issubclass(PackExitError, Exception)


def test_the_guard_stands_until_the_last_thread_has_left() -> None:
    leave, inside, ready = os._exit, threading.Event(), threading.Event()

    def work() -> None:
        with pack_code():
            ready.set()
            inside.wait(5)

    thread = threading.Thread(target=work)
    with pack_code():
        thread.start()
        assert ready.wait(5)
    assert os._exit is not leave
    inside.set()
    thread.join(5)
    assert os._exit is leave


def test_another_thread_leaves_the_output_to_everybody() -> None:
    seen: list[bool] = []

    def work() -> None:
        with pack_code():
            seen.append(sys.stdout is before)

    before = sys.stdout
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert seen == [True]


@pytest.mark.parametrize("debug", [True, False])
def test_a_traceback_is_shown_where_it_was_asked_for(
    debug: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DEBUG_VARIABLE, "1") if debug else monkeypatch.delenv(DEBUG_VARIABLE, raising=False)
    try:
        raise ValueError("of a pack")
    except ValueError as error:
        show_traceback(error)
    assert ("Traceback" in capsys.readouterr().err) is debug
