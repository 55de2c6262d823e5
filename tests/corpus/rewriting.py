"""A small zip-and-XML rewriting kit: parts of a workbook changed by text surgery, nothing else touched.

It knows the shape that the project's own writer gives (every cell with its ``r``, no prefixes), and raises
where what should be changed is not there, so that no damage is silently none.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from nianbao.cells import Position, address, parse_address

if TYPE_CHECKING:
    from collections.abc import Callable

Parts = dict[str, bytes]

CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
CUSTOM_PROPERTIES = "docProps/custom.xml"

_ROW = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_DATA = re.compile(r"<sheetData>.*</sheetData>", re.DOTALL)


def unpacked(data: bytes) -> Parts:
    """Return the parts of a workbook by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Put parts together, all with the same date, so that the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression, compresslevel=1) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = compression
            archive.writestr(member, content)
    return stream.getvalue()


def with_parts(data: bytes, parts: Parts) -> bytes:
    """Return the workbook with some parts put in, or in place of those of the same name."""
    return packed(unpacked(data) | parts)


def without_part(data: bytes, part: str) -> bytes:
    """Return the workbook without one part; what refers to it stays."""
    parts = unpacked(data)
    del parts[part]
    return packed(parts)


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """Return the workbook with the text of one part changed."""
    parts = unpacked(data)
    parts[part] = change(parts[part].decode()).encode()
    return packed(parts)


def replaced(text: str, old: str, new: str) -> str:
    """Replace the first occurrence of words that must be there."""
    if old not in text:
        raise LookupError(f"nothing to replace: {old[:80]!r}")
    return text.replace(old, new, 1)


def substituted(pattern: str, new: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
    """Replace what a pattern matches; it must match."""
    result, matches = re.subn(pattern, new, text, count=count, flags=re.DOTALL)
    if not matches:
        raise LookupError(f"nothing matches: {pattern[:80]!r}")
    return result


def after_declaration(xml: str, inserted: str) -> str:
    """Put something between the XML declaration and the root."""
    return replaced(xml, "?>", "?>" + inserted)


def sheet_parts(parts: Parts) -> dict[str, str]:
    """Return the part of every sheet by the sheet's name."""
    relations = dict(
        re.findall(r'<Relationship Id="([^"]+)"[^>]*? Target="([^"]+)"', parts[WORKBOOK_RELATIONS].decode())
    )
    sheets = re.findall(r'<sheet name="([^"]+)"[^>]*? r:id="([^"]+)"', parts[WORKBOOK].decode())
    return {unescape(name): "xl/" + relations[relation] for name, relation in sheets}


def sheet_part(data: bytes, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    return sheet_parts(unpacked(data))[sheet]


def in_sheet(data: bytes, sheet: str, change: Callable[[str], str]) -> bytes:
    """Return the workbook with the XML of one sheet changed."""
    return rewritten(data, sheet_part(data, sheet), change)


def in_every_sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return the workbook with the XML of all sheets changed."""
    parts = unpacked(data)
    for part in sheet_parts(parts).values():
        parts[part] = change(parts[part].decode()).encode()
    return packed(parts)


def strings(data: bytes) -> list[str]:
    """Return the shared strings as their escaped XML text."""
    xml = unpacked(data)[STRINGS].decode()
    return ["".join(re.findall(r"<t[^>]*>(.*?)</t>", entry, re.DOTALL)) for entry in _entries(xml)]


def _entries(xml: str) -> list[str]:
    return re.findall(r"<si>(.*?)</si>", xml, re.DOTALL)


@dataclass(slots=True)
class Cell:
    """A cell as its XML: the attributes but ``r``, and what stands inside."""

    attributes: str = ""
    content: str = ""

    def attribute(self, name: str) -> str | None:
        """Return an attribute, or ``None``."""
        found = re.search(rf' {name}="([^"]*)"', self.attributes)
        return found[1] if found else None

    def without(self, *names: str) -> str:
        """Return the attributes without some."""
        return re.sub(rf' (?:{"|".join(names)})="[^"]*"', "", self.attributes)

    def xml(self, at: str) -> str:
        """Return the cell as XML with its address."""
        tail = f">{self.content}</c>" if self.content else "/>"
        return f'<c r="{at}"{self.attributes}{tail}'


@dataclass(slots=True)
class Grid:
    """The rows and cells of one sheet, to be moved about."""

    rows: dict[int, str] = field(default_factory=dict)
    cells: dict[Position, Cell] = field(default_factory=dict)

    def xml(self) -> str:
        """Return the whole ``sheetData``."""
        inside: dict[int, list[str]] = {row: [] for row in self.rows}
        for (row, column), cell in sorted(self.cells.items()):
            inside.setdefault(row, []).append(cell.xml(address((row, column))))
        rows = (
            f'<row r="{row + 1}"{self.rows.get(row, "")}>{"".join(cells)}</row>'
            for row, cells in sorted(inside.items())
        )
        return "<sheetData>" + "".join(rows) + "</sheetData>"


def grid_of(xml: str) -> Grid:
    """Read the rows and cells of a sheet's XML."""
    grid = Grid()
    for number, attributes, content in _ROW.findall(xml):
        grid.rows[int(number) - 1] = re.sub(r' spans="[^"]*"', "", attributes)
        for at, cell_attributes, cell_content in _CELL.findall(content):
            grid.cells[position(at)] = Cell(cell_attributes, cell_content)
    return grid


def with_grid(xml: str, grid: Grid) -> str:
    """Put rows and cells in place of those of a sheet."""
    return substituted(_DATA.pattern, lambda _match: grid.xml(), xml)


def position(at: str) -> Position:
    """Return the position of an address that must be one."""
    found = parse_address(at)
    if found is None:
        raise LookupError(f"no address: {at!r}")
    return found


def cell_set(xml: str, at: str, content: str, attributes: str = "") -> str:
    """Put content and attributes (but the style, which stays) into one cell of a sheet's XML."""
    grid = grid_of(xml)
    style = grid.cells.get(position(at), Cell()).attribute("s")
    styled = f' s="{style}"' if style and ' s="' not in attributes else ""
    grid.cells[position(at)] = Cell(styled + attributes, content)
    return with_grid(xml, grid)


def with_cell(data: bytes, sheet: str, at: str, content: str, attributes: str = "") -> bytes:
    """Return the workbook with one cell's XML set; its style stays."""
    return in_sheet(data, sheet, lambda xml: cell_set(xml, at, content, attributes))


def with_text(data: bytes, sheet: str, at: str, text: str) -> bytes:
    """Return the workbook with a text in a cell."""
    content = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return with_cell(data, sheet, at, content, ' t="inlineStr"')


def with_number(data: bytes, sheet: str, at: str, number: str) -> bytes:
    """Return the workbook with a number in a cell, spelled as given."""
    return with_cell(data, sheet, at, f"<v>{number}</v>")


def with_formula(data: bytes, sheet: str, at: str, formula: str, result: str = "0") -> bytes:
    """Return the workbook with a formula in a cell; without its equals sign, as the file keeps it."""
    return with_cell(data, sheet, at, f"<f>{escape(formula)}</f><v>{result}</v>")
