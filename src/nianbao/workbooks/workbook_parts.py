"""The parts around the sheets: the workbook, its relations, custom properties, comments."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from nianbao.cells import parse_address, parse_area
from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.guarded_xml import TextParts, broken_xml, kept, new_parser, run
from nianbao.language import Domain
from nianbao.workbooks.cell_values import whole_number
from nianbao.workbooks.spreadsheet_names import RELATIONSHIPS, named

if TYPE_CHECKING:
    from nianbao.cells import Area, Position

_ = Domain("nianbao")
_PACKAGE = ("http://schemas.openxmlformats.org/package/2006/relationships",)
_CUSTOM = (
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
)
_KINDS = (
    *RELATIONSHIPS,
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata",
    "http://schemas.microsoft.com/office/2017/10/relationships",
)
_THREADS = ("http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",)
_THREAD_NAMES = named("threadedComment", "text", spaces=_THREADS)
_BOILER_PLATE = r"\[[^\]\n]{1,40}\]\s.*?linkid=870924\s*(?:[^\n:\uff1a]{1,20}[:\uff1a][ \t]*\n?)?\s*"
"""What Excel writes before a comment of a thread for programs that know no threads, in the language of its user."""
_BOOK_NAMES = named("sheet", "definedName", "workbookProtection", "workbookPr")
_RELATION_NAMES = named("Relationship", spaces=_PACKAGE)
_PROPERTY_NAMES = named("property", spaces=_CUSTOM)
_COMMENT_NAMES = named("comment", "t", "rPh")
_SETTINGS = {
    "workbookProtection": ("structure_locked", "lockStructure"),
    "workbookPr": ("epoch_1904", "date1904"),
}
RESERVED = "_xlnm."
"""Names that programs keep for themselves: print areas, filters."""
_TRUE = ("1", "true", "on")


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """What a part refers to: the kind (last part of its type), and the target as a member's name."""

    kind: str
    target: str
    external: bool


class BookPart(msgspec.Struct, kw_only=True):
    """The workbook part: sheets as (name, visible, relation id), defined names, and locks."""

    sheets: list[tuple[str, bool, str]] = msgspec.field(default_factory=list)
    names: dict[str, tuple[str, Area] | None] = msgspec.field(default_factory=dict)
    local_names: dict[str, dict[str, tuple[str, Area] | None]] = msgspec.field(default_factory=dict)
    structure_locked: bool = False
    epoch_1904: bool = False


def read_relations(data: bytes, source: str) -> dict[str, Relation]:
    """Return the relations of the part ``source``, by their ids; targets in lower case."""
    relations: dict[str, Relation] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if _RELATION_NAMES.get(name) is None:
            return
        if len(relations) > limits.MEMBERS:
            refuse(_("部件之间的关系超过 {limit} 条。", limit=limits.MEMBERS))
        target = attributes.get("Target", "").replace("\\", "/")
        external = attributes.get("TargetMode") == "External"
        if not external:
            folder = posixpath.dirname(source)
            target = posixpath.normpath(target[1:] if target.startswith("/") else f"{folder}/{target}").lower()
        space, _slash, kind = attributes.get("Type", "").rpartition("/")
        kind = kind if space in _KINDS else ""
        relations[attributes.get("Id", "")] = Relation(kind=kind, target=target, external=external)

    parser = new_parser()
    parser.StartElementHandler = start
    run(parser, data)
    return relations


@kept
def read_book(data: bytes) -> BookPart:
    """Read the workbook part."""
    book = BookPart()
    parser = new_parser()
    text = TextParts(parser)
    naming: str | None = None
    scope: str | None = None
    scoped: dict[str, dict[str, tuple[str, Area] | None]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal naming, scope
        local = _BOOK_NAMES.get(name)
        if local == "sheet":
            relation = next(
                (attributes[key] for space in RELATIONSHIPS if (key := f"{space} id") in attributes), ""
            )
            visible = attributes.get("state", "visible") == "visible"
            book.sheets.append((_name(attributes), visible, relation))
            if len(book.sheets) > limits.SHEETS:
                refuse(_("工作表超过 {limit} 张。", limit=limits.SHEETS))
        elif local == "definedName":
            defined = _name(attributes)
            naming = None if defined.startswith(RESERVED) else defined
            scope = attributes.get("localSheetId")
            text.begin()
        elif local in _SETTINGS:
            setting, attribute = _SETTINGS[local]
            setattr(book, setting, attributes.get(attribute, "0") in _TRUE)

    def end(name: str) -> None:
        nonlocal naming
        if _BOOK_NAMES.get(name) != "definedName":
            return
        reference = text.end()
        if naming is not None:
            names = book.names if scope is None else scoped.setdefault(scope, {})
            names[naming] = target_of(reference)
            if len(book.names) + sum(map(len, scoped.values())) > limits.NAMES:
                refuse(_("名称超过 {limit} 个。", limit=limits.NAMES))
        naming = None

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data)
    # Local names give their sheet by its position in the list.
    for number, names in scoped.items():
        index = whole_number(number)
        if index is not None and index < len(book.sheets):
            book.local_names[book.sheets[index][0]] = names
    return book


def _name(attributes: dict[str, str]) -> str:
    name = attributes.get("name", "")
    if len(name) > limits.NAME_CHARACTERS:
        refuse(_("名称超过 {limit} 个字符。", limit=limits.NAME_CHARACTERS))
    return name


@lru_cache(maxsize=8192)
def target_of(reference: str | None) -> tuple[str, Area] | None:
    """Return sheet and area of a defined name's reference; ``None`` where it points nowhere."""
    sheet, mark, cells = (reference or "").strip().lstrip("=").rpartition("!")
    area = parse_area(cells)
    if not mark or area is None or "#REF" in sheet:
        return None
    return sheet.removeprefix("$").strip("'").replace("''", "'"), area


def read_properties(data: bytes) -> dict[str, str]:
    """Return the custom properties as text."""
    properties: dict[str, str] = {}
    naming: str | None = None
    parser = new_parser()
    text = TextParts(parser)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal naming
        if _PROPERTY_NAMES.get(name) == "property":
            naming = attributes.get("name", "")
            text.begin()

    def end(name: str) -> None:
        nonlocal naming
        if _PROPERTY_NAMES.get(name) == "property" and naming is not None:
            properties[naming] = text.end().strip()
            naming = None
            if len(properties) > limits.PROPERTIES:
                refuse(_("自定义属性超过 {limit} 个。", limit=limits.PROPERTIES))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data)
    return properties


def read_comments(data: bytes) -> dict[Position, str]:
    """Return the comments of a sheet by cell."""
    comments: dict[Position, str] = {}
    place: Position | None = None
    parts: list[str] = []
    parser = new_parser()
    text = TextParts(parser)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place
        local = _COMMENT_NAMES.get(name)
        if local == "comment":
            place = parse_address(attributes.get("ref", ""))
            parts.clear()
        elif local == "t":
            text.begin()

    def end(name: str) -> None:
        local = _COMMENT_NAMES.get(name)
        if local == "t":
            parts.append(text.end())
        elif local == "comment":
            if place is None:
                raise broken_xml()
            comments[place] = own_words("".join(parts))
            if len(comments) > limits.AREAS:
                refuse(_("批注超过 {limit} 个。", limit=limits.AREAS))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data)
    return comments


def own_words(comment: str) -> str:
    """Return a comment without Excel's own text before one that belongs to a thread."""
    match = re.match(_BOILER_PLATE, comment, re.DOTALL)
    return comment[match.end() :] if match else comment


def read_threads(data: bytes) -> dict[Position, str]:
    """Return the threads of comments of a sheet by cell, answers after what they answer."""
    threads: dict[Position, str] = {}
    place: Position | None = None
    parser = new_parser()
    text = TextParts(parser)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place
        local = _THREAD_NAMES.get(name)
        if local == "threadedComment":
            place = parse_address(attributes.get("ref", ""))
        elif local == "text":
            text.begin()

    def end(name: str) -> None:
        if _THREAD_NAMES.get(name) == "text" and place is not None:
            before = threads.get(place)
            threads[place] = text.end() if before is None else f"{before}\n{text.end()}"
            if len(threads) > limits.AREAS or len(threads[place]) > limits.TEXT_CHARACTERS:
                refuse(_("批注超过 {limit} 个。", limit=limits.AREAS))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data)
    return threads
