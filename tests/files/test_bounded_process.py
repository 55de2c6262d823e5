"""A child that may take only so much: what it does ends with it."""

from __future__ import annotations

import sys
import time

import pytest

from nianbao.files.bounded_process import run_bounded

BOUND = "from nianbao.files.bounded_process import *; bound_this_process(Bounds({seconds}, {data}, {address})); "


def python(program: str, data: bytes = b"", seconds: float = 20) -> object:
    return run_bounded([sys.executable, "-c", program], data, seconds=seconds)


def test_what_goes_in_comes_out_with_the_childs_own_code() -> None:
    program = (
        "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1]); sys.stderr.write('!'); sys.exit(3)"
    )
    assert python(program, b"\x00abc") == (3, b"cba\x00", b"!")


def test_a_child_that_does_not_end_is_ended() -> None:
    started = time.monotonic()
    assert python("while True: pass", seconds=0.3) == (None, b"", b"")
    assert time.monotonic() - started < 5


def test_what_cannot_be_started_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError):
        run_bounded(["/nowhere/at/all"], b"", seconds=1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts the memory of a process's own")
def test_memory_is_bounded_by_the_system() -> None:
    bound = BOUND.format(seconds=5, data=64 << 20, address=1 << 30)
    code, out, err = python(bound + "print('small'); bytearray(256 << 20); print('large')")  # type: ignore[misc]
    assert code != 0
    assert out == b"small\n" or out == b""
    assert b"MemoryError" in err


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_time_of_the_processor_is_bounded_by_the_system() -> None:
    ended = python(BOUND.format(seconds=1, data=1 << 30, address=0) + "\nwhile True: pass")
    assert ended[0] is not None  # type: ignore[index]
    assert ended[0] < 0  # type: ignore[index]
