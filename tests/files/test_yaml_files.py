"""YAML files as records: a parsed copy stands for its file only while the file is the one it was made of."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from nianbao.errors import StrictYAMLError
from nianbao.files import yaml_files
from nianbao.files.yaml_files import COPIES, parsed_copies, read_record


class Words(msgspec.Struct, forbid_unknown_fields=True):
    said: str
    times: int = 1


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    yaml_files._copies_in.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_text("said: 年报\ntimes: 3\n", "utf-8")
    (tmp_path / "two.yaml").write_text("said: 公开\n", "utf-8")
    (tmp_path / COPIES).write_bytes(parsed_copies(tmp_path.glob("*.yaml")))
    return tmp_path


def test_a_copy_says_what_its_file_says(folder: Path) -> None:
    assert read_record(folder, "one.yaml", Words) == Words("年报", 3)
    assert read_record(folder, "two.yaml", Words) == Words("公开")


def test_a_copy_is_what_is_read(folder: Path) -> None:
    copies = folder / COPIES
    copies.write_bytes(copies.read_bytes().replace("年报".encode(), "抄本".encode()))
    assert read_record(folder, "one.yaml", Words).said == "抄本"


@pytest.mark.parametrize("text", ["said: 公报\ntimes: 3\n", "said: 年报\ntimes: 3", "said: 年报\ntimes: 4\n"])
def test_a_file_that_was_edited_is_read_itself(folder: Path, text: str) -> None:
    (folder / "one.yaml").write_text(text, "utf-8")
    assert read_record(folder, "one.yaml", Words) == Words(text[6:8], int(text.split()[-1]))


@pytest.mark.parametrize("data", [b"", b"{", b'{"one.yaml": 1}', b"\xff"])
def test_copies_that_cannot_be_read_do_not_matter(folder: Path, data: bytes) -> None:
    (folder / COPIES).write_bytes(data)
    assert read_record(folder, "one.yaml", Words) == Words("年报", 3)


def test_a_file_that_is_gone_is_missed_although_its_copy_is_there(folder: Path) -> None:
    (folder / "one.yaml").unlink()
    with pytest.raises(FileNotFoundError):
        read_record(folder, "one.yaml", Words)


def test_copies_and_files_are_held_against_the_record_alike(folder: Path) -> None:
    (folder / "two.yaml").write_text("say: 公开\n", "utf-8")
    with pytest.raises(msgspec.ValidationError) as of_the_file:
        read_record(folder, "two.yaml", Words)
    (folder / COPIES).write_bytes(parsed_copies(folder.glob("*.yaml")))
    yaml_files._copies_in.cache_clear()
    with pytest.raises(msgspec.ValidationError) as of_the_copy:
        read_record(folder, "two.yaml", Words)
    assert str(of_the_copy.value) == str(of_the_file.value)


def test_no_copy_is_made_of_what_is_no_yaml(folder: Path) -> None:
    (folder / "two.yaml").write_text("a: 1\na: 2\n", "utf-8")
    with pytest.raises(StrictYAMLError):
        parsed_copies(folder.glob("*.yaml"))
