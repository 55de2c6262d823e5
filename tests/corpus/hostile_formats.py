"""Files that are something else, whatever they are named."""

from __future__ import annotations

import random

from .attack import Hostile
from .rewriting import packed

REFUSED, OTHER_FORMAT, BROKEN_JSON = ("RD101",), ("RD101", "RD104"), ("RD107",)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_PAGE = "<html><head><meta charset='utf-8'></head><body><table><tr><td>47</td></tr></table></body></html>"
_ODS = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office:document-content/>"}
_OLD_XML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>'
)


def _ole(*streams: str) -> bytes:
    return _OLE + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)


def _noise() -> bytes:
    return random.Random(7).randbytes(50_000)


FORMATS = (
    Hostile("nothing", lambda: b"", REFUSED),
    Hostile("one byte", lambda: b"P", REFUSED),
    Hostile("the mark of an archive alone", lambda: b"PK\x03\x04", REFUSED),
    Hostile("a lock file", lambda: b"\x05user" + bytes(160), REFUSED, "~$填报.xlsx"),
    Hostile("a web page", lambda: _PAGE.encode(), REFUSED),
    Hostile("a web page in GBK", lambda: ("<meta charset=gbk>" + _PAGE).encode("gbk"), REFUSED),
    Hostile("a web page with a mark", lambda: _PAGE.encode("utf-8-sig"), REFUSED),
    Hostile("a web page in one file", lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", REFUSED),
    Hostile("a list in UTF-8", lambda: "单位,数量\n甲,3\n".encode("utf-8-sig"), REFUSED),
    Hostile("a list in GBK", lambda: "单位,数量\n甲,3\n".encode("gbk"), REFUSED, "填报.csv"),
    Hostile("a list in UTF-16", lambda: "单位\t数量\n甲\t3\n".encode("utf-16"), REFUSED),
    Hostile("a workbook in the XML of 2003", lambda: _OLD_XML.encode(), OTHER_FORMAT, "填报.xls"),
    Hostile(
        "a Word document", lambda: packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), REFUSED
    ),
    Hostile("slides", lambda: packed({"[Content_Types].xml": b"<x/>", "ppt/presentation.xml": b"<x/>"}), REFUSED),
    Hostile("a drawing", lambda: packed({"[Content_Types].xml": b"<x/>", "visio/document.xml": b"<x/>"}), REFUSED),
    Hostile("an OpenDocument table", lambda: packed(_ODS), OTHER_FORMAT, "填报.ods"),
    Hostile("a binary workbook", lambda: packed({"xl/workbook.bin": b"x"}), OTHER_FORMAT, "填报.xlsb"),
    Hostile("an archive of a text", lambda: packed({"说明.txt": "请查收".encode()}), REFUSED, "填报.zip"),
    Hostile("an old workbook", lambda: _ole("Root Entry", "Workbook"), OTHER_FORMAT, "填报.xls"),
    Hostile("an old workbook of WPS", lambda: _ole("Root Entry", "Workbook", "ETExtData"), OTHER_FORMAT, "填报.et"),
    Hostile("an old Word document", lambda: _ole("Root Entry", "WordDocument"), REFUSED),
    Hostile(
        "a workbook with a password", lambda: _ole("Root Entry", "EncryptionInfo", "EncryptedPackage"), ("RD102",)
    ),
    Hostile("the first sector of something old", lambda: _OLE, REFUSED),
    Hostile("a document for print", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100), REFUSED),
    Hostile("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), REFUSED),
    Hostile("a photograph", lambda: b"\xff\xd8\xff\xe0" + bytes(100), REFUSED),
    Hostile("a gz archive", lambda: b"\x1f\x8b\x08" + bytes(100), REFUSED),
    Hostile("a 7z archive", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), REFUSED),
    Hostile("a rar archive", lambda: b"Rar!\x1a\x07\x00" + bytes(100), REFUSED),
    Hostile("a program", lambda: b"MZ\x90\x00" + bytes(200), REFUSED),
    Hostile("noise", _noise, REFUSED),
    Hostile("noise that begins like an archive", lambda: b"PK\x03\x04" + _noise(), REFUSED),
    Hostile("fifty megabytes of nothing", lambda: bytes(50_000_000), ("RD101", "RD103")),
    Hostile("fifty megabytes of blanks", lambda: b" " * 50_000_000, ("RD101", "RD103")),
    Hostile("broken JSON", lambda: b'{"form": ', BROKEN_JSON),
    Hostile("JSON a hundred thousand deep", lambda: b"[" * 100_000, BROKEN_JSON, "填报.json"),
    Hostile(
        "JSON with a number of a million digits", lambda: b'{"schema": ' + b"9" * 1_000_000 + b"}", BROKEN_JSON
    ),
    Hostile("JSON of another thing", lambda: b'{"a": 1}', BROKEN_JSON),
)
