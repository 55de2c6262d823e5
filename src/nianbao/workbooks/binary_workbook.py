"""Binary workbooks (.xlsb) checked before a library gets them, their short cells written out.

A cell directly after another may leave its column out ([MS-XLSB] 2.4.764 and following). Excel writes none
so, some programs write all, and the library skips them.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from nianbao.files import limits
from nianbao.files.archive import damaged, refuse
from nianbao.files.guarded_xml import look_over
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.files.archive import Archive

_ = Domain("nianbao")
_SHEETS = "xl/worksheets/"
_ROW, _CELLS, _SHORT_CELLS, _RICH_CELL = 0, range(1, 12), range(12, 19), 62
_APART = 11
"""A short cell's number is that of the long one of its kind and this."""


def plain_binary_workbook(archive: Archive) -> bytes:
    """Return a binary workbook with its cells written out, every part checked against the limits.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 for a truncated sheet, RD103 beyond the limits.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as plain:
        for name in archive.names:
            if not name.endswith((".xml", ".rels", ".bin")):
                continue
            part = archive.read(name)
            if not name.endswith(".bin"):
                look_over(part)
            elif name.startswith(_SHEETS) and "/" not in name.removeprefix(_SHEETS):
                part = _written_out(part)
            plain.writestr(archive.own_name(name), part)
    return stream.getvalue()


def _written_out(part: bytes) -> bytes:
    """Return a sheet with a column in every cell."""
    if not any(kind in _SHORT_CELLS for kind, _start, _end in _records(part)):
        return part
    written = bytearray()
    column = -1
    for kind, start, end in _records(part):
        content = part[start:end]
        if kind == _ROW:
            column = -1
        elif kind in _CELLS or kind == _RICH_CELL:
            column = int.from_bytes(content[:4], "little")
        elif kind in _SHORT_CELLS:
            column += 1
            kind, content = kind - _APART, column.to_bytes(4, "little") + content
        written += _number(kind) + _length(len(content)) + content
    return bytes(written)


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Return each record's kind, and where its content begins and ends."""
    # A kind takes one byte or two, a length up to four: seven bits each, and a flag that another byte follows.
    offset = count = 0
    while offset < len(part):
        kind, offset = part[offset], offset + 1
        if kind & 0x80:
            kind, offset = kind & 0x7F | (part[offset : offset + 1] or b"\0")[0] << 7, offset + 1
        length = shift = 0
        while True:
            byte, offset = (part[offset : offset + 1] or b"\0")[0], offset + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:
                break
        if offset + length > len(part):
            raise damaged()
        count += 1
        if count > limits.CELLS:
            refuse(_("单元格超过 {limit} 个。", limit=limits.CELLS))
        yield kind, offset, offset + length
        offset += length


def _number(kind: int) -> bytes:
    return bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])


def _length(length: int) -> bytes:
    written = bytearray()
    while length > 0x7F:
        written.append(length & 0x7F | 0x80)
        length >>= 7
    written.append(length)
    return bytes(written)
