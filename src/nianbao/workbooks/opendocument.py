"""OpenDocument spreadsheets checked before a library gets them: what is repeated, and how often.

The library gets the checked contents and nothing else of the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.guarded_xml import broken_xml, look_over, new_parser, run
from nianbao.language import Domain
from nianbao.workbooks.cell_values import whole_number

if TYPE_CHECKING:
    from nianbao.files.archive import Archive

_ = Domain("nianbao")
_TABLE, _TEXT, _OFFICE = (
    f"urn:oasis:names:tc:opendocument:xmlns:{schema}:1.0 " for schema in ("table", "text", "office")
)
_CONTENT, _MANIFEST = "content.xml", "meta-inf/manifest.xml"
_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_CHARACTERS = (
    (rb"<text:tab(?:\s[^<>]*)?(?:/>|></text:tab>)", b"\t"),
    (rb"<text:line-break(?:\s[^<>]*)?(?:/>|></text:line-break>)", b"\n"),
    (rb"<text:ruby-text(?:\s[^<>]*)?>[^<]*</text:ruby-text>", b""),
)
_BETWEEN = (
    (rb"(?<=>)\s+(?=</?(?:table|office|style|number|draw|calcext|loext|config):)", b""),
    (rb"(?<=>)\s+(?=<text:(?:p|h|list|sequence-decls|tracked-changes)[\s/>])", b""),
    (rb"(?<=</text:p>)\s+", b""),
    (rb"(<text:p(?:\s[^<>]*)?>)\s*[\r\n]\s*", rb"\1"),
    (rb"\s*[\r\n]\s*(?=</text:p>)", b""),
    (rb"[ \t]*[\r\n]+[ \t]*", b" "),
)
"""Blanks between elements, and line ends of a program that lays its XML out in lines: in a text they are one blank."""
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_ENCRYPTED = (b"encryption-data", b"encrypted-package")


def plain_opendocument(archive: Archive) -> bytes:
    """Compare an OpenDocument spreadsheet with the limits; return it with its contents alone, tabs and line ends plain.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 (damaged), RD102 (encrypted), RD103 (beyond
    a limit, which is named).
    """
    if _MANIFEST in archive.names:
        manifest = archive.read(_MANIFEST)
        if any(mark in manifest for mark in _ENCRYPTED):
            raise UnreadableError("RD102", _("文件设有打开密码：请在 Excel 或 WPS 中取消密码后重新保存。"))
        look_over(manifest)
    if _CONTENT not in archive.names:
        raise broken_xml()
    content = archive.read(_CONTENT)
    if b"<![CDATA[" in content:
        raise broken_xml()  # no client writes it, and the library leaves out what is in it
    _Extent().follow(content)
    for mark, character in (*_BETWEEN, *_CHARACTERS):  # the library leaves them out, or takes them for contents
        content = re.sub(mark, character, content)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as plain:
        for name, part in (("mimetype", _MIMETYPE), (_CONTENT, content), ("META-INF/manifest.xml", b"<manifest/>")):
            plain.writestr(name, part)
    return stream.getvalue()


class _Extent:
    """Tracks the position of rows and cells once everything repeated is counted."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.cells = self.depth = 0

    def follow(self, content: bytes) -> None:
        parser = new_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        run(parser, content)

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > limits.DEPTH:
            refuse(_("部件里的内容嵌套超过 {limit} 层。", limit=limits.DEPTH))
        if name in _CELLS:
            self.column += self.columns
            self.columns = _times(attributes, "number-columns-repeated", limits.FOREIGN_COLUMNS)
            if self.column + self.columns > limits.FOREIGN_COLUMNS:
                refuse(_("一行超过 {limit} 列。", limit=limits.FOREIGN_COLUMNS))
            if _OFFICE + "value-type" in attributes:
                self._check_position()
        elif name == _TEXT + "s":
            blanks = whole_number(attributes.get(_TEXT + "c", "1"))
            if blanks is None or blanks > limits.TEXT_CHARACTERS:
                refuse(_("一格文字超过 {limit} 字。", limit=limits.TEXT_CHARACTERS))
        elif name == _TABLE + "table-row":
            self.row += self.rows
            self.rows = _times(attributes, "number-rows-repeated", limits.FOREIGN_ROWS)
            self.column = self.columns = 0
            if self.row + self.rows > limits.FOREIGN_ROWS:
                refuse(_("一张工作表超过 {limit} 行。", limit=limits.FOREIGN_ROWS))
        elif name == _TABLE + "table":
            self.row = self.rows = 0

    def _check_position(self) -> None:
        if self.row + self.rows > limits.ROWS or self.column + self.columns > limits.COLUMNS:
            refuse(
                _(
                    "有内容的单元格远在表格之外（最多 {rows} 行、{columns} 列）。",
                    rows=limits.ROWS,
                    columns=limits.COLUMNS,
                )
            )
        self.cells += self.rows * self.columns
        if self.cells > limits.FOREIGN_CELLS:
            refuse(_("有内容的单元格超过 {limit} 个。", limit=limits.FOREIGN_CELLS))


def _times(attributes: dict[str, str], name: str, most: int) -> int:
    """Return how often an element is repeated; raises RD103 beyond ``most``."""
    times = whole_number(attributes.get(_TABLE + name, "1"))
    if times is None or not 0 < times <= most:
        refuse(_("行列重复超过 {limit} 次。", limit=most))
    return times
