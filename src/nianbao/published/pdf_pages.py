"""Pages of a PDF to blocks: tables from the page's own lines, paragraphs from lines of characters.

Every figure is looked at both ways: by the cell whose lines surround it, and as a run of characters with gaps around it.
A cell with a gap inside, or a number that a line goes through, is no figure.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nianbao.published.blocks import Paragraph, Spot, Table
from nianbao.published.ruled_lines import ruled_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.published.blocks import Block
    from nianbao.published.ruled_lines import RuledTable

_GAP, _WIDE_GAP = 0.45, 0.9
"""Gaps between characters, in heights of a line: from the first figures are parted, from the second words too."""
_RADICALS = ((0x2E80, 0x2FDF),)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PROSE = 12
"""Chinese characters of a line of prose: it reaches from one edge of the column to the other."""
_PAGE_NUMBER = re.compile(r"^[\-—–－\s第]*[0-9]{1,3}[\-—–－\s页]*(?:[/／共][\s0-9页共]*)?$")
_MARGINS = 12.0
"""Points of a cell's width at both sides together that no text is set in."""
_RUNNING = 90
"""Characters of a line that may stand at the head or the foot of every page."""
CUT_THROUGH = "…"
"""Behind the figure of a cell whose wall goes through a number: no figure can be told there."""


class Character(NamedTuple):
    """A character with its box, as it is seen on the page: y grows upwards. ``ink`` is its own width."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    ink_left: float
    ink_right: float

    @property
    def middle(self) -> float:
        """The height of its middle line."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """Its height."""
        return max(self.top - self.bottom, 1.0)


class Line(NamedTuple):
    """A line of text outside tables."""

    text: str
    left: float
    right: float
    top: float
    height: float


def characters_of(page: dict[str, list[list[float]]]) -> list[Character]:
    """Return the characters of a page; radicals that stand for characters as those."""
    return [
        Character(_plain(int(code)), left, bottom, right, top, ink_left, ink_right)
        for code, left, bottom, right, top, ink_left, ink_right in page["characters"]
    ]


def _plain(code: int) -> str:
    text = chr(code)
    return unicodedata.normalize("NFKC", text) if any(low <= code <= high for low, high in _RADICALS) else text


def lines_of(characters: Iterable[Character]) -> list[list[Character]]:
    """Return characters by line, from the top, each line from left to right."""
    lines: list[list[Character]] = []
    for character in sorted(characters, key=lambda each: -each.middle):
        if lines and abs(lines[-1][0].middle - character.middle) <= 0.3 * character.height:
            lines[-1].append(character)
        else:
            lines.append([character])
    return [sorted(line, key=lambda each: each.left) for line in lines]


def words_of(line: Sequence[Character], *, in_cell: bool) -> str:
    """Return the words of a line with its gaps: blanks between parts that do not belong together."""
    text = ""
    before: Character | None = None
    for character in line:
        if before is not None:
            gap = (character.left - before.right) / character.height
            digits = before.text.isdigit() and character.text.isdigit()
            digits = digits or (not in_cell and (before.text.isdigit() or character.text.isdigit()))
            if gap > _WIDE_GAP or (gap > _GAP and digits):
                text += " " if in_cell else "   "
            elif gap > 0.2 and before.text.isascii() and character.text.isascii():
                text += " "
        text += character.text
        before = character
    return text


class PageReader:
    """Turns pages into blocks; knows how many tables came before, and what stands at the head of every page."""

    def __init__(self, pages: Sequence[dict[str, list[list[float]]]]) -> None:
        self.pages = pages
        self.tables = 0

    def blocks(self) -> list[Block]:
        """Return the blocks of all pages; a paragraph may go over a page."""
        pages: list[list[Line | Table]] = []
        for number, page in enumerate(self.pages, 1):
            pages.append(self._items(page, number))
        for at in (0, -1):
            _without_running_lines(pages, at)
        blocks: list[Block] = []
        for number, items in enumerate(pages, 1):
            blocks += self._joined(items, number)
        return _over_pages(blocks)

    def _items(self, page: dict[str, list[list[float]]], number: int) -> list[Line | Table]:
        characters = characters_of(page)
        items: list[tuple[float, Line | Table]] = []
        for ruled in ruled_tables([tuple(line) for line in page["lines"]]):  # type: ignore[misc]
            inside = [each for each in characters if ruled.holds((each.left + each.right) / 2, each.middle)]
            if not inside:
                continue
            taken = set(map(id, inside))
            table = self._table(ruled, inside, number)
            if sum(bool(cell.text) for row in table.rows for cell in row.cells) < 2:
                continue  # a frame around text
            characters = [each for each in characters if id(each) not in taken]
            items.append((ruled.top, table))
        for line in lines_of(characters):
            words = words_of(line, in_cell=False)
            height = statistics.median(each.height for each in line)
            items.append((line[0].middle, Line(words, line[0].left, line[-1].right, line[0].top, height)))
        return [item for _y, item in sorted(items, key=lambda each: -each[0])]

    def _table(self, ruled: RuledTable, inside: list[Character], page: int) -> Table:
        by_cell: dict[int, list[Character]] = {}
        for character in inside:
            at = ruled.cell_at((character.left + character.right) / 2, character.middle)
            if at is not None:
                by_cell.setdefault(at, []).append(character)
        cut = _cut_through(inside, ruled)
        words = {}
        for at, characters in by_cell.items():
            words[at] = _words_of_cell(lines_of(characters), ruled.width_of(at)) + (
                CUT_THROUGH if at in cut else ""
            )
        self.tables += 1
        return ruled.table(words, page, self.tables)

    def _joined(self, items: Sequence[Line | Table], page: int) -> list[Block]:
        """Join lines to paragraphs: a line that ends before the column's right edge ends its paragraph."""
        lines = [item for item in items if isinstance(item, Line)]
        prose = [line for line in lines if len(_HAN.findall(line.text)) >= _PROSE] or lines
        right = max((line.right for line in prose), default=0.0)
        left = min((line.left for line in prose), default=0.0)
        blocks: list[Block] = []
        open_line: Line | None = None
        for item in items:
            if isinstance(item, Table):
                blocks.append(item)
                open_line = None
                continue
            size = item.height
            indented = item.left - left > 1.2 * size
            goes_on = (
                open_line is not None
                and not indented
                and right - open_line.right < 2.2 * size
                and "   " not in item.text
                and "   " not in open_line.text
            )
            if goes_on and isinstance(blocks[-1], Paragraph):
                last = blocks[-1]
                glue = (
                    " " if last.text[-1:].isascii() and item.text[:1].isascii() and last.text[-1:].isalpha() else ""
                )
                blocks[-1] = Paragraph(text=last.text + glue + item.text, spot=last.spot)
            else:
                blocks.append(Paragraph(text=item.text, spot=Spot(page=page)))
            open_line = item
        goes_on = bool(open_line and right - open_line.right < 2.2 * open_line.height)
        return [*blocks, _PageEnd] if goes_on else [*blocks, _PageBreak]


def _without_running_lines(pages: Sequence[list[Line | Table]], at: int) -> None:
    """Take off page numbers, and what stands first (0) or last (-1) on several pages in the same words."""
    again = True
    while again:
        again = False
        ends = [items[at].text if items and isinstance(items[at], Line) else "" for items in pages]  # type: ignore[union-attr]
        alike = [re.sub(r"[0-9]+", "#", text) for text in ends]
        for items, text, same in zip(pages, ends, alike, strict=True):
            if text and (
                _PAGE_NUMBER.match(text) or (len(text) < _RUNNING and alike.count(same) > max(1, len(pages) // 2))
            ):
                items.pop(at)
                again = True


_PageEnd = Paragraph(text="", heading=True)
_PageBreak = Paragraph(text="")
"""Between pages: the first where the last line went on to the column's edge."""


def _over_pages(blocks: Sequence[Block]) -> list[Block]:
    """Join a paragraph that goes over a page, and take the marks between pages away."""
    joined: list[Block] = []
    pending = False
    for block in blocks:
        if isinstance(block, Paragraph) and not block.text:
            pending = block.heading
            continue
        last = joined[-1] if joined else None
        if (
            pending
            and isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and last.text[-1:] not in "。：；"
        ):
            joined[-1] = Paragraph(text=last.text + block.text, spot=last.spot)
        else:
            joined.append(block)
        pending = False
    return joined


def _words_of_cell(lines: Sequence[Sequence[Character]], width: float) -> str:
    """Join the lines of a cell's words; digits only where the line before had no room for one more.

    Otherwise they stay apart: together they may be no number.
    """
    joined = ""
    full = True
    for line in lines:
        text = words_of(line, in_cell=True)
        wrapped = full or not (joined[-1:].isdigit() and text[:1].isdigit())
        joined += ("" if wrapped else "\n") + text
        digit = max(character.ink_right - character.ink_left for character in line)
        full = line[-1].ink_right - line[0].ink_left + digit > width - _MARGINS
    return joined


# A table that is wider than its page ends in the middle of a number, and what is left looks like a whole one.
def _cut_through(characters: Sequence[Character], ruled: RuledTable) -> set[int]:
    """Return the cells whose wall goes through a number."""
    cut: set[int] = set()
    for line in lines_of(characters):
        for one, other in pairwise(line):
            if not (one.text.isdigit() and other.text.isdigit()):
                continue
            if (other.left - one.right) / other.height > 0.12:
                continue
            cells = [ruled.cell_at((each.left + each.right) / 2, each.middle) for each in (one, other)]
            if cells[0] != cells[1]:
                cut |= {each for each in cells if each is not None}
    return cut
