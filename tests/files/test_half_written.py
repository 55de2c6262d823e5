"""Files written beside their place: a signal at any line leaves the whole file or nothing."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.ledger import durable
from nianbao.campaigns.ledger.durable import DurableFiles
from nianbao.files import half_written as half_written_module
from nianbao.files import outputs
from nianbao.files.half_written import half_written
from nianbao.files.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType
    from typing import Any

WATCHED = {outputs.__file__, half_written_module.__file__, durable.__file__}


def interrupted_at(line: int, write: Callable[[], object]) -> bool:
    """Run a write and interrupt it as it comes to its nth line; return whether it had as many."""
    seen = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Callable[..., Any] | None:
        nonlocal seen
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            seen += 1
            if seen == line:
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        write()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize("how", ["output", "durable"])
def test_a_signal_at_any_line_leaves_the_whole_file_or_nothing(tmp_path: Path, how: str) -> None:
    line = 0
    while True:
        line += 1
        folder = tmp_path / str(line)
        folder.mkdir()
        path = folder / "报告.txt"

        def write(path: Path = path) -> object:
            if how == "output":
                return write_output(path, iter([b"one ", b"two"]))
            return DurableFiles().write(path, b"one two")

        if not interrupted_at(line, write):
            break
        left = [entry.name for entry in folder.iterdir()]
        assert left in ([], ["报告.txt"]), line
        if left:
            assert path.read_bytes() == b"one two", line
    assert line > 20
    assert path.read_bytes() == b"one two"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_colleagues_may_read_what_the_mask_allows(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_output(tmp_path / "a.txt", b"a")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def test_a_file_that_was_moved_stays(tmp_path: Path) -> None:
    with half_written(tmp_path, ".half-") as (stream, path):
        stream.write(b"x")
        stream.close()
        path.replace(tmp_path / "whole")
    assert [entry.name for entry in tmp_path.iterdir()] == ["whole"]
