"""How the text of a cell looks, as far as that changes what a person reads: struck, raised, white, in two colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from nianbao.submissions.numbers import LOWERED, RAISED, STRUCK, UNSEEN
from nianbao.workbooks.cell_values import FALSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_SMALL = 7.5
"""Points up to which a figure beside others counts as raised: how people type one who cannot find superscripts."""
_PALE, _GREY, _BRIGHT = 0xE6, 0x30, 170
_THEME_PALE, _THEME_COLOURS = ("0", "2"), range(4, 12)
_INDEXED_PALE, _INDEXED_DARK = ("1", "9", "65"), ("0", "8", "63", "64")


class Look(NamedTuple):
    """The look of a stretch of text. ``colour`` is empty for black, grey and white ones."""

    struck: bool = False
    raised: bool = False
    lowered: bool = False
    white: bool = False
    colour: str = ""
    small: bool = False


PLAIN = Look()
RUN_ELEMENTS = ("strike", "vertAlign", "color", "sz")
"""The properties of a run or a font that are read."""


class Run(msgspec.Struct, frozen=True):
    """A stretch of a cell's text; without a look of its own it has the cell's."""

    text: str
    look: Look | None = None


def shade(rgb: str, theme: str, indexed: str) -> tuple[bool, str]:
    """Return whether a colour is nearly white, and its name where it is one and no grey."""
    if rgb:
        try:
            parts = bytes.fromhex(rgb[-6:])
        except ValueError:
            return False, ""
        if len(parts) != 3 or max(parts) - min(parts) < _GREY:
            return len(parts) == 3 and min(parts) >= _PALE, ""
        return False, rgb[-6:].upper()
    if theme:
        coloured = theme.isascii() and theme.isdigit() and len(theme) < 4 and int(theme) in _THEME_COLOURS
        return theme in _THEME_PALE, f"theme {theme}" if coloured else ""
    if indexed:
        plain = indexed in _INDEXED_PALE or indexed in _INDEXED_DARK
        return indexed in _INDEXED_PALE, "" if plain else f"indexed {indexed}"
    return False, ""


def is_dark(rgb: str, theme: str, indexed: str, tint: str) -> bool:
    """Return whether white is seen on a ground of this colour."""
    if rgb:
        try:
            red, green, blue = bytes.fromhex(rgb[-6:])
        except ValueError:
            return False
        return 0.3 * red + 0.59 * green + 0.11 * blue < _BRIGHT
    if theme:
        return theme not in _THEME_PALE and not tint.startswith(("0.4", "0.5", "0.6", "0.7", "0.8", "0.9"))
    return bool(indexed) and indexed not in (*_INDEXED_PALE, "64")


class LookReader:
    """Puts a look together from the elements of a run's or a font's properties, as a parser meets them."""

    def __init__(self) -> None:
        self.look: Look | None = None

    def begin(self, _attributes: Mapping[str, str] | None = None) -> None:
        """Begin with a plain look."""
        self.look = PLAIN

    def strike(self, attributes: Mapping[str, str]) -> None:
        """Take in a line through the text."""
        if self.look is not None and attributes.get("val", "1") not in FALSE:
            self.look = self.look._replace(struck=True)

    def align(self, attributes: Mapping[str, str]) -> None:
        """Take in that the text is raised or lowered."""
        if self.look is not None:
            kind = attributes.get("val", "")
            self.look = self.look._replace(raised=kind == "superscript", lowered=kind == "subscript")

    def colour(self, attributes: Mapping[str, str]) -> None:
        """Take in a colour."""
        if self.look is not None:
            white, name = shade(*(attributes.get(key, "") for key in ("rgb", "theme", "indexed")))
            self.look = self.look._replace(white=white, colour=name)

    def size(self, attributes: Mapping[str, str]) -> None:
        """Take in the size."""
        if self.look is not None:
            self.look = self.look._replace(small=is_small(attributes.get("val", "")))


def is_small(points: str) -> bool:
    """Return whether a size in points is that of a raised figure."""
    try:
        return 0 < float(points) <= _SMALL
    except ValueError:
        return False


def manner(look: Look) -> str:
    """Return in a word what a look does to a figure; empty for a plain one."""
    kinds = ((look.struck, STRUCK), (look.raised, RAISED), (look.lowered, LOWERED), (look.white, UNSEEN))
    return next((word for is_so, word in kinds if is_so), "")


def joined_runs(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return runs with neighbours of one look as one; none where all look plain."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and joined[-1].look == run.look:
            joined[-1] = Run(joined[-1].text + run.text, run.look)
        else:
            joined.append(run)
    return tuple(joined) if any(run.look not in (None, PLAIN) for run in joined) else ()


def on_ground(look: Look, *, dark: bool) -> Look:
    """Return a look as it is seen: white is nothing to report on a dark or coloured ground."""
    return look._replace(white=False) if dark and look.white else look


class RunReader:
    """Collects the text of a cell or string in its runs; a parser feeds it by ``starts`` and ``ends``, by element."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, Look | None]] = []
        self.reading = False
        self._look = LookReader()
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {
            "r": self._start_run, "rPr": self._look.begin, "rPh": self._start_reading, "strike": self._look.strike,
            "vertAlign": self._look.align, "color": self._look.colour, "sz": self._look.size,
        }  # fmt: skip
        self.ends: dict[str, Callable[[], None]] = {"r": self._end_run, "rPh": self._end_reading}

    def _start_run(self, _attributes: dict[str, str]) -> None:
        self._look.look = None

    def _end_run(self) -> None:
        self._look.look = None

    def _start_reading(self, _attributes: dict[str, str]) -> None:
        self.reading = True

    def _end_reading(self) -> None:
        self.reading = False

    def add(self, text: str) -> None:
        """Take in a text, unless it is the reading of another."""
        if not self.reading:
            self.parts.append((text, self._look.look))

    def take(self, unescaped: Callable[[str], str]) -> tuple[str, tuple[Run, ...]]:
        """Return the whole text, and its runs where they differ in looks, and start again."""
        if len(self.parts) == 1 and self.parts[0][1] is None:
            text = self.parts.pop()[0]
            return unescaped(text), ()
        text = unescaped("".join(part for part, _look in self.parts))
        runs = joined_runs(Run(unescaped(part), look) for part, look in self.parts)
        self.parts.clear()
        return text, runs
