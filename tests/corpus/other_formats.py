"""The known workbook's values in other formats, laid byte by byte: BIFF8 in OLE, OpenDocument, BIFF12.

Only what readers need is written. What clients really write comes from LibreOffice, in ``tests/clients``.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from nianbao import read_raw

from .base import base_workbook
from .rewriting import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nianbao.cells import Position

Value = str | float | bool
_SECTOR = 512
_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_SPACES = "".join(
    f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text")
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name, whether it is visible, its values by position."""

    name: str
    visible: bool
    cells: Mapping[Position, Value]


@cache
def pages() -> tuple[Page, ...]:
    """Return the known workbook's sheets; formulas, which have no results there, are left out."""
    found = []
    for sheet in read_raw(base_workbook()).sheets:
        cells = {
            place: cell.value if isinstance(cell.value, str | bool) else float(str(cell.value))
            for place, cell in sheet.cells.items()
            if cell.formula is None and cell.value is not None
        }
        found.append(Page(sheet.name, sheet.visible, cells))
    return tuple(found)


def with_value(sheet: str, place: Position, value: Value) -> tuple[Page, ...]:
    """Return the sheets with one value more, or another one."""
    return tuple(
        Page(page.name, page.visible, {**page.cells, place: value}) if page.name == sheet else page
        for page in pages()
    )


def _biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _old_cell(place: Position, value: Value) -> bytes:
    at = struct.pack("<HHH", *place, 0)
    if isinstance(value, bool):
        return _biff(0x205, at + struct.pack("<BB", value, 0))
    if isinstance(value, str):
        return _biff(
            0x204, at + struct.pack("<HB", len(value.encode("utf-16-le")) // 2, 1) + value.encode("utf-16-le")
        )
    return _biff(0x203, at + struct.pack("<d", value))


def old_stream(sheets: tuple[Page, ...]) -> bytes:
    """Return the stream of an .xls workbook."""
    begin = {kind: _biff(0x809, struct.pack("<HHHHLL", 0x600, kind, 0, 0, 0, 0)) for kind in (0x05, 0x10)}
    end = _biff(0x0A, b"")
    bodies = []
    for page in sheets:
        rows = sorted(page.cells.items())
        bodies.append(begin[0x10] + b"".join(_old_cell(place, value) for place, value in rows) + end)
    names = [page.name.encode("utf-16-le") for page in sheets]
    start = len(begin[0x05]) + sum(12 + len(name) for name in names) + len(end)
    entries = b""
    for page, name, body in zip(sheets, names, bodies, strict=True):
        entries += _biff(0x85, struct.pack("<LBBBB", start, not page.visible, 0, len(name) // 2, 1) + name)
        start += len(body)
    return begin[0x05] + entries + end + b"".join(bodies)


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """Return an OLE file that holds one stream."""
    stream += bytes(-len(stream) % _SECTOR + (4096 if len(stream) < 4096 else 0))
    count = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < tables + 1 + count:
        tables += 1
    ends, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [table] * tables + [ends] + [*range(tables + 2, tables + 1 + count), ends]
    chain += [free] * (tables * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xLLLLLLLLL", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, ends, 0, ends, 0)
    header += struct.pack("<109L", *(range(tables)), *[free] * (109 - tables))

    def entry(words: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = words.encode("utf-16-le")
        return struct.pack(
            "<64sHBBLLL36xLQ", written, len(written) + 2 if written else 0, kind, 1, free, free, child, start, size
        )

    directory = entry("Root Entry", 5, 1, ends, 0) + entry(name, 2, free, tables + 1, len(stream))
    directory += entry("", 0, free, 0, 0) * 2
    return header + struct.pack(f"<{tables * 128}L", *chain) + directory + stream


def old_workbook(sheets: tuple[Page, ...] | None = None) -> bytes:
    """Return an .xls workbook."""
    return compound(old_stream(sheets or pages()))


def opendocument(sheets: tuple[Page, ...] | None = None) -> bytes:
    """Return an .ods workbook."""
    return opendocument_of("".join(map(_table, sheets or pages())))


def opendocument_of(tables: str, before: str = "", **members: bytes) -> bytes:
    """Return an .ods workbook of tables as XML, with something before the root and members more."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content{_SPACES} office:version="1.3">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": _MIMETYPE, "content.xml": content.encode(), _MANIFEST: b"<manifest/>"} | members)


def _table(page: Page) -> str:
    rows: dict[int, str] = {}
    filled: dict[int, int] = {}
    for (row, column), value in sorted(page.cells.items()):
        gap = column - filled.get(row, 0)
        empty = f'<table:table-cell table:number-columns-repeated="{gap}"/>' if gap else ""
        rows[row] = rows.get(row, "") + empty + _open_cell(value)
        filled[row] = column + 1
    parts, last = [], -1
    for row, cells in rows.items():
        if row > last + 1:
            repeated = f'table:number-rows-repeated="{row - last - 1}"'
            parts.append(f"<table:table-row {repeated}><table:table-cell/></table:table-row>")
        parts.append(f"<table:table-row>{cells}</table:table-row>")
        last = row
    return f"<table:table table:name={quoteattr(page.name)}>{''.join(parts)}</table:table>"


def _open_cell(value: Value) -> str:
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, str):
        lines = "".join(f"<text:p>{escape(line).replace(' ', '<text:s/>')}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value!r}"/>'


def _wide(text: str) -> bytes:
    written = text.encode("utf-16-le")
    return struct.pack("<L", len(written) // 2) + written


def _part(*records: tuple[int, bytes]) -> bytes:
    made = bytearray()
    for kind, content in records:
        made += bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size = len(content)
        while size >= 0x80:
            made.append(size & 0x7F | 0x80)
            size >>= 7
        made.append(size)
        made += content
    return bytes(made)


def _binary_sheet(page: Page) -> bytes:
    rows = sorted({row for row, _column in page.cells})
    columns = [column for _row, column in page.cells] or [0]
    extent = struct.pack("<LLLL", rows[0] if rows else 0, rows[-1] if rows else 0, min(columns), max(columns))
    records: list[tuple[int, bytes]] = [(129, b""), (148, extent), (145, b"")]
    current = -1
    for (row, column), value in sorted(page.cells.items()):
        if row != current:
            records.append((0, struct.pack("<LLHBBBL", row, 0, 300, 0, 0, 0, 0)))
            current = row
        at = struct.pack("<LL", column, 0)
        if isinstance(value, bool):
            records.append((4, at + struct.pack("<B", value)))
        elif isinstance(value, str):
            records.append((6, at + _wide(value)))
        else:
            records.append((5, at + struct.pack("<d", value)))
    return _part(*records, (146, b""), (130, b""))


def binary_workbook(sheets: tuple[Page, ...] | None = None) -> bytes:
    """Return an .xlsb workbook."""
    chosen = sheets or pages()
    entries, relations = [], ""
    parts: dict[str, bytes] = {"[Content_Types].xml": b"<Types/>"}
    for number, page in enumerate(chosen, 1):
        identity = f"rId{number}"
        entries.append((156, struct.pack("<LL", not page.visible, number) + _wide(identity) + _wide(page.name)))
        relations += (
            f'<Relationship Id="{identity}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        )
        parts[f"xl/worksheets/sheet{number}.bin"] = _binary_sheet(page)
    parts["xl/workbook.bin"] = _part((131, b""), (143, b""), *entries, (144, b""), (132, b""))
    parts["xl/_rels/workbook.bin.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'.encode()
    )
    return packed(parts)


MAKERS: dict[str, Callable[[tuple[Page, ...] | None], bytes]] = {
    "填报.xls": old_workbook,
    "填报.ods": opendocument,
    "填报.xlsb": binary_workbook,
}
"""The workbook in each format, by the name of its file."""
