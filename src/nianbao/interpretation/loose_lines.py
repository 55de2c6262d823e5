"""Tables of which nothing but lines is left: columns by blanks, one cell a line, or everything glued together.

Blank cells leave no trace there, so that a row counts only with exactly as many figures as it must have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.interpretation.segments import is_value
from nianbao.published.blocks import Cell, Paragraph, Row, Shape, Spot, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.interpretation.expected import ExpectedTable

_APART = re.compile(r"\t+|\s{2,}|[\u3000\xa0]+")
_FIGURE = r"(?:[-+]?[0-9０-９][0-9０-９,，.．]*|[/／—－-]+|无)"
_BEHIND = re.compile(rf"^(?P<label>.*?\D)\s+(?P<figures>{_FIGURE}(?:\s+{_FIGURE})*)$")
_ALONE = re.compile(rf"^{_FIGURE}(?:\s+{_FIGURE})+$")
_LONGEST = 400
"""Characters of a line that may be a row of a table: more are prose."""
_LONGEST_GLUED = 40_000
"""Characters of a whole report in one line, twice over."""
_NUMBERING = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,2}[）)、.．]|[0-9][.．、])+$")


def loose_table(paragraphs: Sequence[Paragraph]) -> Table | None:
    """Return lines as a table of cells one after the other; ``None`` where they hold no figure."""
    rows: list[Row] = []
    for paragraph in paragraphs:
        for text in paragraph.text.split("\n"):
            if len(text) > _LONGEST:
                continue
            cells = [cell for piece in _APART.split(text.strip()) for cell in _cells_of(piece) if cell]
            if cells:
                laid = tuple(Cell(text=cell, column=at) for at, cell in enumerate(cells))
                rows.append(Row(cells=laid, spot=paragraph.spot))
    if not any(is_value(cell.text) for row in rows for cell in row.cells):
        return None
    return Table(rows=tuple(rows), shape=Shape.FILLED, spot=rows[0].spot)


def _cells_of(piece: str) -> list[str]:
    """Part figures from the label before them, and from each other, where single blanks stand between."""
    if _ALONE.match(piece):
        return piece.split()
    found = _BEHIND.match(piece)
    return [found["label"], *found["figures"].split()] if found else [piece]


def glued_table(paragraphs: Sequence[Paragraph], expected: ExpectedTable) -> Table | None:
    """Return the rows of a table that is one long line: digits between one label and the next.

    Only where there are as many digits as figures: then each is one. Any other way to part them would be a choice.
    """
    cores = [_core(row.label) for row in expected.rows]
    for paragraph in paragraphs:
        if len(paragraph.text) > _LONGEST_GLUED or cores[0] not in paragraph.text:
            continue
        rows = _glued_rows(paragraph.text, expected, paragraph.spot)
        # A label that is missing may stand elsewhere: then the digits behind another would be its own.
        if len(rows) == len(expected.rows) > 1:
            return Table(rows=tuple(rows), shape=Shape.GLUED, spot=paragraph.spot)
    return None


def _glued_rows(text: str, expected: ExpectedTable, spot: Spot) -> list[Row]:
    compact = "".join(text.split())
    places: list[tuple[int, int, str]] = []
    at = 0
    for row in expected.rows:
        core = _core(row.label)
        start = compact.find(core, at)
        if start < 0:
            continue
        places.append((start, start + len(core), row.label))
        at = start + len(core)
    rows = []
    for number, (_start, end, label) in enumerate(places):
        until = places[number + 1][0] if number + 1 < len(places) else len(compact)
        between = re.match(r"[0-9.（(）)、．一二三四五六七八九十]*", compact[end:until])
        digits = _NUMBERING.sub("", between[0]) if between else ""
        if digits.isascii() and digits.isdigit():
            cells = (
                Cell(text=label, column=0),
                *(Cell(text=digit, column=at) for at, digit in enumerate(digits, 1)),
            )
            rows.append(Row(cells=cells, spot=Spot(line=spot.line, row=number + 1, page=spot.page)))
    return rows


def _core(label: str) -> str:
    return re.sub(r"^(?:[（(]?[一二三四五六七八九十]{1,2}[）)、]|[0-9]\.)", "", "".join(label.split()))
