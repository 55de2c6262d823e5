"""What kind a file is: by its bytes, whatever it is called."""

from __future__ import annotations

import pytest

from nianbao.files.archive import Archive
from nianbao.files.kinds import Kind, kind_of, kind_of_archive
from tests.corpus.attack import archive, deflated

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
BYTES = {
    "nothing": (b"", Kind.EMPTY),
    "an archive": (b"PK\x03\x04rest", Kind.ZIP),
    "an empty archive": (b"PK\x05\x06" + bytes(18), Kind.UNKNOWN),
    "PDF": (b"%PDF-1.7\n\x00", Kind.PDF),
    "a page": ("\n <!DOCTYPE HTML><p>年报".encode(), Kind.PAGE),
    "a table saved as .xls": (b"<meta charset=gbk><table><tr><td>1", Kind.PAGE),
    "XML": (b'<?xml version="1.0"?><Workbook/>', Kind.XML),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", Kind.IMAGE),
    "a photograph": (b"\xff\xd8\xff\xe0\x00", Kind.IMAGE),
    "RAR": (b"Rar!\x1a\x07\x00", Kind.RAR),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", Kind.SEVEN_ZIP),
    "JSON": (b'\xef\xbb\xbf \n{"form": 1}', Kind.JSON),
    "a list": (b"[1]", Kind.JSON),
    "a list of units": ("代码,名称\n1,甲局\n".encode("gbk"), Kind.TEXT),
    "bytes": (bytes(range(256)), Kind.UNKNOWN),
    "an old workbook": (OLE + "Workbook".encode("utf-16-le"), Kind.XLS),
    "an older one": (OLE + "\0Book".encode("utf-16-le"), Kind.XLS),
    "rich text": (b"{\\rtf1\\ansi\\uc1 }", Kind.DOC),
    "an old document": (OLE + "WordDocument".encode("utf-16-le"), Kind.DOC),
    "a document with a table in it": (OLE + "WordDocument Workbook".encode("utf-16-le"), Kind.DOC),
    "a workbook with a document in it": (OLE + "Workbook WordDocument".encode("utf-16-le"), Kind.XLS),
    "a locked file": (OLE + "Workbook EncryptedPackage".encode("utf-16-le"), Kind.ENCRYPTED),
    "another old file": (OLE, Kind.OLE),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_say_what_they_are(name: str) -> None:
    data, kind = BYTES[name]
    assert kind_of(data, "报送.xlsx") is kind


def test_a_directory_far_inside_an_old_file_is_found() -> None:
    directory = (3 << 20) >> 9
    data = bytearray(OLE + bytes(6 << 20))
    data[48:52] = directory.to_bytes(4, "little")
    at = (directory + 1) << 9
    words = "Workbook".encode("utf-16-le")
    data[at : at + len(words)] = words
    assert kind_of(bytes(data)) is Kind.XLS


def test_only_the_name_tells_of_a_lock_file() -> None:
    assert kind_of(b"PK\x03\x04", "~$报送.xlsx") is Kind.LOCK
    assert kind_of(b"PK\x03\x04", "报送~$.xlsx") is Kind.ZIP


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"XL/workbook.xml": b""}, Kind.XLSX),
        ({"xl\\worksheets\\sheet1.xml": b""}, Kind.XLSX),
        ({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": b""}, Kind.XLSB),
        ({"word/document.xml": b""}, Kind.DOCX),
        ({"ppt/slides/slide1.xml": b""}, Kind.PPTX),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, Kind.ODS),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, Kind.DOC),
        ({"报送.xlsx": b""}, Kind.ZIP),
    ],
)
def test_members_say_what_an_archive_is(members: dict[str, bytes], kind: Kind) -> None:
    data = archive([deflated(name, content) for name, content in members.items()])
    assert kind_of_archive(Archive(data)) is kind
