"""The parts that a sheet's cells refer to: shared strings, and which cell formats are locked or dates."""

from __future__ import annotations

import re

import msgspec

from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.guarded_xml import broken_xml, kept, new_parser, run
from nianbao.language import Domain
from nianbao.submissions.submission import legal_text
from nianbao.workbooks.cell_values import bounded, whole_number
from nianbao.workbooks.spreadsheet_names import named

_ = Domain("nianbao")
_ITEM, _TEXT, _READING = (frozenset(named(name)) for name in ("si", "t", "rPh"))
_STYLE_NAMES = named("numFmt", "cellXfs", "xf", "protection")
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in Chinese clients."""
_LITERAL = r'"[^"]*"|\\.|!.|_.|\*.|\[(?![hms]+\])[^\]]*\]'
_DATE_LETTERS = r"[ymdhs]|aaa|e(?![+-])|\[[hms]+\]"


def unescaped(text: str) -> str:
    """Return a string with its ``_x000D_`` escapes resolved (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return re.sub(_ESCAPED, _character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF else legal_text(chr(code))


def read_strings(data: bytes) -> list[str]:
    """Return the shared strings, runs joined, readings (rPh) left out."""
    strings: list[str] = []
    parts: list[str] = []
    text: list[str] = []
    parser = new_parser()
    reading = False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal reading
        if name in _TEXT:
            text.clear()
        elif name in _READING:
            reading = True

    def end(name: str) -> None:
        nonlocal reading
        if name in _TEXT:
            if not reading:
                parts.extend(text)
        elif name in _ITEM:
            strings.append(bounded(unescaped("".join(parts))))
            parts.clear()
        elif name in _READING:
            reading = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    run(parser, data)
    if len(strings) > limits.STRINGS:
        refuse(_("文字超过 {limit} 条。", limit=limits.STRINGS))
    return strings


class CellFormats(msgspec.Struct, frozen=True):
    """By number of a cell format: whether it is locked, and whether it shows a date."""

    locked: tuple[bool, ...]
    dates: tuple[bool, ...]


NO_FORMATS = CellFormats((True,), (False,))


def is_date_format(code: str) -> bool:
    """Return whether a number format shows dates or times."""
    shown = re.sub(_LITERAL, "", code.lower()).replace("general", "")
    return bool(re.search(_DATE_LETTERS, shown))


@kept
def read_formats(data: bytes) -> CellFormats:
    """Return the cell formats."""
    codes: dict[str, str] = {}
    numbers: list[str] = []
    locked: list[bool] = []
    inside = False
    parser = new_parser()
    names = _STYLE_NAMES

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        local = names.get(name)
        if local == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif local == "cellXfs":
            inside = True
        elif local == "xf" and inside:
            numbers.append(attributes.get("numFmtId", "0"))
            locked.append(True)
            if len(locked) > limits.STYLES:
                refuse(_("单元格格式超过 {limit} 种。", limit=limits.STYLES))
        elif local == "protection" and inside and locked:
            locked[-1] = attributes.get("locked", "1") not in ("0", "false")

    def end(name: str) -> None:
        nonlocal inside
        if names.get(name) == "cellXfs":
            inside = False

    parser.StartElementHandler, parser.EndElementHandler = start, end
    run(parser, data)
    if not locked:
        raise broken_xml()
    return CellFormats(tuple(locked), tuple(_is_date(number, codes) for number in numbers))


def _is_date(number: str, codes: dict[str, str]) -> bool:
    if number in codes:
        return is_date_format(codes[number])
    return whole_number(number.strip()) in _BUILT_IN_DATES
