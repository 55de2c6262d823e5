"""What a file is, by its first bytes, never by its name; said before any library opens it."""

from __future__ import annotations

import io
import zipfile

from nianbao.errors import UnreadableError
from nianbao.language import Domain, Message

_ = Domain("nianbao")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_SAVE_AS = _("请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再报送。")
_WORKBOOK_PART = "xl/workbook.xml"


def reject(code: str, cause: Message) -> UnreadableError:
    """Give the exception for bytes that are no readable workbook."""
    return UnreadableError(code, cause)


def require_workbook(data: bytes, name: str = "") -> None:
    """Let bytes of an .xlsx workbook pass; raise :class:`UnreadableError` (RD101, RD102) for others.

    ``name`` is the file's name, which only serves to recognise lock files.
    """
    if name.startswith("~$"):
        raise reject("RD101", _("这是 Excel 打开文件时留下的锁文件，不是表格：请关闭 Excel 后报送原文件。"))
    if not data:
        raise reject("RD101", _("文件是空的：可能没有保存完或没有下载完，请重新保存后报送。"))
    if data.startswith(_OLE):
        raise _ole(data)
    if data.startswith(_ZIP):
        _require_spreadsheet(data)
        return
    raise reject("RD101", _text_or_other(data))


def _ole(data: bytes) -> UnreadableError:
    head = data[: 1 << 20] + data[-(1 << 16) :]
    if "EncryptedPackage".encode("utf-16-le") in head:
        return reject("RD102", _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。"))
    if "WordDocument".encode("utf-16-le") in head:
        return reject("RD101", _("这是旧版 Word 文档，不是表格：请报送填好的 Excel 表格。"))
    if "Workbook".encode("utf-16-le") in head or "Book".encode("utf-16-le") in head:
        return reject("RD101", _("这是旧版表格（.xls 或 .et）：{advice}", advice=_SAVE_AS))
    return reject("RD101", _("这不是 Excel 工作簿：请报送填好的 Excel 表格。"))


def _require_spreadsheet(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            kind = _mimetype(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise reject("RD101", _("文件不完整：可能没有下载完或传输中断，请重新保存后报送。")) from error
    if _WORKBOOK_PART in names or any(name.startswith("xl/worksheets/") for name in names):
        return
    if any(name.startswith("word/") for name in names):
        raise reject("RD101", _("这是 Word 文档，不是表格：请报送填好的 Excel 表格。"))
    if any(name.startswith("ppt/") for name in names):
        raise reject("RD101", _("这是演示文稿，不是表格：请报送填好的 Excel 表格。"))
    if "opendocument.spreadsheet" in kind:
        raise reject("RD101", _("这是 OpenDocument 表格（.ods）：{advice}", advice=_SAVE_AS))
    if "xl/workbook.bin" in names:
        raise reject("RD101", _("这是二进制工作簿（.xlsb）：{advice}", advice=_SAVE_AS))
    raise reject("RD101", _("这是压缩包，不是表格：请解压后报送其中的 Excel 表格。"))


def _mimetype(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return ""
    with archive.open("mimetype") as part:
        return part.read(200).decode("ascii", "replace")


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
