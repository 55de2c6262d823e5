"""The parts that a sheet's cells refer to: shared strings, and which cell formats are locked or dates."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.guarded_xml import broken_xml, check_marks, kept, new_parser, run
from nianbao.language import Domain
from nianbao.submissions.submission import legal_text
from nianbao.workbooks.cell_values import bounded, whole_number
from nianbao.workbooks.looks import PLAIN, RUN_ELEMENTS, Look, LookReader, Run, RunReader, is_dark, on_ground
from nianbao.workbooks.number_formats import BUILT_IN, is_general
from nianbao.workbooks.plain_parts import read_plain_strings
from nianbao.workbooks.spreadsheet_names import by_name, named

_ = Domain("nianbao")
Listed = TypeVar("Listed")
_ITEM, _TEXT = frozenset(named("si")), frozenset(named("t"))
_STYLE_NAMES = named(
    "numFmt", "dxfs", "cellXfs", "xf", "protection", "fonts", "font", "fills", "fill", "fgColor", *RUN_ELEMENTS
)
_ESCAPED = r"_x([0-9A-Fa-f]{4})_"
_PAIR = r"_x([Dd][89ABab][0-9A-Fa-f]{2})__x([Dd][C-Fc-f][0-9A-Fa-f]{2})_"
WORD_BREAKS = {0x0B: "\n", 0x0C: "\n", 0x1E: "-"}
"""What Word's line break, page break and unbreakable hyphen are once they were pasted into a cell."""
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in Chinese clients."""
_LITERAL = r'"[^"]*"|\\.|!.|_.|\*.|\[(?![hms]+\])[^\]]*\]'
_DATE_LETTERS = r"[ymdhs]|aaa|e(?![+-])|\[[hms]+\]"


def unescaped(text: str) -> str:
    """Return a string with its ``_x000D_`` escapes resolved (ECMA-376 part 1, 22.9.2.19), pairs of halves joined."""
    if "_x" not in text:
        return text
    if "_xD" in text or "_xd" in text:
        text = re.sub(_PAIR, _joined_pair, text)
    return re.sub(_ESCAPED, _character, text)


def _joined_pair(match: re.Match[str]) -> str:
    return (int(match[1], 16).to_bytes(2, "big") + int(match[2], 16).to_bytes(2, "big")).decode("utf-16-be")


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code in WORD_BREAKS:
        return WORD_BREAKS[code]
    return match[0] if 0xD800 <= code <= 0xDFFF else legal_text(chr(code))


class Strings(msgspec.Struct, frozen=True):
    """The shared strings, and the runs of those in which not all text looks alike."""

    texts: list[str]
    runs: dict[int, tuple[Run, ...]]


NO_STRINGS = Strings([], {})


def read_strings(data: bytes) -> Strings:
    """Return the shared strings, runs joined, readings (rPh) left out."""
    plain = read_plain_strings(data) if len(data) <= limits.PLAIN_PART_BYTES else None
    if plain is None:
        return parse_strings(data)
    check_marks(data)
    if len(plain) > limits.STRINGS:
        refuse(_("文字超过 {limit} 条。", limit=limits.STRINGS))
    return Strings([bounded(unescaped(text)) for text in plain], {})


def parse_strings(data: bytes) -> Strings:
    """Parse the shared strings of any part; raises as :func:`read_strings` does."""
    strings: list[str] = []
    runs: dict[int, tuple[Run, ...]] = {}
    parts: list[str] = []
    text: list[str] = []
    rich = RunReader()
    starts, ends = by_name(rich.starts).get, by_name(rich.ends).get
    parser = new_parser()
    in_runs = False  # most strings have none, and need no more than their text

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal in_runs
        if name in _TEXT:
            text.clear()
        elif name not in _ITEM and (handler := starts(name)) is not None:
            in_runs = True
            handler(attributes)

    def end(name: str) -> None:
        nonlocal in_runs
        if name in _TEXT:
            if in_runs:
                rich.add("".join(text))
            else:
                parts.extend(text)
        elif name in _ITEM:
            if in_runs:
                rich.parts.insert(0, ("".join(parts), None))
                whole_text, different = rich.take(unescaped)
                in_runs = False
                if different:
                    runs[len(strings)] = different
                strings.append(bounded(whole_text))
            else:
                strings.append(bounded(unescaped("".join(parts))))
            parts.clear()
        elif (handler := ends(name)) is not None:
            handler()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    run(parser, data)
    if len(strings) > limits.STRINGS:
        refuse(_("文字超过 {limit} 条。", limit=limits.STRINGS))
    return Strings(strings, runs)


class CellFormats(msgspec.Struct, frozen=True):
    """By number of a cell format: whether it is locked, whether it shows a date, its number format, look and ground.

    A number format is empty where it shows a number as it is. ``dark`` marks a ground on which white is visible.
    """

    locked: tuple[bool, ...]
    dates: tuple[bool, ...]
    codes: tuple[str, ...]
    looks: tuple[Look, ...]
    dark: tuple[bool, ...]


NO_FORMATS = CellFormats((True,), (False,), ("",), (PLAIN,), (False,))


def is_date_format(code: str) -> bool:
    """Return whether a number format shows dates or times."""
    displayed = re.sub(_LITERAL, "", code.lower()).replace("general", "")
    return bool(re.search(_DATE_LETTERS, displayed))


@kept
def read_formats(data: bytes) -> CellFormats:
    """Return the cell formats."""
    reader = _FormatsReader()
    run(reader.parser, data)
    if not reader.locked:
        raise broken_xml()
    return reader.formats()


class _FormatsReader:
    """The handlers of the styles; anything outside the lists of fonts, fills and cell formats is skipped."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.xfs: list[tuple[str, str, str]] = []
        self.locked: list[bool] = []
        self.fonts: list[Look] = []
        self.fills: list[bool] = []
        self.inside = ""
        self.look = LookReader()
        self.parser = new_parser()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.properties = {"strike": self.look.strike, "vertAlign": self.look.align, "color": self.look.colour,
                           "sz": self.look.size}  # fmt: skip

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _STYLE_NAMES.get(name)
        if local is None:
            return
        if local in ("cellXfs", "fonts", "fills", "dxfs"):
            self.inside = local
        elif local == "numFmt" and self.inside != "dxfs":  # formats of conditions have numbers of their own
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif self.inside == "cellXfs":
            self._cell_format(local, attributes)
        elif self.inside == "fonts" and local == "font":
            self.look.begin()
        elif self.inside == "fills" and local == "fill":
            self.fills.append(False)
        elif self.inside == "fills" and local == "fgColor" and self.fills:
            colour = (attributes.get(key, "") for key in ("rgb", "theme", "indexed", "tint"))
            self.fills[-1] = is_dark(*colour)
        elif local in self.properties:
            self.properties[local](attributes)

    def _cell_format(self, local: str, attributes: dict[str, str]) -> None:
        if local == "xf":
            self.xfs.append(tuple(attributes.get(key, "0") for key in ("numFmtId", "fontId", "fillId")))  # type: ignore[arg-type]
            self.locked.append(True)
            if len(self.locked) > limits.STYLES:
                refuse(_("单元格格式超过 {limit} 种。", limit=limits.STYLES))
        elif local == "protection" and self.locked:
            self.locked[-1] = attributes.get("locked", "1") not in ("0", "false")

    def _end(self, name: str) -> None:
        local = _STYLE_NAMES.get(name)
        if local is not None and local == self.inside:
            self.inside = ""
        elif local == "font" and self.inside == "fonts":
            look = self.look.look
            self.fonts.append(
                PLAIN if look in (None, PLAIN) else look
            )  # one object: cells are compared by identity
            self.look.look = None
            if len(self.fonts) > limits.STYLES:
                refuse(_("单元格格式超过 {limit} 种。", limit=limits.STYLES))

    def formats(self) -> CellFormats:
        """Return what was read, by number of a cell format."""
        codes = [_code(number, self.codes) for number, _font, _fill in self.xfs]
        dark = tuple(_listed(self.fills, fill, default=False) for _number, _font, fill in self.xfs)
        looks = (_listed(self.fonts, font, default=PLAIN) for _number, font, _fill in self.xfs)
        dates = tuple(_is_date(number, self.codes) for number, _font, _fill in self.xfs)
        return CellFormats(
            locked=tuple(self.locked),
            dates=dates,
            codes=tuple("" if is_date else code for code, is_date in zip(codes, dates, strict=True)),
            looks=tuple(on_ground(look, dark=is_dark) for look, is_dark in zip(looks, dark, strict=True)),
            dark=dark,
        )


def _listed(items: list[Listed], number: str, *, default: Listed) -> Listed:
    index = whole_number(number)
    return items[index] if index is not None and index < len(items) else default


def _code(number: str, codes: dict[str, str]) -> str:
    code = codes.get(number)
    if code is None:
        code = BUILT_IN.get(number.strip(), "")
    return "" if is_general(code) else code


def _is_date(number: str, codes: dict[str, str]) -> bool:
    if number in codes:
        return is_date_format(codes[number])
    return whole_number(number.strip()) in _BUILT_IN_DATES
