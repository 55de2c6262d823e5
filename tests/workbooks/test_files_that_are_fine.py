"""Files that open everywhere are read: whatever odd thing a program left in them, the figures are the known ones."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING

import docx
import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from nianbao import CheckedFile
from nianbao.workbooks import decryption
from tests.corpus.base import base_workbook, checked, same_as_original
from tests.corpus.damage import OVERVIEW, REQUESTS, at
from tests.corpus.other_formats import binary_workbook, compound, old_stream, opendocument, pages
from tests.corpus.producers import PRODUCERS
from tests.corpus.rewriting import WORKBOOK, packed, replaced, rewritten, unpacked, with_cell
from tests.workbooks.old_encryption import encrypted_stream

if TYPE_CHECKING:
    from collections.abc import Callable

CONTENT = "content.xml"


def codes(read: CheckedFile) -> list[str]:
    return [finding.code for finding in read.findings]


def with_entry(identity: str) -> Callable[[bytes], bytes]:
    entry = f'<sheet name="旧表" sheetId="98" r:id="{identity}"/></sheets>'
    return lambda data: rewritten(data, WORKBOOK, lambda xml: replaced(xml, "</sheets>", entry))


def with_relation_to_nothing(data: bytes) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relation = f'<Relationship Id="rId98" Type="{kind}" Target="worksheets/sheet98.xml"/></Relationships>'
    data = rewritten(data, "xl/_rels/workbook.xml.rels", lambda xml: replaced(xml, "</Relationships>", relation))
    return with_entry("rId98")(data)


def encrypted(password: str, data: bytes | None = None) -> bytes:
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(data or base_workbook())).encrypt(password, stream)
    return stream.getvalue()


def with_shared_formulas() -> bytes:
    """Return the workbook as the general library has to read it."""
    return next(producer for producer in PRODUCERS if producer.name == "shared formulas").make()


FINE: dict[str, Callable[[], bytes]] = {
    "a string without an index": lambda: with_cell(base_workbook(), REQUESTS, "L9", "<v></v>", ' t="s"'),
    "a string with a blank index": lambda: with_cell(base_workbook(), REQUESTS, "L9", "<v> </v>", ' t="s"'),
    "a sheet entry without a relation": lambda: with_entry("rId97")(base_workbook()),
    "a sheet entry without an id": lambda: with_entry("")(base_workbook()),
    "a sheet entry without a part": lambda: with_relation_to_nothing(base_workbook()),
    "encrypted with the password that Excel builds in": lambda: encrypted("VelvetSweatshop"),
    "encrypted so, with shared formulas": lambda: encrypted("VelvetSweatshop", with_shared_formulas()),
    "a string without an index beside shared formulas": lambda: with_cell(
        with_shared_formulas(), REQUESTS, "L9", "<v></v>", ' t="s"'
    ),
    "a sheet entry without a part beside shared formulas": lambda: with_relation_to_nothing(with_shared_formulas()),
}


@pytest.mark.parametrize("name", FINE)
def test_a_file_that_is_fine_is_read(name: str) -> None:
    read = checked(FINE[name]())
    assert codes(read) == []
    assert same_as_original(read)


def test_a_sheet_of_ours_without_a_part_is_missing() -> None:
    parts = unpacked(base_workbook())
    del parts["xl/worksheets/sheet5.xml"]
    assert codes(checked(packed(parts))) == ["LT201"]


def test_a_workbook_with_a_password_of_its_own_is_not_read() -> None:
    assert codes(checked(encrypted("甲乙丙"))) == ["RD102"]
    assert codes(checked(compound(encrypted_stream(old_stream(pages()), "1234")), "填报.xls")) == ["RD102"]


def test_a_hash_that_is_taken_without_end_costs_seconds_at_most() -> None:
    data = encrypted("VelvetSweatshop")
    assert b'spinCount="100000"' in data
    begun = time.monotonic()
    assert codes(checked(data.replace(b'spinCount="100000"', b'spinCount="999999"'))) == ["RD102"]
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_an_encrypted_workbook_that_breaks_off_is_refused(share: float) -> None:
    data = encrypted("VelvetSweatshop")
    assert codes(checked(data[: int(len(data) * share)])) in (["RD101"], ["RD102"])


def test_what_is_decrypted_is_looked_at_like_any_file() -> None:
    document, stream = io.BytesIO(), io.BytesIO()
    docx.Document().save(document)
    OOXMLFile(document).encrypt("VelvetSweatshop", stream)
    assert codes(checked(stream.getvalue())) == ["RD101"]
    assert msoffcrypto.OfficeFile(io.BytesIO(stream.getvalue())).is_encrypted()


def test_without_the_library_the_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decryption, "_LIBRARY", "no_such_library")
    assert codes(checked(encrypted("VelvetSweatshop"))) == ["RD102"]


def in_lines(data: bytes) -> bytes:
    """Return an OpenDocument workbook as programs write it that lay their XML out in lines."""
    parts = unpacked(data)
    parts[CONTENT] = re.sub(rb">(?=<(?!/?text:(?:s|span|tab|line-break)|/text:p))", b">\n    ", parts[CONTENT])
    return packed(parts)


def without(name: str) -> Callable[[bytes], bytes]:
    return lambda data: packed({key: part for key, part in unpacked(data).items() if key != name})


def short_cells(data: bytes) -> bytes:
    """Return a binary workbook whose cells leave their column out where they stand behind another."""
    parts = unpacked(data)
    for name in parts:
        if name.startswith("xl/worksheets/"):
            parts[name] = _shortened(parts[name])
    return packed(parts)


def _shortened(part: bytes) -> bytes:
    from nianbao.workbooks.binary_workbook import _length, _number, _records

    written, column, count = bytearray(), -2, 0
    for kind, start, end in _records(part):
        content = part[start:end]
        if kind == 0:
            column = -2
        elif kind in range(1, 8):
            before, column = column, int.from_bytes(content[:4], "little")
            if column == before + 1:
                kind, content, count = kind + 11, content[4:], count + 1
        written += _number(kind) + _length(len(content)) + content
    assert count or b"meta" not in part
    return bytes(written)


OTHERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "OpenDocument in lines": ("填报.ods", lambda: in_lines(opendocument())),
    "OpenDocument without its mark": ("填报.ods", lambda: without("mimetype")(opendocument())),
    "OpenDocument without mark and manifest": (
        "填报.ods",
        lambda: without("META-INF/manifest.xml")(without("mimetype")(opendocument())),
    ),
    "a stream in capitals": ("填报.xls", lambda: compound(old_stream(pages()), "WORKBOOK")),
    "a stream in small letters": ("填报.xls", lambda: compound(old_stream(pages()), "workbook")),
    "an old workbook with the password that Excel builds in": (
        "填报.xls",
        lambda: compound(encrypted_stream(old_stream(pages()), "VelvetSweatshop")),
    ),
    "short cells": ("填报.xlsb", lambda: short_cells(binary_workbook())),
}


@pytest.mark.parametrize("name", OTHERS)
def test_another_format_that_is_fine_is_read(name: str) -> None:
    file, make = OTHERS[name]
    data = make()
    read = checked(data, file)
    assert codes(read) == ["RD104"]
    assert same_as_original(read)


def test_short_cells_are_short() -> None:
    assert len(short_cells(binary_workbook())) != len(binary_workbook())


@pytest.mark.parametrize("length", [10, 100, 1000])
def test_a_binary_sheet_that_breaks_off_is_refused(length: int) -> None:
    parts = unpacked(binary_workbook())
    name = next(each for each in parts if each.startswith("xl/worksheets/"))
    parts[name] = parts[name][:length] + b"\x07\xff\xff\x7f"
    assert codes(checked(packed(parts), "填报.xlsb")) in (["RD101"], ["RD103"])


@pytest.mark.parametrize(
    ("escaped", "meant"),
    [
        ("在_xD842__xDFB7_家村。", "在𠮷家村。"),
        ("第一段。_x000B_第二段。", "第一段。\n第二段。"),
        ("第一页。_x000C_第二页。", "第一页。\n第二页。"),
        ("_x000D_\n甲_x000D_\n乙", "甲\n乙"),
        ("甲_xD842_乙", "甲_xD842_乙"),
        ("甲_x001E_乙_x001F_丙", "甲-乙丙"),
        ("_x005F_x000B_", "_x000B_"),
    ],
)
@pytest.mark.parametrize("kind", ["inlineStr", "str"])
def test_escapes_are_the_characters_that_they_stand_for(escaped: str, meant: str, kind: str) -> None:
    content = f"<is><t>{escaped}</t></is>" if kind == "inlineStr" else f"<v>{escaped}</v>"
    read = checked(with_cell(base_workbook(), OVERVIEW, at("overview.proactive"), content, f' t="{kind}"'))
    assert read.submission is not None
    assert read.submission.text("overview.proactive").startswith(meant)


THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="D6" id="{1}"><text>数字和台账不一致。</text></threadedComment>'
    '<threadedComment ref="D6" id="{2}" parentId="{1}"><text>已经核对。</text></threadedComment></ThreadedComments>'
)
LEGACY = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="D6"><text><t>'
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it will "
    "get removed if the file is opened in a newer version of Excel. Learn more: https://go.microsoft.com/fwlink/?linkid=870924"
    "\n\nComment:\n    数字和台账不一致。</t></text></comment></commentList></comments>"
)


@pytest.mark.parametrize("parts", [("thread", "legacy"), ("thread",), ("legacy",)])
def test_a_threaded_comment_is_told_once_in_its_own_words(parts: tuple[str, ...]) -> None:
    kinds = {
        "thread": ("http://schemas.microsoft.com/office/2017/10/relationships/threadedComment", "../threadedComments/t1.xml"),
        "legacy": ("http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments", "../comments1.xml"),
    }  # fmt: skip
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{kinds[part][0]}" Target="{kinds[part][1]}"/>'
        for number, part in enumerate(parts, 50)
    )
    files = unpacked(base_workbook())
    name = "xl/worksheets/_rels/sheet5.xml.rels"
    files[name] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>"
    ).encode()
    if "thread" in parts:
        files["xl/threadedComments/t1.xml"] = THREAD.encode()
    if "legacy" in parts:
        files["xl/comments1.xml"] = LEGACY.encode()
    read = checked(packed(files))
    assert codes(read) == ["LT208"]
    assert "D6“数字和台账不一致。" in str(read.findings[0].message)
    assert "Threaded" not in str(read.findings[0].message)
