"""One run at a time in a folder: whoever waits is told for whom, and nothing of a lock is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import OutputError
from nianbao.files.folder_lock import LOCK, FolderLock

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows locks in another way")
HOLDER = "import sys; from pathlib import Path; from nianbao.files.folder_lock import *; lock = FolderLock(Path(sys.argv[1])).acquire(); print('held', flush=True); sys.stdin.read()"


def test_the_file_says_who_holds_it_and_goes_away(tmp_path: Path) -> None:
    with FolderLock(tmp_path) as lock:
        assert lock.is_held
        assert json.loads((tmp_path / LOCK).read_bytes())["process"] == os.getpid()
    assert not lock.is_held
    assert list(tmp_path.iterdir()) == []


def test_a_second_one_does_not_come_in_and_says_for_whom_it_waited(tmp_path: Path) -> None:
    with FolderLock(tmp_path), pytest.raises(OutputError) as caught:
        FolderLock(tmp_path).acquire(0.15)
    assert str(tmp_path) in str(caught.value)
    assert str(os.getpid()) in str(caught.value)
    FolderLock(tmp_path).acquire(0).release()


def test_a_lock_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match=str(holder.pid)):
            FolderLock(tmp_path).acquire(0)
        holder.kill()
        holder.communicate()
    FolderLock(tmp_path).acquire(0).release()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"process": 1}', b"\xff"])
def test_whatever_a_dead_run_left_in_the_file_is_no_hindrance(tmp_path: Path, left: bytes) -> None:
    (tmp_path / LOCK).write_bytes(left)
    with FolderLock(tmp_path):
        assert json.loads((tmp_path / LOCK).read_bytes())["process"] == os.getpid()


def test_who_was_interrupted_while_acquiring_removes_the_file_only_where_nobody_holds_it(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(b"")
    FolderLock(tmp_path).release()
    assert not (tmp_path / LOCK).exists()
    with FolderLock(tmp_path):
        FolderLock(tmp_path).release()
        assert (tmp_path / LOCK).exists()


def test_a_folder_that_cannot_be_written_into_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="file"):
        FolderLock(tmp_path / "file").acquire(0)
