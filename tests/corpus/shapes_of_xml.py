"""The same sheets and strings spelled otherwise in XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .rewriting import (
    CONTENT_TYPES,
    PACKAGE_RELATIONS,
    STRINGS,
    STYLES,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    Cell,
    Grid,
    after_declaration,
    grid_of,
    in_every_sheet,
    packed,
    replaced,
    rewritten,
    sheet_parts,
    strings,
    substituted,
    unpacked,
    with_grid,
    with_parts,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao.cells import Position

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _each_cell(data: bytes, change: Callable[[Cell], Cell]) -> bytes:
    def sheet(xml: str) -> str:
        grid = grid_of(xml)
        grid.cells = {at: change(cell) for at, cell in grid.cells.items()}
        return with_grid(xml, grid)

    return in_every_sheet(data, sheet)


def _texts_as(data: bytes, kind: str, content: Callable[[str], str]) -> bytes:
    shared = strings(data)

    def change(cell: Cell) -> Cell:
        if cell.attribute("t") != "s":
            return cell
        text = shared[int(re.sub("<[^>]*>", "", cell.content))]
        return Cell(f'{cell.without("t")} t="{kind}"', content(text))

    return _each_cell(data, change)


def _inline(data: bytes) -> bytes:
    return _texts_as(data, "inlineStr", lambda text: f'<is><t xml:space="preserve">{text}</t></is>')


def _inline_runs(data: bytes) -> bytes:
    def runs(text: str) -> str:
        cut = len(text) // 2
        if "&" in text:
            cut = 0
        first, second = text[:cut], text[cut:]
        return f'<is><r><t xml:space="preserve">{first}</t></r><r><rPr><b/></rPr><t xml:space="preserve">{second}</t></r></is>'

    return _texts_as(data, "inlineStr", runs)


def _strings(data: bytes, change: Callable[[str], str]) -> bytes:
    return rewritten(
        data, STRINGS, lambda xml: substituted(r"<si>(.*?)</si>", lambda found: f"<si>{change(found[1])}</si>", xml)
    )


def _in_runs(entry: str) -> str:
    text = "".join(re.findall(r"<t[^>]*>(.*?)</t>", entry, re.DOTALL))
    cut = 0 if "&" in text else len(text) // 2
    font = '<rPr><sz val="11"/><rFont val="宋体"/><charset val="134"/></rPr>'
    return f'<r><t xml:space="preserve">{text[:cut]}</t></r><r>{font}<t xml:space="preserve">{text[cut:]}</t></r>'


def _with_reading(entry: str) -> str:
    return f'{entry}<rPh sb="0" eb="1"><t>dú yīn</t></rPh><phoneticPr fontId="1" type="noConversion"/>'


def _without_addresses(data: bytes, *, rows: bool) -> bytes:
    """Drop the addresses: what is skipped must then stand there empty."""

    def change(xml: str) -> str:
        grid = grid_of(xml)
        last: dict[int, int] = {}
        for row, column in grid.cells:
            last[row] = max(last.get(row, 0), column)
        lines = []
        for row in range(max(grid.rows) + 1):
            cells = (grid.cells.get((row, column), Cell()) for column in range(last.get(row, -1) + 1))
            inside = "".join(re.sub(r'^<c r="A1"', "<c", cell.xml("A1")) for cell in cells)
            number = "" if rows else f' r="{row + 1}"'
            lines.append(f"<row{number}{grid.rows.get(row, '')}>{inside}</row>")
        return substituted(
            "<sheetData>.*</sheetData>", lambda _found: f"<sheetData>{''.join(lines)}</sheetData>", xml
        )

    return in_every_sheet(data, change)


def _prefixed(xml: str) -> str:
    """Return every element without a prefix the prefix ``x``."""
    xml = re.sub(r"<(/?)([A-Za-z]\w*)(?=[\s>/])", r"<\1x:\2", xml)
    return replaced(xml, f' xmlns="{_MAIN}"', f' xmlns:x="{_MAIN}"')


def _with_prefixes(data: bytes) -> bytes:
    parts = unpacked(data)
    for part in (WORKBOOK, STRINGS, STYLES, *sheet_parts(parts).values()):
        parts[part] = _prefixed(parts[part].decode()).encode()
    return packed(parts)


def _strict(data: bytes) -> bytes:
    """Return the strict variant of the format: other namespaces throughout."""
    parts = unpacked(data)
    for part, content in parts.items():
        xml = content.decode().replace(_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        parts[part] = xml.replace(_RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships").encode()
    parts[WORKBOOK] = replaced(parts[WORKBOOK].decode(), "<workbook ", '<workbook conformance="strict" ').encode()
    return packed(parts)


def _encoded(encoding: str, codec: str) -> Callable[[bytes], bytes]:
    """Write sheets and strings in another encoding, declared as it is."""

    def make(data: bytes) -> bytes:
        parts = unpacked(data)
        for part in (STRINGS, *sheet_parts(parts).values()):
            xml = replaced(parts[part].decode(), 'encoding="UTF-8"', f'encoding="{encoding}"')
            parts[part] = xml.encode(codec)
        return packed(parts)

    return make


def _numbers(data: bytes, spelling: Callable[[str], str]) -> bytes:
    def change(cell: Cell) -> Cell:
        if cell.attribute("t") is not None or "<f" in cell.content:
            return cell
        return Cell(
            cell.attributes, re.sub(r"<v>([^<]+)</v>", lambda found: f"<v>{spelling(found[1])}</v>", cell.content)
        )

    return _each_cell(data, change)


def _commented(xml: str) -> str:
    xml = after_declaration(xml, "<!-- saved --><?program version='1'?>")
    return re.sub(r"<v>(\d)(\d+)</v>", r"<v>\1<!-- cut -->\2</v>", xml)


def _in_chunks(xml: str) -> str:
    return re.sub(r"<v>([^<&]+)</v>", r"<v><![CDATA[\1]]></v>", xml)


def _styled_blanks(data: bytes) -> bytes:
    """Style a block of empty cells beside every table, as filling with colour does."""

    def change(xml: str) -> str:
        grid = grid_of(xml)
        extra: dict[Position, Cell] = {(row, column): Cell(' s="3"') for row in range(100) for column in range(20)}
        return with_grid(xml, Grid(grid.rows, extra | grid.cells))

    return in_every_sheet(data, change)


def _relations(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda data: rewritten(rewritten(data, WORKBOOK_RELATIONS, change), PACKAGE_RELATIONS, change)


def _renamed_parts(new_name: Callable[[str], str]) -> Callable[[bytes], bytes]:
    """Return the parts of the workbook other names, and change all that refers to them."""

    def make(data: bytes) -> bytes:
        parts = unpacked(data)
        for part in [part for part in parts if part.startswith("xl/worksheets/") or part == STRINGS]:
            new = new_name(part)
            for reference in (CONTENT_TYPES, WORKBOOK_RELATIONS):
                text = parts[reference].decode().replace(f'"/{part}"', f'"/{new}"')
                parts[reference] = text.replace(f'"{part.removeprefix("xl/")}"', f'"/{new}"').encode()
            parts[new] = parts.pop(part)
        return packed(parts)

    return make


def _without_optional_parts(data: bytes) -> bytes:
    parts = unpacked(data)
    for part in ("docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml"):
        del parts[part]
        stem = part.removeprefix("xl/")
        for reference in (PACKAGE_RELATIONS, WORKBOOK_RELATIONS):
            parts[reference] = re.sub(
                rf'<Relationship [^>]*Target="{stem}"/>', "", parts[reference].decode()
            ).encode()
        parts[CONTENT_TYPES] = re.sub(
            rf'<Override PartName="/{part}"[^>]*/>', "", parts[CONTENT_TYPES].decode()
        ).encode()
    return packed(parts)


def _core(data: bytes) -> bytes:
    return rewritten(data, "docProps/core.xml", lambda xml: substituted(r"2021-01-01T00:00:00Z", "2025年1月", xml))


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "inline strings": _inline,
    "inline strings in runs": _inline_runs,
    "texts as results of formulas": lambda data: _texts_as(data, "str", lambda text: f"<v>{text}</v>"),
    "shared strings in runs": lambda data: _strings(data, _in_runs),
    "shared strings with readings": lambda data: _strings(data, _with_reading),
    "shared strings with xml:space": lambda data: rewritten(
        data, STRINGS, lambda xml: re.sub(r"<t>", '<t xml:space="preserve">', xml)
    ),
    "cells without addresses": lambda data: _without_addresses(data, rows=False),
    "rows and cells without addresses": lambda data: _without_addresses(data, rows=True),
    "prefixed names": _with_prefixes,
    "strict Open XML": _strict,
    "sheets in UTF-16 with a mark": _encoded("UTF-16", "utf-16"),
    "sheets in UTF-8 with a mark": _encoded("UTF-8", "utf-8-sig"),
    "numbers with exponents": lambda data: _numbers(data, lambda text: f"{float(text):.6E}"),
    "numbers with a point": lambda data: _numbers(data, lambda text: text if "." in text else f"{text}.0"),
    "numbers of seventeen digits": lambda data: _numbers(data, lambda text: f"{float(text):.17g}"),
    "comments and instructions inside": lambda data: in_every_sheet(data, _commented),
    "values in CDATA": lambda data: in_every_sheet(data, _in_chunks),
    "a dimension that lies": lambda data: in_every_sheet(
        data, lambda xml: substituted(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', xml)
    ),
    "no dimension": lambda data: in_every_sheet(data, lambda xml: substituted(r"<dimension [^>]*/>", "", xml)),
    "styled blanks about the tables": _styled_blanks,
    "absolute targets": _relations(
        lambda xml: re.sub(r'Target="(?!/)(xl/|docProps/)', r'Target="/\1', xml).replace(
            'Target="worksheets/', 'Target="/xl/worksheets/'
        )
    ),
    "targets with dots": _relations(lambda xml: xml.replace('Target="worksheets/', 'Target="./../xl/worksheets/')),
    "other part names": _renamed_parts(
        lambda part: part.replace("sheet", "blatt").replace("sharedStrings", "texte")
    ),
    "part names with blanks": _renamed_parts(lambda part: part.replace("xl/worksheets/", "xl/sheets/tab-")),
    "parts away from xl": _renamed_parts(lambda part: part.replace("xl/", "data/")),
    "without optional parts": _without_optional_parts,
    "a wrong date in the core properties": _core,
    "line ends between elements": lambda data: in_every_sheet(
        data, lambda xml: re.sub(r"><(row|c|/row|/sheetData|v|f)\b", r">\r\n  <\1", xml)
    ),
    "an empty string table entry": lambda data: with_parts(
        data, {STRINGS: replaced(unpacked(data)[STRINGS].decode(), "</sst>", "<si/><si><t/></si></sst>").encode()}
    ),
}
