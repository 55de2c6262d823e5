"""Input files: regular ones alone, and none larger than there is room for."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from nianbao.files.input_files import LARGEST, exists, read_input_file

if TYPE_CHECKING:
    from pathlib import Path


def refused(path: Path) -> OSError:
    with pytest.raises(OSError) as caught:
        read_input_file(path)
    return caught.value


def test_a_file_is_read_whole_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x00abc")
    (tmp_path / "b").symlink_to("a")
    assert read_input_file(tmp_path / "b") == b"\x00abc"


def test_what_is_no_file_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    assert refused(tmp_path).errno == errno.EISDIR
    assert refused(tmp_path / "nothing").errno == errno.ENOENT
    os.mkfifo(tmp_path / "pipe")  # opening it would wait for ever
    found = refused(tmp_path / "pipe")
    assert (found.errno, found.filename) == (errno.EINVAL, str(tmp_path / "pipe"))


def test_a_file_larger_than_any_input_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)  # sparse: no disk is filled
    assert refused(path).errno == errno.EFBIG
    with path.open("r+b") as stream:
        stream.truncate(3)
    assert read_input_file(path) == bytes(3)


def test_asking_whether_anything_is_there_never_raises(tmp_path: Path) -> None:
    assert exists(tmp_path)
    for name in ("nothing", "x" * 5000, "a\0b"):
        assert not exists(tmp_path / name)
