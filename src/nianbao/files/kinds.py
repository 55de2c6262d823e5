"""What kind a file is: by its bytes, never by its name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nianbao.files.archive import Archive

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_JSON_SPACE = b"\xef\xbb\xbf \t\r\n"


class Kind(StrEnum):
    """The kinds that are distinguished; ``ZIP`` is any archive whose members do not identify it further."""

    EMPTY = "empty"
    LOCK = "lock"
    XLSX = "xlsx"
    XLS = "xls"
    XLS_OLD = "xls_old"
    XLSB = "xlsb"
    ODS = "ods"
    FLAT_ODS = "flat_ods"
    XML_SHEET = "xml_sheet"
    NUMBERS = "numbers"
    DOCX = "docx"
    DOC = "doc"
    PPTX = "pptx"
    OLE = "ole"
    ENCRYPTED = "encrypted"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "seven_zip"
    GZIP = "gzip"
    PDF = "pdf"
    PAGE = "page"
    XML = "xml"
    IMAGE = "image"
    JSON = "json"
    TEXT = "text"
    UNKNOWN = "unknown"


_BEGINNINGS = (
    (Kind.PDF, (b"%pdf",)),
    (Kind.PAGE, (b"<!doctype html", b"<html")),
    (Kind.DOC, (b"{\\rtf",)),  # .rtf, sometimes with the name .doc; read by LibreOffice as .doc is
    (Kind.IMAGE, (b"\x89png", b"\xff\xd8\xff", b"gif8")),
    (Kind.RAR, (b"rar!",)),
    (Kind.SEVEN_ZIP, (b"7z\xbc\xaf",)),
    (Kind.GZIP, (b"\x1f\x8b",)),
)
_BOF_OLDER = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
"""How workbooks of Excel 2, 3 and 4 begin, which are no compound files."""
_IN_XML = (
    (Kind.XML_SHEET, (b"urn:schemas-microsoft-com:office:spreadsheet", b'progid="excel.sheet"')),
    (Kind.FLAT_ODS, (b"opendocument.spreadsheet",)),
    (Kind.DOC, (b'progid="word.document"', b"schemas.microsoft.com/office/word/2003", b"office/2006/xmlpackage",
                b"opendocument.text")),
    (Kind.PAGE, (b"<html", b"<!doctype html")),
)  # fmt: skip
"""Marks of each kind at the beginning of an XML file, in lower case."""
_HEAD = 16_384
"""The root of a flat OpenDocument file has forty namespaces before the attribute that names its kind."""
_BOF_95 = b"\x09\x08\x08\x00\x00\x05\x05\x00"
"""The first record of a workbook of Excel 5.0 and 95: length, version, workbook globals."""


def kind_of(data: bytes, name: str = "") -> Kind:
    """Return what kind the bytes of a file are.

    ``name`` only serves to recognise the lock files of office programs. Of an archive nothing more than
    ``ZIP`` is known before its members are listed: see :func:`kind_of_archive`.
    """
    # People also send the lock file that Excel leaves beside an open workbook: it has no signature of its own.
    if name.startswith("~$"):
        return Kind.LOCK
    if not data:
        return Kind.EMPTY
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(_ZIP):
        return Kind.ZIP
    return _kind_of_other(data)


def kind_of_archive(archive: Archive) -> Kind:
    """Return what kind an archive is, by its members; ``ZIP`` where they are of no office format."""
    names = archive.names
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    for kind, folder in ((Kind.XLSX, "xl/worksheets/"), (Kind.DOCX, "word/"), (Kind.PPTX, "ppt/")):
        if any(name.startswith(folder) for name in names):
            return kind
    if any(name.endswith(".iwa") for name in names) or "index.zip" in names:
        return Kind.NUMBERS
    for part in (
        archive.read(name) for name in ("mimetype", "meta-inf/manifest.xml", "content.xml") if name in names
    ):
        if b"opendocument.spreadsheet" in part or b"office:spreadsheet" in part:
            return Kind.ODS
        if b"opendocument.text" in part:
            return Kind.DOC  # read as old Word documents are: by LibreOffice
    return Kind.ZIP


def _kind_of_ole(data: bytes) -> Kind:
    """Return the kind of an old office file by the names of its streams."""
    # The directory may be anywhere in the file, and small files have it at one of their ends.
    start = (int.from_bytes(data[48:52], "little") + 1) << 9
    head = data[: 1 << 20] + data[start : start + (1 << 16)] + data[-(1 << 16) :]
    head = head.lower()  # some programs write the names in capitals
    streams = {name: head.find(name.encode("utf-16-le")) for name in ("worddocument", "workbook", "\0book")}
    if "encryptedpackage".encode("utf-16-le") in head:
        return Kind.ENCRYPTED
    word, table = streams["worddocument"], max(streams["workbook"], streams["\0book"])
    if word >= 0 and not 0 <= table < word:  # either may hold the other inside it
        return Kind.DOC
    if table >= 0:
        return Kind.XLS_OLD if streams["workbook"] < 0 and _BOF_95 in data else Kind.XLS
    return Kind.PPTX if "powerpoint document".encode("utf-16-le") in head else Kind.OLE


def _kind_of_other(data: bytes) -> Kind:
    if data.startswith(_BOF_OLDER):
        return Kind.XLS_OLD
    head = _plain_head(data[:_HEAD])
    for kind, beginnings in _BEGINNINGS:
        if head.startswith(beginnings):
            return kind
    if head.startswith(b"<?xml"):
        return next((kind for kind, marks in _IN_XML if any(mark in head for mark in marks)), Kind.XML)
    # A web page saved as .xls is what many systems call an export to Excel.
    if b"<html" in head or b"<table" in head:
        return Kind.PAGE
    if data.lstrip(_JSON_SPACE)[:1] in (b"{", b"["):
        return Kind.JSON
    return Kind.UNKNOWN if b"\x00" in head else Kind.TEXT


def _plain_head(head: bytes) -> bytes:
    """Return the beginning of a file in lower case, without marks of its encoding; UTF-16 as the letters it holds."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
