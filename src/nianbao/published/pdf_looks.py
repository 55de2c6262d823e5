"""How the digits of a figure look on the page of a PDF: struck, smaller or raised, white.

Such a digit does not belong to the figure beside it: a struck 42 before 35 is not 4235, and 35 with a footnote 1 is not
351. Only cells that contain nothing but a figure are looked at; a label may be set in any letters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import groupby
from typing import TYPE_CHECKING, Final

from nianbao.published.inline_marks import RAISED, STRUCK, WHITE, marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.published.pdf_pages import Character

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points of the displayed page."""
_SMALL: Final = 0.8
"""Of the height of the largest digit: figures of one cell differ in size only where one is a mark."""
_RAISED: Final = 0.15
"""Of the height: by so much the middle of a raised digit lies above or below that of the others."""
_EDGE: Final = 0.2
"""Of the height: a line nearer to the upper or lower edge of a digit underlines it, or is a border."""
_COVERED: Final = 0.6
_HUGGED: Final = 0.25
"""Of the height: so much longer or shorter than its text is a line that strikes or underlines it."""
_NUMBER: Final = frozenset("0123456789.,，．-－")


def without_strokes(lines: Iterable[Sequence[float]], characters: Sequence[Character]) -> list[Box]:
    """Return the lines of a page but for those that underline or strike text: they are no borders of a table.

    Such a line lies inside the box of the characters and is about as long as they are together.
    """
    by_level = sorted(characters, key=lambda character: character.middle)
    tallest = max((character.height for character in characters), default=0.0)
    kept: list[Box] = []
    for left, bottom, right, top in lines:
        level = _level((left, bottom, right, top))
        if right - left <= top - bottom or not characters:
            kept.append((left, bottom, right, top))
            continue
        first = bisect_left(by_level, level - tallest / 2, key=lambda character: character.middle)
        last = bisect_right(by_level, level + tallest / 2, key=lambda character: character.middle)
        crossed = [
            character
            for character in by_level[first:last]
            if character.bottom < level < character.top - _EDGE * character.height
            and left - _HUGGED * character.height < (character.left + character.right) / 2
            and (character.left + character.right) / 2 < right + _HUGGED * character.height
        ]
        if not crossed or not _hugs(left, right, crossed):
            kept.append((left, bottom, right, top))
    return kept


def _hugs(left: float, right: float, characters: Sequence[Character]) -> bool:
    room = _HUGGED * max(character.height for character in characters)
    return (
        abs(min(character.left for character in characters) - left) < room
        and abs(max(character.right for character in characters) - right) < room
    )


class Drawing:
    """What is drawn on a page around its characters: lines, and shapes filled with a colour."""

    def __init__(self, lines: Iterable[Sequence[float]], fills: Iterable[Sequence[float]]) -> None:
        flat = ((left, bottom, right, top) for left, bottom, right, top in lines if right - left > top - bottom)
        # By height on the page, so that each digit is compared with the few lines that may cross it.
        self._lines = sorted(flat, key=_level)
        self._fills = [(left, bottom, right, top) for left, bottom, right, top in fills]

    def with_marks(self, line: Sequence[Character], cell: Sequence[Character]) -> list[Character]:
        """Return the characters of one line of a cell; those that look different are put into brackets that say how."""
        if not all(character.text in _NUMBER for character in cell):
            return list(line)
        tallest = max(cell, key=lambda character: character.height)
        shown: list[Character] = []
        for kind, run in groupby(line, key=lambda character: self._look_of(character, tallest)):
            characters = list(run)
            opening, closing = marked("\0", kind).split("\0")
            characters[0] = characters[0]._replace(text=opening + characters[0].text)
            characters[-1] = characters[-1]._replace(text=characters[-1].text + closing)
            shown += characters
        return shown

    def _look_of(self, character: Character, tallest: Character) -> str:
        if not character.text.isdigit():
            return ""
        at = bisect_left(self._lines, character.bottom, key=_level)
        for line in self._lines[at:]:
            if _level(line) > character.top:
                break
            if _strikes(line, character):
                return STRUCK
        if character.height < _SMALL * tallest.height:
            return RAISED
        if _RAISED * tallest.height < abs(character.middle - tallest.middle) < _SMALL * tallest.height:
            return RAISED
        if character.white and not any(_holds(box, character) for box in self._fills):
            return WHITE
        return ""


def _level(line: Box) -> float:
    return (line[1] + line[3]) / 2


def _strikes(line: Box, character: Character) -> bool:
    """Return whether a line runs through the middle of a character."""
    left, bottom, right, top = line
    edge = _EDGE * character.height
    level = _level(line)
    if top - bottom > 0.3 * character.height or not character.bottom + edge < level < character.top - edge:
        return False
    covered = min(right, character.ink_right) - max(left, character.ink_left)
    return covered > _COVERED * max(character.ink_right - character.ink_left, 0.1)


def _holds(box: Box, character: Character) -> bool:
    left, bottom, right, top = box
    return left <= (character.left + character.right) / 2 <= right and bottom <= character.middle <= top
