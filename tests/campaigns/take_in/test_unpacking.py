"""Archives taken apart whole, safely, by the names that their senders gave."""

from __future__ import annotations

import io
import zipfile

from nianbao.campaigns.take_in.unpacking import is_packed, members_of
from tests.campaigns.test_collecting import archive_of


def gbk_archive(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("PLACEHOLDER", data)
    raw, made = stream.getvalue(), name.encode("gbk")
    assert len(made) == len("PLACEHOLDER")
    return raw.replace(b"PLACEHOLDER", made)


def test_names_from_a_chinese_windows() -> None:
    data = gbk_archive("甲局表.xlsx", b"1")
    assert is_packed(data)
    assert list(members_of(data)) == [("甲局表.xlsx", b"1")]


def test_workbooks_documents_and_broken_bytes_are_no_archives() -> None:
    assert not is_packed(archive_of(**{"[Content_Types].xml": b"x", "xl__workbook.xml": b"x"}))
    assert not is_packed(archive_of(word__document=b"x", **{"[Content_Types].xml": b"x"}))
    assert not is_packed(b"PK\x03\x04 broken")
    assert not is_packed(archive_of())


def test_a_bomb_is_not_taken_apart() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xlsx", b"0" * 40_000_000)
    assert not is_packed(stream.getvalue())
