"""Outputs: whole or not at all; identical ones left alone; own ones replaced; others refused."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.errors import OutputError
from nianbao.files.manifest import MANIFEST, results_in
from nianbao.files.output_folder import OutputFolder
from nianbao.files.outputs import digest, write_output

OLD_TIME = 1_000_000_000


def aged(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    os.utime(path, (OLD_TIME, OLD_TIME))
    return path


def untouched(path: Path, data: bytes) -> bool:
    return path.read_bytes() == data and path.stat().st_mtime == OLD_TIME


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.startswith(".nianbao-")]


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    assert write_output(path, b"new") is True
    assert path.read_bytes() == b"new"
    assert leftovers(tmp_path) == []


def test_an_identical_file_is_left_alone(tmp_path: Path) -> None:
    path = aged(tmp_path / "a.txt", b"same")
    assert write_output(path, b"same") is False
    assert write_output(path, b"same", force=True) is False
    assert untouched(path, b"same")


def test_a_file_that_the_tool_wrote_is_replaced(tmp_path: Path) -> None:
    path = aged(tmp_path / "a.txt", b"own")
    assert write_output(path, b"new", own_digest=digest(b"own")) is True
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("own", [None, digest(b"own before somebody edited it"), ""])
def test_any_other_file_is_refused_and_left_alone(tmp_path: Path, own: str | None) -> None:
    path = aged(tmp_path / "a.txt", b"somebody's")
    with pytest.raises(OutputError, match=re.escape(str(path))) as caught:
        write_output(path, b"new", own_digest=own)
    assert "--force" in str(caught.value)
    assert untouched(path, b"somebody's")


def test_force_replaces_any_file(tmp_path: Path) -> None:
    path = aged(tmp_path / "a.txt", b"somebody's")
    assert write_output(path, b"new", force=True) is True
    assert path.read_bytes() == b"new"


def test_an_empty_file_of_somebody_else_is_refused_too(tmp_path: Path) -> None:
    path = aged(tmp_path / "a.txt", b"")
    with pytest.raises(OutputError):
        write_output(path, b"new")


def test_a_folder_where_a_file_belongs_is_refused(tmp_path: Path) -> None:
    for force in (False, True):
        with pytest.raises(OutputError, match="是文件夹"):
            write_output(tmp_path, b"new", force=force)


def test_a_file_where_a_folder_belongs_is_refused(tmp_path: Path) -> None:
    aged(tmp_path / "file", b"x")
    with pytest.raises(OutputError, match="请检查路径和权限"):
        write_output(tmp_path / "file" / "a.txt", b"new")
    assert untouched(tmp_path / "file", b"x")


def test_a_name_too_long_for_the_disk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_output(tmp_path / ("x" * 300), b"new")
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write")
def test_a_folder_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(OutputError, match="请检查路径和权限"):
        write_output(Path("/proc/nianbao/a.txt"), b"new")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may write everywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(OutputError, match="请检查路径和权限"):
        write_output(folder / "a.txt", b"new")
    folder.chmod(0o700)


def test_a_file_that_is_open_elsewhere_stays_whole_and_the_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = aged(tmp_path / "a.txt", b"own")

    def refuse(_self: Path, _target: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)  # a file that Excel holds open, on a system that has no Excel
    with pytest.raises(OutputError, match="Excel 或 WPS"):
        write_output(path, b"new", own_digest=digest(b"own"))
    assert untouched(path, b"own")
    assert leftovers(tmp_path) == []


def test_an_interruption_leaves_neither_a_file_nor_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_self: Path, _target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_output(tmp_path / "a.txt", b"new")
    assert list(tmp_path.iterdir()) == []


def test_others_may_read_what_is_written_as_the_mask_says(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_output(tmp_path / "a.txt", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


def written(root: Path, force: bool = False, /, **files: bytes) -> OutputFolder:
    folder = OutputFolder(root, holds="files", force=force)
    for name, data in files.items():
        folder.write(f"{name}.txt", data)
    folder.finish({"written_by": "nianbao test"})
    return folder


def test_a_manifest_names_every_file_with_its_digest(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out", holds="files")
    folder.write("b/二.txt", b"2")
    folder.write("a.txt", b"1")
    path = folder.finish({"written_by": "nianbao", "year": 2024})
    assert path == tmp_path / "out" / MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    assert manifest == {
        "written_by": "nianbao",
        "holds": "files",
        "year": 2024,
        "files": {"a.txt": digest(b"1"), "b/二.txt": digest(b"2")},
    }
    assert list(manifest["files"]) == ["a.txt", "b/二.txt"]


def test_a_second_run_that_gives_the_same_touches_nothing(tmp_path: Path) -> None:
    written(tmp_path, a=b"1", b=b"2")
    for path in tmp_path.iterdir():
        os.utime(path, (OLD_TIME, OLD_TIME))
    written(tmp_path, a=b"1", b=b"2")
    assert {path.stat().st_mtime for path in tmp_path.iterdir()} == {OLD_TIME}


def test_a_second_run_replaces_what_the_first_wrote(tmp_path: Path) -> None:
    written(tmp_path, a=b"1")
    written(tmp_path, a=b"2")
    assert (tmp_path / "a.txt").read_bytes() == b"2"


def test_a_file_that_somebody_edited_is_refused_unless_forced(tmp_path: Path) -> None:
    written(tmp_path, a=b"1")
    aged(tmp_path / "a.txt", b"edited")
    with pytest.raises(OutputError, match="--force"):
        written(tmp_path, a=b"2")
    assert untouched(tmp_path / "a.txt", b"edited")
    written(tmp_path, True, a=b"2")
    assert (tmp_path / "a.txt").read_bytes() == b"2"


def test_a_file_that_somebody_edited_to_what_arises_now_is_left_alone(tmp_path: Path) -> None:
    written(tmp_path, a=b"1")
    aged(tmp_path / "a.txt", b"2")
    written(tmp_path, a=b"2")
    assert untouched(tmp_path / "a.txt", b"2")


def test_a_file_that_somebody_added_is_refused_and_stays(tmp_path: Path) -> None:
    aged(tmp_path / "a.txt", b"somebody's")
    with pytest.raises(OutputError):
        written(tmp_path, a=b"1")
    written(tmp_path, b=b"1")
    assert untouched(tmp_path / "a.txt", b"somebody's")


def test_a_former_output_that_no_longer_arises_goes_away(tmp_path: Path) -> None:
    written(tmp_path, a=b"1", b=b"2")
    written(tmp_path, a=b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", MANIFEST]


def test_a_former_output_that_somebody_edited_stays(tmp_path: Path) -> None:
    written(tmp_path, a=b"1", b=b"2")
    aged(tmp_path / "b.txt", b"edited")
    written(tmp_path, a=b"1")
    assert untouched(tmp_path / "b.txt", b"edited")
    # It stays known, so that every run names it, with the SHA-256 of what this tool wrote.
    assert json.loads((tmp_path / MANIFEST).read_text("utf-8"))["files"]["b.txt"] == digest(b"2")


def test_after_a_run_that_was_refused_the_tool_still_knows_its_own_files(tmp_path: Path) -> None:
    written(tmp_path, a=b"a1", b=b"b1")
    aged(tmp_path / "b.txt", b"edited")
    with pytest.raises(OutputError):
        written(tmp_path, a=b"a2", b=b"b2")
    (tmp_path / "b.txt").unlink()
    written(tmp_path, a=b"a3", b=b"b3")
    assert (tmp_path / "a.txt").read_bytes() == b"a3"


def test_a_manifest_cannot_make_the_tool_remove_files_outside(tmp_path: Path) -> None:
    outside = aged(tmp_path / "outside.txt", b"somebody's")
    root = tmp_path / "out"
    root.mkdir()
    content = {"files": {"../outside.txt": digest(b"somebody's"), str(outside): digest(b"somebody's")}}
    (root / MANIFEST).write_text(json.dumps(content), "utf-8")
    written(root, a=b"1")
    assert outside.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"files": []}', '{"files": 7}', "\x00"])
def test_a_manifest_that_cannot_be_read_is_refused_with_a_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(OutputError, match=f"{MANIFEST}.*请移走它"):
        OutputFolder(tmp_path, holds="files")
    assert (tmp_path / MANIFEST).read_text("utf-8") == text


def test_a_manifest_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes('{"files": {"甲": "1"}}'.encode("gbk"))
    with pytest.raises(OutputError, match=MANIFEST):
        OutputFolder(tmp_path, holds="files")


def test_a_file_given_as_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="不是文件夹"):
        OutputFolder(aged(tmp_path / "a.txt", b"x"), holds="files")


def test_nothing_is_made_before_something_is_written(tmp_path: Path) -> None:
    OutputFolder(tmp_path / "out", holds="files")
    assert not (tmp_path / "out").exists()


def test_only_what_a_manifest_of_results_lists_is_a_result(tmp_path: Path) -> None:
    assert not results_in(tmp_path)
    assert not results_in(tmp_path / "not there")
    for told in ('{"files": {"a": "1"}}', "7", "[" * 200_000, '{"written_by": 7, "files": {"a": "1"}}',
                 '{"written_by": "other 1", "files": {"a": "1"}}', '{"written_by": "nianbao 1", "files": ["a"]}'):  # fmt: skip
        (tmp_path / MANIFEST).write_text(told, "utf-8")
        assert not results_in(tmp_path)
    (tmp_path / MANIFEST).unlink()
    os.mkfifo(tmp_path / MANIFEST)
    assert not results_in(tmp_path)
    (tmp_path / MANIFEST).unlink()
    written(tmp_path, a=b"1")
    assert results_in(tmp_path) == {"a.txt"}


def test_workbooks_that_wait_to_be_filled_in_are_no_results(tmp_path: Path) -> None:
    with OutputFolder(tmp_path, holds="distribute") as folder:
        folder.write("a.xlsx", b"1")
        assert not results_in(tmp_path)  # only the journal tells yet
        folder.finish()
    assert not results_in(tmp_path)


def test_a_device_or_a_pipe_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_output(pipe, b"through", force=True)
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def in_chunks(data: bytes) -> Iterator[bytes]:
    yield from (data[at : at + 2] for at in range(0, len(data), 2))


def test_an_output_may_come_in_chunks(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    assert write_output(path, in_chunks(b"new things")) is True
    assert path.read_bytes() == b"new things"
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(aged(tmp_path / "c", b"").stat().st_mode)
    same = aged(path, b"new things")
    assert write_output(path, in_chunks(b"new things")) is False
    assert untouched(same, b"new things")
    with pytest.raises(OutputError, match="--force"):
        write_output(path, in_chunks(b"others"))
    assert write_output(path, in_chunks(b"others"), own_digest=digest(b"new things")) is True
    assert leftovers(tmp_path) == []


def test_chunks_that_end_in_an_error_leave_neither_a_file_nor_a_part(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    path = aged(tmp_path / "a.txt", b"before")
    with pytest.raises(KeyboardInterrupt):
        write_output(path, broken(), force=True)
    assert untouched(path, b"before")
    assert leftovers(tmp_path) == []


def test_a_folder_knows_the_digest_of_what_came_in_chunks(tmp_path: Path) -> None:
    folder = OutputFolder(tmp_path / "out", holds="files")
    folder.write("a.txt", in_chunks(b"in chunks"))
    assert folder.written == {"a.txt": digest(b"in chunks")}
