"""Opening a workbook: only what is one, held against the limits before any library sees it."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import Archive, refuse
from nianbao.files.guarded_xml import look_over
from nianbao.files.kinds import Kind, kind_of, kind_of_archive
from nianbao.language import Domain

_ = Domain("nianbao")

_CONTENT_PART = "content.xml"
_FILE_PASS = rb"(?s)\x09\x08(?:\x08\0\0[\x05\x06]\x05\0.{4}|\x10\0\0\x06\x05\0.{12})(?:\x86\0\0\0)?\x2f\0"
"""The first record of a workbook's stream, then the one that says how everything after it is encrypted."""
_TWO_FORMATS = _("文件同时是两种格式的表格。")  # which of them a program shows is anybody's guess
_PASSWORD = _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。")
_NOT_A_WORKBOOK = _("这不是 Excel 工作簿：请报送填好的 Excel 表格。")
_REFUSALS = {
    Kind.LOCK: _("这是 Excel 打开文件时留下的锁文件，不是表格：请关闭 Excel 后报送原文件。"),
    Kind.EMPTY: _("文件是空的：可能没有保存完或没有下载完，请重新保存后报送。"),
    Kind.DOC: _("这是旧版 Word 文档，不是表格：请报送填好的 Excel 表格。"),
    Kind.DOCX: _("这是 Word 文档，不是表格：请报送填好的 Excel 表格。"),
    Kind.PPTX: _("这是演示文稿，不是表格：请报送填好的 Excel 表格。"),
    Kind.ZIP: _("这是压缩包，不是表格：请解压后报送其中的 Excel 表格。"),
    Kind.PACKED: _("这是压缩包，不是表格：请解压后报送其中的 Excel 表格。"),
    Kind.PDF: _("这是 PDF 文件，不是表格：请报送填好的 Excel 表格。"),
    Kind.PAGE: _("这是网页，不是表格：请报送填好的 Excel 表格原件。"),
    Kind.IMAGE: _("这是图片，不是表格：请报送填好的 Excel 表格。"),
    Kind.TEXT: _("这是文本文件，不是表格：请报送填好的 Excel 表格。"),
    Kind.JSON: _("这是文本文件，不是表格：请报送填好的 Excel 表格。"),
}


class Foreign(msgspec.Struct, frozen=True):
    """A workbook of another format, held against the limits as far as that can be done without reading it."""

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
        raise UnreadableError("RD102", _PASSWORD)
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
            return _binary_workbook(archive, data)
        case Kind.ODS:
            return _opendocument(archive, data)
    raise UnreadableError("RD101", _REFUSALS.get(kind, _NOT_A_WORKBOOK))


def _hold_size(data: bytes) -> None:
    if len(data) > limits.FOREIGN_BYTES:
        refuse(_("文件有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.FOREIGN_BYTES >> 20))


def _old_workbook(data: bytes) -> Foreign:
    _hold_size(data)
    if re.search(_FILE_PASS, data):
        raise UnreadableError("RD102", _PASSWORD)
    return Foreign("xls", data)


def _binary_workbook(archive: Archive, data: bytes) -> Foreign:
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
