"""Opening a workbook: only if it is one, checked against the limits before any library sees it."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import Archive, refuse
from nianbao.files.kinds import Kind, kind_of, kind_of_archive
from nianbao.files.packed_files import NO_TABLE_PACKED, holds_table
from nianbao.language import Domain

_ = Domain("nianbao")

_CONTENT_PART = "content.xml"
_FILE_PASS = rb"(?s)\x09\x08(?:\x08\0\0[\x05\x06]\x05\0.{4}|\x10\0\0\x06\x05\0.{12})(?:\x86\0\0\0)?\x2f\0"
"""The first record of a workbook's stream, then the one that names the encryption of everything after it."""
_STREAM = rb"(?i)(?:w\0o\0r\0k\0)?b\0o\0o\0k\0\0\0"
_ENTRY = 128
"""Bytes of an entry of the directory of streams; the name comes first, its length after 64 bytes."""
_TWO_FORMATS = _("文件同时是两种格式的表格。")  # which of them a program shows is anybody's guess
_PASSWORD = _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。")
_NOT_A_WORKBOOK = _("这不是 Excel 工作簿：请报送填好的 Excel 表格。")
_REFUSALS = {
    Kind.LOCK: _("这是 Excel 打开文件时留下的锁文件，不是表格：请关闭 Excel 后报送原文件。"),
    Kind.EMPTY: _("文件是空的：可能没有保存完或没有下载完，请重新保存后报送。"),
    Kind.DOC: _("这是 Word 或 WPS 文字文档，不是表格：请报送填好的 Excel 表格。"),
    Kind.DOCX: _("这是 Word 文档，不是表格：请报送填好的 Excel 表格。"),
    Kind.PPTX: _("这是演示文稿，不是表格：请报送填好的 Excel 表格。"),
    Kind.ZIP: _("这是压缩包，不是表格：请解压后报送其中的 Excel 表格。"),
    Kind.RAR: _("这是 RAR 压缩包，这里打不开：请解压后报送其中的 Excel 表格。"),
    Kind.SEVEN_ZIP: _("这是 7z 压缩包，这里打不开：请解压后报送其中的 Excel 表格。"),
    Kind.GZIP: _("这是 gz 压缩包，这里打不开：请解压后报送其中的 Excel 表格。"),
    Kind.XLS_OLD: _(
        "这是 Excel 95 或更早格式的表格，里面的工作表名称读不全：请用 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再报送。"
    ),
    Kind.XML_SHEET: _("这是“XML 电子表格 2003”：请用 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再报送。"),
    Kind.FLAT_ODS: _(
        "这是单一文件的 OpenDocument 表格（.fods）：请用原软件打开，另存为“Excel 工作簿（.xlsx）”后再报送。"
    ),
    Kind.NUMBERS: _("这是苹果 Numbers 的文件：请在 Numbers 中选“导出为 Excel”，报送导出的 .xlsx。"),
    Kind.XML: _("这是 XML 文件，不是表格：请报送填好的 Excel 表格。"),
    Kind.PDF: _("这是 PDF 文件，不是表格：请报送填好的 Excel 表格。"),
    Kind.PAGE: _("这是网页，不是表格：请报送填好的 Excel 表格原件。"),
    Kind.IMAGE: _("这是图片，不是表格：请报送填好的 Excel 表格。"),
    Kind.TEXT: _("这是文本文件，不是表格：请报送填好的 Excel 表格。"),
    Kind.JSON: _("这是文本文件，不是表格：请报送填好的 Excel 表格。"),
}


class Foreign(msgspec.Struct, frozen=True):
    """A workbook of another format, checked against the limits as far as that can be done without reading it."""

    kind: Literal["xls", "ods", "xlsb"]
    data: bytes


def open_workbook(data: bytes, name: str = "") -> Archive | Foreign:
    """Return the archive of an .xlsx workbook, or a workbook of another format.

    ``name`` is the file's name, which only serves to recognise lock files. Raises
    :class:`UnreadableError`: RD101 for what is no workbook, RD102 for encrypted files, RD103 for
    files that no client writes.
    """
    kind = kind_of(data, name)
    if kind is Kind.ENCRYPTED:
        _check_size(data)
        data = _decrypted(data)
        kind = kind_of(data)
    if kind is Kind.XLS:
        return _old_workbook(data)
    if kind is not Kind.ZIP:
        raise UnreadableError("RD101", _REFUSALS.get(kind, _NOT_A_WORKBOOK))
    archive = Archive(data)
    kind = kind_of_archive(archive)
    match kind:
        case Kind.XLSX:
            return archive
        case Kind.XLSB:
            return _binary_workbook(archive)
        case Kind.ODS:
            return _opendocument(archive, data)
    if kind is Kind.ZIP and not any(holds_table(name) for name in archive.names):
        raise UnreadableError("RD101", NO_TABLE_PACKED)
    raise UnreadableError("RD101", _REFUSALS.get(kind, _NOT_A_WORKBOOK))


def _check_size(data: bytes) -> None:
    if len(data) > limits.FOREIGN_BYTES:
        refuse(_("文件有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.FOREIGN_BYTES >> 20))


def _old_workbook(data: bytes) -> Foreign:
    _check_size(data)
    if re.search(_FILE_PASS, data):
        data = _decrypted(data)
    return Foreign("xls", _with_known_streams(data))


def _with_known_streams(data: bytes) -> bytes:
    """Return an old workbook whose stream is named as Excel names it: the library does not know it in capitals."""
    for match in re.finditer(_STREAM, data):
        length = int.from_bytes(data[match.start() + 64 : match.start() + 66], "little")
        if match.start() % _ENTRY == 0 and length == len(match[0]):
            name = "Workbook" if len(match[0]) > 10 else "Book"
            data = data[: match.start()] + f"{name}\0".encode("utf-16-le") + data[match.end() :]
    return data


def _decrypted(data: bytes) -> bytes:
    """Return a workbook without the encryption that Excel opens by itself: see :mod:`nianbao.workbooks.decryption`."""
    from nianbao.workbooks.decryption import without_builtin_password  # few files need it

    plain = without_builtin_password(data)
    if plain is None:
        raise UnreadableError("RD102", _PASSWORD)
    return plain


def _binary_workbook(archive: Archive) -> Foreign:
    if _CONTENT_PART in archive.names:
        refuse(_TWO_FORMATS)
    from nianbao.workbooks.binary_workbook import plain_binary_workbook  # few files need it

    data = plain_binary_workbook(archive)
    _check_size(data)
    return Foreign("xlsb", data)


def _opendocument(archive: Archive, data: bytes) -> Foreign:
    if any(name.startswith("xl/") for name in archive.names):
        refuse(_TWO_FORMATS)
    _check_size(data)
    from nianbao.workbooks.opendocument import plain_opendocument  # few files need it

    return Foreign("ods", plain_opendocument(archive))
