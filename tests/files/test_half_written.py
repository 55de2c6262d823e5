"""Files written beside their place: a signal leaves the whole file or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import pytest

from nianbao.campaigns.ledger.durable import DurableFiles
from nianbao.files.half_written import half_written
from nianbao.files.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def as_the_file_is_made(path: Path, *arguments: str) -> BinaryIO:
    """Make a file and be interrupted before anybody knows that it is there."""
    open(path, *arguments).close()  # noqa: PTH123  # the method itself is what is replaced
    raise KeyboardInterrupt


def in_the_middle() -> Iterator[bytes]:
    yield b"one "
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "write", [lambda path: write_output(path, b"one"), lambda path: DurableFiles().write(path, b"one")]
)
def test_a_signal_as_the_file_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(type(tmp_path), "open", as_the_file_is_made)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "报告.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_signal_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write_output(tmp_path / "报告.txt", in_the_middle())
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_moved_stays(tmp_path: Path) -> None:
    with half_written(tmp_path, ".half-") as (stream, path):
        stream.write(b"x")
        stream.close()
        path.replace(tmp_path / "whole")
    assert [entry.name for entry in tmp_path.iterdir()] == ["whole"]
