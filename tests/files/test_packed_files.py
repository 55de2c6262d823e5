"""Archives of workbooks: read as the files they hold, whoever packed them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from nianbao import UnreadableError
from nianbao.files import limits
from nianbao.files.packed_files import content_of, files_in
from tests.corpus.attack import archive, deflated
from tests.corpus.base import base_workbook
from tests.corpus.other_formats import binary_workbook, opendocument

NAME = "资规局/填报（终稿）.xlsx"


def packed(folder: Path, members: dict[bytes, bytes], flags: int = 0) -> str:
    """Write an archive whose members are named by bytes, as programs of other countries do."""
    made = []
    for name, content in members.items():
        member = deflated("x", content)
        member.name, member.flags = name, flags
        made.append(member)
    path = folder / "报送.zip"
    path.write_bytes(archive(made))
    return str(path)


def refusal(path: str) -> UnreadableError:
    with pytest.raises(UnreadableError) as raised:
        content_of(path)
    return raised.value


@pytest.mark.parametrize(
    ("encoding", "flags"), [("gb18030", 0), ("utf-8", 0x800), ("utf-8", 0)], ids=["Windows", "flag", "macOS"]
)
def test_names_are_read_whoever_wrote_them(tmp_path: Path, encoding: str, flags: int) -> None:
    path = packed(tmp_path, {NAME.encode(encoding): base_workbook()}, flags)
    assert files_in(path) == [f"{path}/{NAME}"]
    assert content_of(f"{path}/{NAME}") == base_workbook()


def test_short_names_of_windows_and_backslashes(tmp_path: Path) -> None:
    path = packed(tmp_path, {"局\\表.xlsx".encode("gb18030"): b"1"})
    assert files_in(path) == [f"{path}/局/表.xlsx"]
    assert content_of(f"{path}/局/表.xlsx") == b"1"


def test_a_name_in_no_known_encoding_is_a_name_still(tmp_path: Path) -> None:
    path = packed(tmp_path, {b"\xff\xff.xlsx": b"1"})
    (only,) = files_in(path)
    assert content_of(only) == b"1"


def test_only_workbooks_are_taken(tmp_path: Path) -> None:
    names = ("a.xlsx", "b.XLS", "c/d.et", "e.ods", "说明.txt", "~$a.xlsx", "__MACOSX/._a.xlsx", ".git/a.xlsx", "f/")
    path = packed(tmp_path, {name.encode(): b"1" for name in names})
    assert files_in(path) == [f"{path}/{name}" for name in names[:4]]


@pytest.mark.parametrize(
    "make", [base_workbook, opendocument, binary_workbook, lambda: b"PK\3\4", lambda: b"", bytes]
)
def test_a_workbook_is_no_archive_of_workbooks(tmp_path: Path, make: object) -> None:
    assert callable(make)
    path = tmp_path / "填报.zip"
    path.write_bytes(make())
    assert files_in(str(path)) == [str(path)]
    assert content_of(str(path)) == make()


@pytest.mark.parametrize("name", ["../a.xlsx", "/a.xlsx", "C:/a.xlsx", "a/../../b.xlsx", "..\\a.xlsx", "a\n.xlsx"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path, {b"good.xlsx": b"1", name.encode(): b"2"})
    assert files_in(path) == [path]
    assert refusal(path).code == "RD103"


def test_an_archive_inside_is_refused_and_stops_no_other(tmp_path: Path) -> None:
    path = packed(tmp_path, {b"a.xlsx": base_workbook(), b"b.zip": b"PK"})
    assert files_in(path) == [f"{path}/a.xlsx", f"{path}/b.zip"]
    assert content_of(f"{path}/a.xlsx") == base_workbook()
    assert refusal(f"{path}/b.zip").code == "RD103"


def test_no_workbook_inside_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path, {"说明.txt".encode(): b"1"})
    assert files_in(path) == [path]
    error = refusal(path)
    assert error.code == "RD101"
    assert "没有表格" in str(error)


def test_a_password_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path, {b"a.xlsx": b"1"}, flags=1)
    assert refusal(f"{path}/a.xlsx").code == "RD102"


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path, {b"a.xlsx": b"1", b".\\a.xlsx": b"2", b"b/a.xlsx": b"3"})
    assert refusal(path).code == "RD103"


def test_too_large_too_many_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path, {b"bomb.xlsx": bytes(30 << 20), b"plain.xlsx": b"1"})
    assert refusal(f"{path}/bomb.xlsx").code == "RD103"
    assert content_of(f"{path}/plain.xlsx") == b"1"
    for limit, value in (("PACKED_BYTES", 1000), ("PACKED_MEMBERS", 1), ("PACKED_DIRECTORY_BYTES", 10)):
        with monkeypatch.context() as patched:
            patched.setattr(limits, limit, value)
            assert files_in(path) == [path]
            assert refusal(path).code == "RD103"


def test_other_ways_of_packing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "报送.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.xlsx", b"1" * 100)
    assert refusal(f"{path}/a.xlsx").code == "RD103"


def test_a_member_that_does_not_unpack_is_damaged(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made:
        made.writestr("a.xlsx", b"figure")
    path = tmp_path / "报送.zip"
    path.write_bytes(stream.getvalue().replace(b"figure", b"FIGURE", 1))
    assert refusal(f"{path}/a.xlsx").code == "RD101"


def test_a_file_that_is_not_there_is_not_there(tmp_path: Path) -> None:
    path = packed(tmp_path, {b"a.xlsx": b"1"})
    for missing in (f"{path}/b.xlsx", str(tmp_path / "c.zip"), str(tmp_path / "c.zip" / "a.xlsx")):
        with pytest.raises(OSError):
            content_of(missing)
