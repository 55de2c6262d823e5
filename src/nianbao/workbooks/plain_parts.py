"""Sheets and shared strings that are written plainly, as clients write nearly all of theirs, read with one pattern.

Parsing sheets is most of the time that a workbook takes, and most of what is parsed was parsed before: the parts of
a batch differ in a few rows. So a sheet is taken apart into its skeleton (all that stands around the cells, footers
left out, for they name the agency), which the guarded reader parses and keeps, and its rows, which are kept by
their bytes. The safeguards: a row counts only when it matches one strict grammar to its last character, a skeleton
only when nothing in it can change what the rows mean. Otherwise there is no result here, and the guarded reader
reads the whole part. The same holds for shared strings, each a plain text; ``tests/corpus/test_readers_agree.py``
compares the two over every file of the corpus.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.workbooks.bounded_places import position_of
from nianbao.workbooks.raw import CellText

if TYPE_CHECKING:
    from nianbao.cells import Position

    Row = tuple[tuple[Position, CellText], ...]

_DECLARATION = rb'(?:<\?xml version="1\.0" encoding="(?:UTF|utf)-8"(?: standalone="yes")?\?>\s*)?'
_MAIN = (
    rb"(?:http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"
    rb"|http://purl\.oclc\.org/ooxml/spreadsheetml/main)"
)
_OPENING = _DECLARATION + rb'<worksheet (?:[^<>]* )?xmlns="' + _MAIN + rb'"[^<>]*>'
_AROUND = frozenset(
    (b"sheetPr", b"tabColor", b"outlinePr", b"pageSetUpPr", b"dimension", b"sheetViews", b"sheetView", b"pane",
     b"selection", b"sheetFormatPr", b"cols", b"col")
)  # fmt: skip
"""Elements before the rows that keep rows unambiguous: none of an extension, none of an alternative."""
_ELEMENT = rb"<([^\s/>]+)"
_CELL_BEHIND = rb"<(?:[^\s/<>]*:)?(?:c|row)[\s/>]"
_SIDE = rb"(?:odd|even|first)(?:Header|Footer)"
_FOOTERS = (
    rb"<headerFooter(?: [A-Za-z]+=\"[01a-z]*\")*>(?:<"
    + _SIDE
    + rb">(?:[^<&>\x00-\x08\x0b-\x1f]|&(?:amp|quot|lt|gt|apos);)*</"
    + _SIDE
    + rb">)*</headerFooter>"
)
# No bare ">": "]]>" is no text of well-formed XML. No carriage return: a parser turns it into a line feed.
_WORDS = (
    r"[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+(?:&(?:lt|gt|amp|quot|apos);[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]*+)*+"
)
_TOKEN = (
    r'(?:<c r="[A-Z]{1,3}[1-9][0-9]{0,4}"(?: s="[0-9]{1,6}")?/>)*+'
    r'(?:<c r="([A-Z]{1,3}([1-9][0-9]{0,4}))"(?: s="([0-9]{1,6})")?(?: t="(s|n|str|b|e)")?>'
    rf'(?:<f(?: aca="false")?>(?!<)({_WORDS})</f>)?(?:<v>({_WORDS})</v>|<v/>)</c>'
    r'|<row r="([1-9][0-9]{0,4})"([^<>&]*?)(/?)>|(</row>)|(.))'
)
_ATTRIBUTE = r' ([A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9]*)?)="[^"\x00-\x08\x0b-\x1f\ufffe\uffff]*"'
_STRINGS_OPENING = (
    _DECLARATION.decode()
    + rf'<sst xmlns="{_MAIN.decode()}"(?: count="[0-9]{{1,9}}")?(?: uniqueCount="[0-9]{{1,9}}")?>'
)
_STRING = (
    rf'<si><t(?: xml:space="preserve")?>({_WORDS})</t>'
    r'(?:<phoneticPr fontId="[0-9]{1,6}"(?: type="noConversion")?/>)?</si>|<si><t/></si>|(.)'
)
"""A text that looks alike throughout; clients in Chinese add how its reading would be set, of which there is none."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def read_plain_sheet(data: bytes) -> tuple[bytes, dict[Position, CellText]] | None:
    """Return the skeleton of a part and its filled cells; ``None`` where it is not written plainly."""
    opening = re.match(_OPENING, data)
    begin, end = data.find(b"<sheetData>"), data.find(b"</sheetData>")
    if opening is None or begin < 0 or end < begin or data.count(b"sheetData") != 2:
        return None
    if b"<!" in data or b"\r" in data or data.count(b"<?") > 1:
        return None
    part, extensions = _parted(data, end)
    if part.count(b"xmlns=") != 1 or re.search(_CELL_BEHIND, part[end:]) or extensions is None:
        return None
    if not _AROUND.issuperset(re.findall(_ELEMENT, data[opening.end() : begin])):
        return None
    rest = _without_footers(part[end:])
    cells = _cells(data[begin + len(b"<sheetData>") : end], opening[0])
    if rest is None or cells is None:
        return None
    return data[:begin] + b"<sheetData>" + rest + extensions, cells


def _parted(data: bytes, end: int) -> tuple[bytes, bytes | None]:
    """Return a part without its extensions, and these: their content is no part of the sheet."""
    offset = data.find(b"<extLst", end)
    if offset < 0:
        return data, None if b"extLst" in data else b""
    sound = data.count(b"extLst") == 2 and data.endswith(b"</extLst></worksheet>")
    return data[:offset], data[offset:] if sound else None


def _without_footers(rest: bytes) -> bytes | None:
    offset = rest.find(b"<headerFooter")
    if offset < 0:
        return rest
    footers = re.compile(_FOOTERS).match(rest, offset)
    if footers is None or not _is_utf8(footers[0]):
        return None
    return rest[:offset] + rest[footers.end() :]


def _is_utf8(data: bytes) -> bool:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not re.search("[\ufffe\uffff]", text)


def _cells(rows: bytes, opening: bytes) -> dict[Position, CellText] | None:
    cells: dict[Position, CellText] = {}
    count = 0
    *complete_rows, last = rows.split(b"</row>")
    for written in complete_rows:
        # Only short rows are kept: those that many workbooks share are, and what is kept stays within a few MB.
        row = _kept_row(written, opening) if len(written) <= limits.KEPT_ROW_BYTES else _row(written, opening)
        if row is None:
            return None
        count += len(row)
        cells.update(row)
    # The guarded reader refuses a repeated cell, with its own message.
    if len(cells) != count or (last and _row(last + b'<row r="1">', opening) != ()):
        return None
    return cells


def _row(written: bytes, opening: bytes) -> Row | None:
    """Return the filled cells of the XML before an end of row; ``None`` where it is not written plainly."""
    try:
        text = written.decode() + "</row>"
    except UnicodeDecodeError:
        return None
    cells: list[tuple[Position, CellText]] = []
    number, ended = "", False
    for cell, row, style, kind, formula, value, opened, others, closed, end, unknown in re.compile(
        _TOKEN, re.DOTALL
    ).findall(text):
        if unknown:
            return None
        if cell:
            if row != number or len(formula) >= limits.FORMULA_CHARACTERS:
                return None
            try:
                place = position_of(cell)
            except UnreadableError:
                return None
            formula_text = "=" + unescaped_entities(formula) if formula else None
            cells.append((place, CellText(kind or "n", style or "0", unescaped_entities(value), formula_text)))
        elif end and number:
            number, ended = "", True
        elif opened and not number and (not others or _are_attributes(others, opening)):
            number = "" if closed else opened
        else:
            return None
    return tuple(cells) if ended else None


_kept_row = lru_cache(maxsize=limits.KEPT_ROWS)(_row)


@lru_cache(maxsize=1024)
def _are_attributes(written: str, opening: bytes) -> bool:
    """Return whether a row's other attributes are well-formed: no name twice, every prefix declared."""
    names = re.findall(_ATTRIBUTE, written)
    if re.sub(_ATTRIBUTE, "", written).strip(" ") or len(set(names)) != len(names) or "r" in names:
        return False
    return all(f"xmlns:{name.partition(':')[0]}=".encode() in opening for name in names if ":" in name)


def read_plain_strings(data: bytes) -> list[str] | None:
    """Return the shared strings of a part, in their order; ``None`` where it is not written plainly."""
    if b"<!" in data or b"\r" in data:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    opening = re.match(_STRINGS_OPENING, text)
    if opening is None or not text.endswith("</sst>"):
        return None
    items = re.compile(_STRING, re.DOTALL).findall(text, opening.end(), len(text) - len("</sst>"))
    if any(rest for _text, rest in items):
        return None
    return [unescaped_entities(text) for text, _rest in items]


def unescaped_entities(text: str) -> str:
    """Return a text with the five entities of XML resolved."""
    if "&" not in text:
        return text
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text
