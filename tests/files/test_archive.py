"""The archive of a workbook: honest members come out whole, and every lie about them is refused by its code."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import Archive
from tests.corpus.attack import Member, archive, deflated, quoting, repeated

CONTENT = "内容".encode() * 50


def refused(data: bytes, name: str | None = None) -> str:
    """Return the code with which an archive, or one member of it, is refused."""
    with pytest.raises(UnreadableError) as caught:
        found = Archive(data)
        if name is not None:
            found.read(name)
    assert str(caught.value)
    return caught.value.code


def member(**said: object) -> Member:
    return replace(deflated("xl/a.xml", CONTENT), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_come_out_by_names_in_lower_case(method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        made.writestr("XL/Workbook.xml", CONTENT)
        made.writestr("xl/folder/", b"")
    found = Archive(stream.getvalue())
    assert found.names == ("xl/workbook.xml",)
    assert found.read("xl/workbook.xml") == CONTENT


def test_names_with_backslashes_are_read_and_told() -> None:
    found = Archive(archive([deflated("xl\\a.xml", CONTENT), deflated("xl/b.xml", b"b")]))
    assert found.read("xl/a.xml") == CONTENT
    assert [found.written_otherwise(name) for name in found.names] == [True, False]


@pytest.mark.parametrize("name", ["/etc/a", "../a", "xl/../../a", "C:/a", "a\x01b"])
def test_a_name_that_leads_out_or_cannot_be_seen_is_refused(name: str) -> None:
    assert refused(archive([deflated(name, b"x")])) == "RD103"


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ({"flags": 0x1}, "RD102"),
        ({"flags": 0x20}, "RD101"),
        ({"said_size": limits.TOTAL_BYTES + 1}, "RD103"),
    ],
)
def test_what_a_member_says_is_held_against_the_limits(lie: dict[str, int], code: str) -> None:
    assert refused(archive([member(**lie)])) == code


@pytest.mark.parametrize(
    ("lie", "code"),
    [
        ({"checksum": 1}, "RD101"),
        ({"said_size": 3, "size": 3}, "RD103"),  # there is more than it says
        ({"said_size": len(CONTENT) + 1}, "RD101"),  # there is less
        ({"packed": b"\xff\xff\xff"}, "RD101"),
        ({"method": 12}, "RD103"),
    ],
)
def test_what_comes_out_is_held_against_what_was_said(lie: dict[str, object], code: str) -> None:
    assert refused(archive([member(**lie)]), "xl/a.xml") == code


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = repeated("xl/a.xml", b"", bytes(2**16), 2**9, b"")
    assert refused(archive([bomb])) == "RD103"


def test_two_members_of_one_name_or_of_the_same_bytes_are_refused() -> None:
    assert refused(archive([deflated("xl/a.xml", b"1"), deflated("XL/A.xml", b"2")])) == "RD103"
    assert refused(quoting(["a", "b", "c"], CONTENT)) == "RD103"


def test_more_than_an_archive_is_no_archive_of_a_client() -> None:
    data = archive([deflated("xl/a.xml", CONTENT)])
    assert refused(b"#!/bin/sh\n" + data) == "RD103"
    assert refused(data[:-30]) == "RD101"
    assert refused(b"PK\x03\x04") == "RD101"


def test_one_name_outside_and_another_inside_is_refused() -> None:
    data = archive([deflated("xl/a.xml", CONTENT)])
    assert refused(data.replace(b"xl/a.xml", b"xl/b.xml", 1), "xl/a.xml") == "RD103"


def test_too_many_members_are_refused() -> None:
    assert refused(archive([deflated(f"{number}", b"") for number in range(limits.MEMBERS + 1)])) == "RD103"
