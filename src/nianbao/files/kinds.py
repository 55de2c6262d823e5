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
    """The kinds that are told apart; ``ZIP`` is any archive of which the members say no more."""

    EMPTY = "empty"
    LOCK = "lock"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    DOCX = "docx"
    DOC = "doc"
    PPTX = "pptx"
    OLE = "ole"
    ENCRYPTED = "encrypted"
    ZIP = "zip"
    PACKED = "packed"
    PDF = "pdf"
    PAGE = "page"
    IMAGE = "image"
    JSON = "json"
    TEXT = "text"
    UNKNOWN = "unknown"


_BEGINNINGS = (
    (Kind.PDF, (b"%pdf",)),
    (Kind.PAGE, (b"<!doctype html", b"<html", b"<?xml")),
    (Kind.IMAGE, (b"\x89png", b"\xff\xd8\xff", b"gif8")),
    (Kind.PACKED, (b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")),
)


def kind_of(data: bytes, name: str = "") -> Kind:
    """Return what kind the bytes of a file are.

    ``name`` only serves to recognise the lock files of office programs. Of an archive nothing more than
    ``ZIP`` is known before its members are listed: see :func:`kind_of_archive`.
    """
    # People send along what Excel leaves beside an open workbook: it has no signature to be known by.
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
    mimetype = archive.read("mimetype") if "mimetype" in names else b""
    return Kind.ODS if b"opendocument.spreadsheet" in mimetype else Kind.ZIP


def _kind_of_ole(data: bytes) -> Kind:
    """Return the kind of an old office file by the names of its streams."""
    # The directory stands anywhere in the file, and small files have it at one of their ends.
    start = (int.from_bytes(data[48:52], "little") + 1) << 9
    head = data[: 1 << 20] + data[start : start + (1 << 16)] + data[-(1 << 16) :]
    if "EncryptedPackage".encode("utf-16-le") in head:
        return Kind.ENCRYPTED
    word = head.find("WordDocument".encode("utf-16-le"))
    table = max(head.find("Workbook".encode("utf-16-le")), head.find("\0Book".encode("utf-16-le")))
    if word >= 0 and not 0 <= table < word:  # either may hold the other inside it
        return Kind.DOC
    return Kind.XLS if table >= 0 else Kind.OLE


def _kind_of_other(data: bytes) -> Kind:
    head = data[:4096].lstrip().lower()
    for kind, beginnings in _BEGINNINGS:
        if head.startswith(beginnings):
            return kind
    # A web page saved as .xls is what many systems call an export to Excel.
    if b"<html" in head or b"<table" in head:
        return Kind.PAGE
    if data.lstrip(_JSON_SPACE)[:1] in (b"{", b"["):
        return Kind.JSON
    return Kind.UNKNOWN if b"\x00" in head else Kind.TEXT
