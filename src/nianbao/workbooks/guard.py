"""What a file is, by its first bytes, never by its name; said before any library opens it."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import Archive, refuse
from nianbao.files.guarded_xml import look_over
from nianbao.language import Domain, Message

_ = Domain("nianbao")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_WORKBOOK_PART = "xl/workbook.xml"
_BINARY_PART, _CONTENT_PART = "xl/workbook.bin", "content.xml"
_FILE_PASS = rb"(?s)\x09\x08(?:\x08\0\0[\x05\x06]\x05\0.{4}|\x10\0\0\x06\x05\0.{12})(?:\x86\0\0\0)?\x2f\0"
"""The first record of a workbook's stream, then the one that says how everything after it is encrypted."""
_TWO_FORMATS = _("文件同时是两种格式的表格。")  # which of them a program shows is anybody's guess


class Foreign(msgspec.Struct, frozen=True):
    """A workbook of another format, held against the limits as far as that can be done without reading it."""

    kind: Literal["xls", "ods", "xlsb"]
    data: bytes


def reject(code: str, cause: Message) -> UnreadableError:
    """Give the exception for bytes that are no readable workbook."""
    return UnreadableError(code, cause)


def open_workbook(data: bytes, name: str = "") -> Archive | Foreign:
    """Give the archive of an .xlsx workbook, or a workbook of another format.

    ``name`` is the file's name, which only serves to recognise lock files. Raises
    :class:`UnreadableError`: RD101 for what is no workbook, RD102 for encrypted files, RD103 for
    files that no client writes.
    """
    if name.startswith("~$"):
        raise reject("RD101", _("这是 Excel 打开文件时留下的锁文件，不是表格：请关闭 Excel 后报送原文件。"))
    if not data:
        raise reject("RD101", _("文件是空的：可能没有保存完或没有下载完，请重新保存后报送。"))
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        archive = Archive(data)
        return _other_archive(archive, data) or archive
    raise reject("RD101", _text_or_other(data))


def _ole(data: bytes) -> Foreign:
    """Give an old workbook, known by the names of its streams."""
    start = (int.from_bytes(data[48:52], "little") + 1) << 9  # of the directory, wherever it stands
    head = data[: 1 << 20] + data[start : start + (1 << 16)] + data[-(1 << 16) :]
    if "EncryptedPackage".encode("utf-16-le") in head:
        raise reject("RD102", _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。"))
    word = head.find("WordDocument".encode("utf-16-le"))
    table = max(head.find("Workbook".encode("utf-16-le")), head.find("\0Book".encode("utf-16-le")))
    if word >= 0 and not 0 <= table < word:  # either may hold the other inside it
        raise reject("RD101", _("这是旧版 Word 文档，不是表格：请报送填好的 Excel 表格。"))
    if table < 0:
        raise reject("RD101", _("这不是 Excel 工作簿：请报送填好的 Excel 表格。"))
    _hold_size(data)
    if re.search(_FILE_PASS, data):
        raise reject("RD102", _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。"))
    return Foreign("xls", data)


def _hold_size(data: bytes) -> None:
    if len(data) > limits.FOREIGN_BYTES:
        refuse(_("文件有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.FOREIGN_BYTES >> 20))


def _other_archive(archive: Archive, data: bytes) -> Foreign | None:
    """Give what an archive is that holds no .xlsx workbook; ``None`` for one that does."""
    names = archive.names
    if _WORKBOOK_PART in names:
        return None
    if _BINARY_PART in names:
        return _binary(archive, data)
    if any(name.startswith("xl/worksheets/") for name in names):
        return None
    if any(name.startswith("word/") for name in names):
        raise reject("RD101", _("这是 Word 文档，不是表格：请报送填好的 Excel 表格。"))
    if any(name.startswith("ppt/") for name in names):
        raise reject("RD101", _("这是演示文稿，不是表格：请报送填好的 Excel 表格。"))
    kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    if "opendocument.spreadsheet" in kind:
        return _opendocument(archive, data)
    raise reject("RD101", _("这是压缩包，不是表格：请解压后报送其中的 Excel 表格。"))


def _binary(archive: Archive, data: bytes) -> Foreign:
    if _CONTENT_PART in archive.names:
        refuse(_TWO_FORMATS)
    _hold_size(data)
    for name in archive.names:
        if name.endswith((".xml", ".rels")):
            look_over(archive.read(name))
        elif name.endswith(".bin"):
            archive.read(name)
    return Foreign("xlsb", data)


def _opendocument(archive: Archive, data: bytes) -> Foreign:
    if any(name.startswith("xl/") for name in archive.names):
        refuse(_TWO_FORMATS)
    _hold_size(data)
    from nianbao.workbooks.opendocument import plain_opendocument  # few files need it

    return Foreign("ods", plain_opendocument(archive))


def _text_or_other(data: bytes) -> Message:
    head = data[:4096].lstrip().lower()
    if head.startswith(b"%pdf"):
        return _("这是 PDF 文件，不是表格：请报送填好的 Excel 表格。")
    if head.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in head or b"<table" in head:
        return _("这是网页，不是表格：请报送填好的 Excel 表格原件。")
    if head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8")):
        return _("这是图片，不是表格：请报送填好的 Excel 表格。")
    if head.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return _("这是压缩包，不是表格：请解压后报送其中的 Excel 表格。")
    if b"\x00" not in head:
        return _("这是文本文件，不是表格：请报送填好的 Excel 表格。")
    return _("这不是 Excel 工作簿：请报送填好的 Excel 表格。")
