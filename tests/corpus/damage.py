"""What a layout damage is, and the surgery that several of them share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from nianbao import layout_for
from nianbao.cells import address, area_address

from .base import original
from .rewriting import (
    CUSTOM_PROPERTIES,
    WORKBOOK,
    WORKBOOK_RELATIONS,
    packed,
    replaced,
    rewritten,
    sheet_parts,
    substituted,
    unpacked,
    with_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao import Office

COVER, GUIDE, OVERVIEW, DISCLOSURE, REQUESTS, DISPUTES, PROBLEMS, OTHER, CHECKS, EXPLANATIONS, META = (
    "封面", "填报说明", "一总体情况", "二主动公开", "三依申请公开", "四复议诉讼", "五问题改进", "六其他事项",
    "校核结果", "核实说明", "_meta",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that must come: its code, the sheet of its cells, and these cells where they are given."""

    code: str
    sheet: str = ""
    cells: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A damage done to the base workbook, and all findings about the file that must come of it.

    ``others`` are sets of codes that are right as well, ``reads`` among them meaning no finding at all.
    Whatever comes, a value that is read is the one that was written.
    """

    name: str
    make: Callable[[bytes], bytes]
    expected: tuple[Expected, ...] = ()
    others: tuple[str, ...] = ()
    office: Office | None = None


def at(field: str) -> str:
    """Return the address of a field's first cell."""
    found = layout_for(original()).cell(field)
    if found is None:
        raise LookupError(field)
    return found[1]


def row(field: str) -> int:
    """Return the row of a field's first cell, counted from 1."""
    return int(re.sub("[A-Z]", "", at(field)))


def area(field: str) -> str:
    """Return the area of a field."""
    return area_address(layout_for(original()).placements[field].area)


def label(sheet: str, text: str) -> str:
    """Return the address of the label that begins with some words."""
    return next(
        address((each.area[0], each.area[1]))
        for each in layout_for(original()).labels
        if each.sheet == sheet and each.text.startswith(text)
    )


def totals(sheet: str) -> tuple[str, ...]:
    """Return the addresses of the totals of a sheet."""
    layout = layout_for(original())
    return tuple(at(field) for field in layout.form.totals if layout.placements[field].sheet == sheet)


def typed(sheet: str, cell: str, text: str) -> Callable[[bytes], bytes]:
    """Return the damage that types a text into a cell."""
    return lambda data: with_text(data, sheet, cell, text)


def in_turn(*changes: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Return the damage that does several, one after the other."""

    def make(data: bytes) -> bytes:
        for change in changes:
            data = change(data)
        return data

    return make


def named(name: str, target: str | None) -> Callable[[bytes], bytes]:
    """Return the damage that points a defined name elsewhere, or takes it away."""
    new = "" if target is None else f'<definedName name="{name}">{escape(target)}</definedName>'
    return lambda data: rewritten(
        data, WORKBOOK, lambda xml: substituted(f'<definedName name="{name}">[^<]*</definedName>', new, xml)
    )


def stamped(key: str, value: str) -> Callable[[bytes], bytes]:
    """Return the damage that changes an entry of the hidden sheet."""
    return typed(META, _meta_cell(key), value)


def _meta_cell(key: str) -> str:
    keys = ("form", "form_version", "year", "agency_code", "agency_name", "agency_kind")
    return f"B{keys.index(key) + 1}"


def property_set(key: str, value: str) -> Callable[[bytes], bytes]:
    """Return the damage that changes a custom property."""
    return lambda data: rewritten(
        data,
        CUSTOM_PROPERTIES,
        lambda xml: substituted(
            rf'(name="nianbao\.{key}"><vt:lpwstr>)[^<]*', lambda found: found[1] + escape(value), xml
        ),
    )


def without_properties(data: bytes) -> bytes:
    """Drop all custom properties, as online editors do."""
    return rewritten(data, CUSTOM_PROPERTIES, lambda xml: substituted(r"<property .*</property>", "", xml))


def sheet_removed(sheet: str) -> Callable[[bytes], bytes]:
    """Return the damage that deletes a sheet: what referred to it becomes #REF!."""

    def make(data: bytes) -> bytes:
        parts = unpacked(data)
        part = sheet_parts(parts)[sheet]
        del parts[part]
        book = substituted(rf'<sheet name="{sheet}"[^>]*/>', "", parts[WORKBOOK].decode())
        book = re.sub(rf"<definedName [^>]*localSheetId[^>]*>\'?{sheet}\'?![^<]*</definedName>", "", book)
        book = re.sub(r' localSheetId="\d+"(?=[^>]*>[^<]*</definedName>)', "", book)
        parts[WORKBOOK] = book.encode()
        relations = parts[WORKBOOK_RELATIONS].decode()
        parts[WORKBOOK_RELATIONS] = substituted(
            rf'<Relationship [^>]*Target="{part.removeprefix("xl/")}"/>', "", relations
        ).encode()
        for name in (WORKBOOK, *sheet_parts(parts).values()):
            parts[name] = re.sub(rf"'?{sheet}'?![$A-Z0-9:]+", "#REF!", parts[name].decode()).encode()
        return packed(parts)

    return make


def sheet_renamed(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return the damage that renames a sheet: every reference follows."""

    def make(data: bytes) -> bytes:
        parts = unpacked(data)
        names = (WORKBOOK, *sheet_parts(parts).values())
        parts[WORKBOOK] = replaced(parts[WORKBOOK].decode(), f'name="{old}"', f'name="{new}"').encode()
        for name in names:
            parts[name] = parts[name].decode().replace(f"'{old}'!", f"'{new}'!").encode()
        return packed(parts)

    return make


def sheet_added(name: str, xml: str, names: str = "") -> Callable[[bytes], bytes]:
    """Return the damage that adds a sheet with this XML, and defined names of its own."""

    def make(data: bytes) -> bytes:
        parts = unpacked(data)
        book = replaced(
            parts[WORKBOOK].decode(), "</sheets>", f'<sheet name="{name}" sheetId="99" r:id="rId99"/></sheets>'
        )
        parts[WORKBOOK] = replaced(book, "</definedNames>", names + "</definedNames>").encode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
        relation = f'<Relationship Id="rId99" Type="{kind}" Target="worksheets/sheet99.xml"/></Relationships>'
        relations = parts[WORKBOOK_RELATIONS].decode()
        parts[WORKBOOK_RELATIONS] = replaced(relations, "</Relationships>", relation).encode()
        content = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        override = f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{content}"/></Types>'
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = replaced(types, "</Types>", override).encode()
        parts["xl/worksheets/sheet99.xml"] = xml.encode()
        return packed(parts)

    return make


def simple_sheet(rows: str = "") -> str:
    """Return the XML of a plain sheet with these rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    )
