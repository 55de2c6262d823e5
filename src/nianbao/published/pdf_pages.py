"""Turn pages of a PDF into blocks: tables from the lines drawn on them, paragraphs from lines of characters.

Every figure is checked in two ways: by the cell whose lines surround it, and as a run of characters with gaps around it.
A cell with a gap inside, or a number that a line crosses, is not accepted as a figure.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nianbao.published.blocks import Paragraph, Spot, Table
from nianbao.published.pdf_looks import Drawing, without_strokes
from nianbao.published.ruled_lines import ruled_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.published.blocks import Block
    from nianbao.published.ruled_lines import RuledTable

_GAP, _WIDE_GAP = 0.45, 0.9
"""Gaps between characters, in line heights: the first separates figures, the second words too."""
_RADICALS = ((0x2E80, 0x2FDF),)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PROSE = 12
"""Chinese characters from which a line is prose, so that its ends show the edges of the column of text."""
_PAGE_NUMBER = re.compile(r"^[\-—–－\s第]*[0-9]{1,3}[\-—–－\s页]*(?:[/／共][\s0-9页共]*)?$")
_MARGINS = 12.0
"""Points of a cell's width, both sides together, that are left free of text."""
_NUMBERED = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,2}[）)、]|[0-9]{1,2}[.、．])[^。]{2,40}$")
"""A sub-heading: behind a full stop it begins a paragraph, though the line before reaches the edge of the column."""
_FRAMED = 120
"""Chinese characters that no cell of a table of one column holds, but a page that a browser printed does."""
_RUNNING = 90
"""Characters below which a line may be a running header or footer."""
CUT_THROUGH = "…"
"""Appended to the text of a cell whose border crosses a number, so that no figure is read from it."""


class Character(NamedTuple):
    """A character with its box in points of the displayed page, y upwards; ``ink`` bounds the visible shape."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    ink_left: float
    ink_right: float
    white: bool = False

    @property
    def middle(self) -> float:
        """The y coordinate of its middle, in points."""
        return (self.bottom + self.top) / 2

    @property
    def height(self) -> float:
        """Its height in points, at least 1."""
        return max(self.top - self.bottom, 1.0)


class Line(NamedTuple):
    """A line of text outside tables."""

    text: str
    left: float
    right: float
    top: float
    height: float


def characters_of(page: dict[str, list[list[float]]]) -> list[Character]:
    """Return the characters of a page, with radicals used in place of characters replaced by these."""
    return [
        Character(_plain(int(code)), left, bottom, right, top, ink_left, ink_right, bool(white))
        for code, left, bottom, right, top, ink_left, ink_right, white in page["characters"]
    ]


def _plain(code: int) -> str:
    text = chr(code)
    return unicodedata.normalize("NFKC", text) if any(low <= code <= high for low, high in _RADICALS) else text


def lines_of(characters: Iterable[Character]) -> list[list[Character]]:
    """Group characters into lines, from the top down, each line from left to right."""
    lines: list[list[Character]] = []
    for character in sorted(characters, key=lambda character: -character.middle):
        if lines and abs(lines[-1][0].middle - character.middle) <= 0.3 * character.height:
            lines[-1].append(character)
        else:
            lines.append([character])
    return [sorted(line, key=lambda character: character.left) for line in lines]


def words_of(line: Sequence[Character], *, in_cell: bool) -> str:
    """Return the text of a line, with one blank (three outside cells) for a gap between separate parts."""
    text = ""
    previous: Character | None = None
    for character in line:
        if previous is not None:
            gap = (character.left - previous.right) / character.height
            beside_digit = previous.text.isdigit() and character.text.isdigit()
            beside_digit = beside_digit or (not in_cell and (previous.text.isdigit() or character.text.isdigit()))
            if gap > _WIDE_GAP or (gap > _GAP and beside_digit):
                text += " " if in_cell else "   "
            elif gap > 0.2 and previous.text.isascii() and character.text.isascii():
                text += " "
        text += character.text
        previous = character
    return text


class PageReader:
    """Turn pages into blocks, numbering the tables and leaving out running headers and footers."""

    def __init__(self, pages: Sequence[dict[str, list[list[float]]]]) -> None:
        self.pages = pages
        self.tables = 0

    def blocks(self) -> list[Block]:
        """Return the blocks of all pages; a paragraph may continue on the next page."""
        pages: list[list[Line | Table]] = []
        for number, page in enumerate(self.pages, 1):
            pages.append(self._items(page, number))
        for at in (0, -1):
            _without_running_lines(pages, at)
        blocks: list[Block] = []
        for number, items in enumerate(pages, 1):
            blocks += self._joined(items, number)
        return _joined_over_pages(blocks)

    def _items(self, page: dict[str, list[list[float]]], number: int) -> list[Line | Table]:
        characters = characters_of(page)
        drawing = Drawing(page["lines"], page["fills"])
        items: list[tuple[float, Line | Table]] = []
        for ruled in ruled_tables(without_strokes(page["lines"], characters)):
            characters_inside = [
                character
                for character in characters
                if ruled.holds((character.left + character.right) / 2, character.middle)
            ]
            if not characters_inside:
                continue
            taken = set(map(id, characters_inside))
            table = self._table(ruled, characters_inside, number, drawing)
            if _is_frame(table):
                continue
            characters = [character for character in characters if id(character) not in taken]
            items.append((ruled.top, table))
        for line in lines_of(characters):
            text = words_of(line, in_cell=False)
            height = statistics.median(character.height for character in line)
            items.append((line[0].middle, Line(text, line[0].left, line[-1].right, line[0].top, height)))
        return [item for _y, item in sorted(items, key=lambda character: -character[0])]

    def _table(self, ruled: RuledTable, characters_inside: list[Character], page: int, drawing: Drawing) -> Table:
        by_cell: dict[int, list[Character]] = {}
        for character in characters_inside:
            cell = ruled.cell_at((character.left + character.right) / 2, character.middle)
            if cell is not None:
                by_cell.setdefault(cell, []).append(character)
        cut = _crossed_cells(characters_inside, ruled)
        texts = {}
        for cell, characters in by_cell.items():
            lines = [drawing.with_marks(line, characters) for line in lines_of(characters)]
            texts[cell] = _text_of_cell(lines, ruled.width_of(cell)) + (CUT_THROUGH if cell in cut else "")
        self.tables += 1
        return ruled.table(texts, page, self.tables)

    def _joined(self, items: Sequence[Line | Table], page: int) -> list[Block]:
        """Join lines into paragraphs: a line that ends before the right edge of the column ends its paragraph."""
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
            continues = (
                open_line is not None
                and not indented
                and not (
                    open_line.text.endswith("。") and _NUMBERED.match(item.text) and item.right < right - 2 * size
                )
                and right - open_line.right < 2.2 * size
                and "   " not in item.text
                and "   " not in open_line.text
            )
            if continues and isinstance(blocks[-1], Paragraph):
                paragraph = blocks[-1]
                glue = (
                    " "
                    if paragraph.text[-1:].isascii() and item.text[:1].isascii() and paragraph.text[-1:].isalpha()
                    else ""
                )
                blocks[-1] = Paragraph(text=paragraph.text + glue + item.text, spot=paragraph.spot)
            else:
                blocks.append(Paragraph(text=item.text, spot=Spot(page=page)))
            open_line = item
        continues = bool(open_line and right - open_line.right < 2.2 * open_line.height)
        return [*blocks, _PageEnd] if continues else [*blocks, _PageBreak]


def _is_frame(table: Table) -> bool:
    """Return whether lines frame text instead of parting it: one box, or boxes one below the other that hold prose."""
    texts = [cell.text for row in table.rows for cell in row.cells if cell.text]
    one_column = all(len(row.cells) == 1 for row in table.rows)
    return len(texts) < 2 or (one_column and any(len(_HAN.findall(text)) >= _FRAMED for text in texts))


def _without_running_lines(pages: Sequence[list[Line | Table]], at: int) -> None:
    """Remove page numbers, and a first (0) or last (-1) line that is the same on most pages but for its digits."""
    changed = True
    while changed:
        changed = False
        end_texts = [items[at].text if items and isinstance(items[at], Line) else "" for items in pages]  # type: ignore[union-attr]
        patterns = [re.sub(r"[0-9]+", "#", text) for text in end_texts]
        for items, text, pattern in zip(pages, end_texts, patterns, strict=True):
            if text and (
                _PAGE_NUMBER.match(text)
                or (len(text) < _RUNNING and patterns.count(pattern) > max(1, len(pages) // 2))
            ):
                items.pop(at)
                changed = True


_PageEnd = Paragraph(text="", heading=True)
_PageBreak = Paragraph(text="")
"""Markers between pages: the first where the last line of the page reached the right edge of the column."""


def _joined_over_pages(blocks: Sequence[Block]) -> list[Block]:
    """Join paragraphs that continue on the next page, and remove the markers between pages."""
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


def _text_of_cell(lines: Sequence[Sequence[Character]], width: float) -> str:
    """Join the lines of a cell; two digits only where the first line had no room for one more.

    Otherwise a line feed separates them: they may not be one number.
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


# A table wider than its page is cut off in the middle of a number, and the remaining digits look like a whole one.
def _crossed_cells(characters: Sequence[Character], ruled: RuledTable) -> set[int]:
    """Return the indexes of the cells whose border crosses a number."""
    cut: set[int] = set()
    for line in lines_of(characters):
        for previous, following in pairwise(line):
            if not (previous.text.isdigit() and following.text.isdigit()):
                continue
            if (following.left - previous.right) / following.height > 0.12:
                continue
            cells = [
                ruled.cell_at((character.left + character.right) / 2, character.middle)
                for character in (previous, following)
            ]
            if cells[0] != cells[1]:
                cut |= {cell for cell in cells if cell is not None}
    return cut
