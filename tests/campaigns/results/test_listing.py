"""The files of a run: their places, their bytes, also of members of archives and of archives that are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

from nianbao.campaigns.results.listing import as_seen_from, bytes_of, lies_in, list_files, place_of
from nianbao.files.outputs import digest


def test_paths_are_kept_as_seen_from_the_results(tmp_path: Path) -> None:
    assert as_seen_from(tmp_path / "out", tmp_path / "一" / "甲.xlsx") == "../一/甲.xlsx"
    assert place_of(tmp_path / "out", "../一/甲.xlsx") == tmp_path / "一" / "甲.xlsx"


def test_a_place_lies_in_the_paths_that_were_given_and_below_them(tmp_path: Path) -> None:
    root, given = tmp_path / "out", [tmp_path / "一", tmp_path / "二" / "甲.xlsx"]
    assert lies_in(root, "../一/深/乙.xlsx", given)
    assert lies_in(root, "../二/甲.xlsx", given)
    assert not lies_in(root, "../二/乙.xlsx", given)


def test_files_are_listed_with_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "甲.xlsx").write_bytes(b"one")
    listed, missing = list_files([tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"], tmp_path / "out")
    assert (listed.place, listed.sha256, listed.size, listed.is_sound) == ("../甲.xlsx", digest(b"one"), 3, True)
    assert listed.modified == (tmp_path / "甲.xlsx").stat().st_mtime_ns
    assert (missing.place, missing.sha256) == ("../乙.xlsx", "")


def test_a_member_of_an_archive_is_a_file_of_its_own(tmp_path: Path) -> None:
    packed = tmp_path / "都在.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.xlsx", b"one")
    (listed,) = list_files([packed / "甲.xlsx"], tmp_path / "out")
    assert (listed.place, listed.sha256) == ("../都在.zip/甲.xlsx", digest(b"one"))
    assert listed.modified == packed.stat().st_mtime_ns


def test_an_archive_that_cannot_be_taken_apart_has_bytes_all_the_same(tmp_path: Path) -> None:
    packed = tmp_path / "坏.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("说明.txt", b"no workbook")
    assert bytes_of(str(packed)) == (packed.read_bytes(), False)
    assert bytes_of(str(tmp_path / "没有.zip")) is None


def test_of_a_member_that_cannot_be_taken_out_the_archive_is_kept(tmp_path: Path) -> None:
    packed = tmp_path / "加密.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲.xlsx", b"one")
    data = bytearray(packed.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1  # encrypted
    packed.write_bytes(data)
    assert bytes_of(str(packed / "甲.xlsx")) == (bytes(data), False)
    (listed,) = list_files([packed / "甲.xlsx"], tmp_path / "out")
    assert (listed.sha256, listed.is_sound) == (digest(bytes(data)), False)
