"""What a run took out of a folder: aside, put back where it arises again, and gone when the run ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.files.outputs import digest
from nianbao.files.withdrawn import WITHDRAWN, Withdrawn

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "报告").mkdir()
    (tmp_path / "报告" / "甲.txt").write_bytes(b"ours")
    (tmp_path / "报告" / "乙.txt").write_bytes(b"somebody's")
    return tmp_path


def test_a_folder_goes_aside_at_once_and_comes_back_file_by_file(root: Path) -> None:
    withdrawn = Withdrawn(root)
    assert withdrawn.take("报告")
    assert not (root / "报告").exists()
    assert withdrawn.holds("报告/甲.txt", digest(b"ours"))
    assert not withdrawn.holds("报告/甲.txt", digest(b"edited"))
    assert withdrawn.put_back("报告/甲.txt")
    assert (root / "报告" / "甲.txt").read_bytes() == b"ours"
    assert not withdrawn.holds("报告/甲.txt", digest(b"ours"))


def test_a_folder_that_is_not_there_is_withdrawn_already(root: Path) -> None:
    assert Withdrawn(root).take("没有")


def test_a_link_to_another_place_stays_a_link(root: Path, tmp_path: Path) -> None:
    (root / "链接").symlink_to(root / "报告")
    assert not Withdrawn(root).take("链接")
    assert (root / "报告" / "甲.txt").exists()


def test_nothing_is_put_back_over_what_is_there(root: Path) -> None:
    withdrawn = Withdrawn(root)
    withdrawn.take_file("报告/甲.txt")
    (root / "报告" / "甲.txt").write_bytes(b"new")
    assert not withdrawn.put_back("报告/甲.txt")
    assert not withdrawn.put_back("报告/没有.txt")
    assert (root / "报告" / "甲.txt").read_bytes() == b"new"


def test_what_is_not_ours_or_was_edited_comes_back(root: Path) -> None:
    withdrawn = Withdrawn(root)
    withdrawn.take("报告")
    ours = {"报告/甲.txt": {digest(b"ours")}, "报告/乙.txt": {digest(b"ours too")}}
    assert list(withdrawn.put_back_others(ours)) == ["报告/乙.txt"]
    assert (root / "报告" / "乙.txt").read_bytes() == b"somebody's"
    withdrawn.clear()
    assert not (root / WITHDRAWN).exists()
    assert not (root / "报告" / "甲.txt").exists()
    assert list(withdrawn.put_back_others({})) == []
