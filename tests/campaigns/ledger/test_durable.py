"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.ledger import durable
from nianbao.campaigns.ledger.durable import PREFIX, DurableFiles, remove_half_written
from nianbao.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "不能写入")])
def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"before")

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(durable.os, "fsync", refuse)
    with pytest.raises(OutputError, match=words):
        DurableFiles().write(path, b"after")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert path.read_bytes() == b"before"


def test_a_file_that_windows_holds_open_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    replace = os.replace

    def refuse_twice(source: str, target: Path) -> None:
        tries.append(source)
        if len(tries) < 3:
            error = PermissionError(13, "in use")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        replace(source, target)

    monkeypatch.setattr(durable.os, "replace", refuse_twice)
    DurableFiles().write(tmp_path / "a", b"data")
    assert (tmp_path / "a").read_bytes() == b"data"


def test_what_a_dead_process_left_goes_away(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}xyz").write_bytes(b"half")
    (tmp_path / "whole").write_bytes(b"whole")
    remove_half_written(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["whole"]


def test_the_lock_of_a_folder_is_not_taken_for_half_a_file(tmp_path: Path) -> None:
    from nianbao.files.folder_lock import LOCK, FolderLock

    with FolderLock(tmp_path).acquire():
        remove_half_written(tmp_path)
        assert (tmp_path / LOCK).exists()
