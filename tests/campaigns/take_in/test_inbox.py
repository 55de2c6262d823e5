"""What lies in the inbox: every file, in any depth, each named by a place that says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.take_in.inbox import Known, look_into, new_files, scratch_reason

if TYPE_CHECKING:
    from pathlib import Path


def test_every_file_is_found_and_known_ones_are_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    (tmp_path / "甲" / "乙" / "表.xlsx").write_bytes(b"1")
    (tmp_path / "~$表.xlsx").write_bytes(b"2")
    inbox = look_into(tmp_path, {}, pause=0)
    assert [file.place for file in inbox.files] == ["~$表.xlsx", "甲/乙/表.xlsx"]
    known = {file.place: Known(file.size, file.modified, "kept") for file in inbox.files}
    assert {file.sha256 for file in look_into(tmp_path, known, pause=0).files} == {"kept"}


def test_nothing_is_waited_for_where_nothing_is_new(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"1")
    first = look_into(tmp_path, {}, pause=0).files
    known = {file.place: Known(file.size, file.modified, file.sha256) for file in first}
    waits: list[float] = []
    look_into(tmp_path, known, pause=1.0, sleep=waits.append)
    assert waits == []


def test_a_changed_file_is_another_one(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"1")
    files = look_into(tmp_path, {}, pause=0).files
    assert new_files(files, [("表.xlsx", files[0].sha256)]) == []
    assert new_files(files, [("表.xlsx", "other"), ("别的.xlsx", files[0].sha256)]) == list(files)


@pytest.mark.parametrize(
    ("place", "size", "reason"),
    [("a/~$b.xlsx", 5, "lock"), (".~lock.b.xlsx#", 5, "lock"), ("a/Thumbs.db", 5, "system"),
     ("__MACOSX/._b.xlsx", 5, "system"), ("b.xlsx", 0, "empty"), ("b.xlsx", 1, "")],
)  # fmt: skip
def test_scratch_files_are_told_for_what_they_are(place: str, size: int, reason: str) -> None:
    assert scratch_reason(place, size) == reason


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "别处" / "工资.xlsx"
    secret.parent.mkdir()
    secret.write_bytes(b"1")
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "甲.xlsx").write_bytes(b"2")
    (inbox / "链接.xlsx").symlink_to(secret)
    (inbox / "文件夹").symlink_to(secret.parent)
    found = look_into(inbox, {}, pause=0)
    assert [file.place for file in found.files] == ["甲.xlsx"]
    assert sorted(found.links) == ["文件夹", "链接.xlsx"]
