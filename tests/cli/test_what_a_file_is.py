"""Files that are no workbook of ours are told for what they are, in one wording in every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.command import nianbao
from tests.corpus.other_formats import compound, opendocument
from tests.corpus.rewriting import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
XML_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="封面"/></Workbook>'
)
FLAT = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document '
    + b" ".join(b'xmlns:n%d="urn:oasis:names:tc:opendocument:xmlns:x%d:1.0"' % (n, n) for n in range(60))
    + b' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"></office:document>'
)


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(64)


KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.xml": (XML_2003.encode, "XML 电子表格 2003"),
    "a.xls": (lambda: b"\xef\xbb\xbf" + XML_2003.encode(), "XML 电子表格 2003"),
    "b.xls": (lambda: XML_2003.encode("utf-16"), "XML 电子表格 2003"),
    "a.fods": (lambda: FLAT, "OpenDocument 表格（.fods）"),
    "a.numbers": (lambda: packed({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"}), "Numbers"),
    "b.numbers": (lambda: packed({"Index.zip": b"x", "preview.jpg": b"x"}), "Numbers"),
    "95.xls": (lambda: compound(b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(5000), "Book"), "Excel 95"),
    "4.xls": (lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(500), "Excel 95 或更早"),
    "a.wps": (lambda: stream("WordDocument"), "Word 或 WPS 文字文档"),
    "a.doc": (lambda: stream("WORDDOCUMENT"), "Word 或 WPS 文字文档"),
    "a.dps": (lambda: stream("PowerPoint Document"), "演示文稿"),
    "a.rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), "RAR 压缩包"),
    "a.7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), "7z 压缩包"),
    "a.tar.gz": (lambda: b"\x1f\x8b\x08" + bytes(100), "gz 压缩包"),
    "empty.zip": (lambda: packed({"说明.txt": b"x"}), "压缩包里没有表格"),
    "b.xml": (lambda: b"<?xml version='1.0'?><data/>", "XML 文件"),
    "c.xml": (lambda: b"<?xml version='1.0'?><html xmlns='x'/>", "网页"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_command_says_the_same_of_a_file(tmp_path: Path, name: str) -> None:
    make, words = KINDS[name]
    path = tmp_path / name
    path.write_bytes(make())
    said = set()
    for arguments in (["check"], ["read"], ["render", "--draft"]):
        ran = nianbao(*arguments, path, folder=tmp_path)
        assert ran.code == 1, (arguments, ran.message)
        lines = (ran.text + ran.message).splitlines()
        said.add(next((line.strip() for line in lines if words in line), "".join(lines)))
    assert len(said) == 1
    assert words in said.pop()


@pytest.mark.parametrize("name", ["a.xml", "a.rar", "95.xls", "a.numbers"])
def test_a_roster_is_told_for_what_it_is_too(tmp_path: Path, name: str) -> None:
    make, words = KINDS[name]
    path = tmp_path / name
    path.write_bytes(make())
    ran = nianbao("distribute", path, "--year", 2024, "-o", tmp_path / "out", folder=tmp_path)
    assert ran.code == 2
    assert words in ran.message


def test_an_opendocument_table_is_no_archive_of_tables(tmp_path: Path) -> None:
    parts = {name: part for name, part in unpacked(opendocument()).items() if name != "mimetype"}
    path = tmp_path / "a.ods"
    path.write_bytes(packed(parts))
    assert nianbao("check", path, folder=tmp_path).code == 0
    assert nianbao("read", path, folder=tmp_path).code == 0
