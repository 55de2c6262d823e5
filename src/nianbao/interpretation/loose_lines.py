"""Recover tables that survive only as lines: columns separated by blanks, one cell per line, or all run together.

Blank cells leave no trace in lines, so a row counts only if it has exactly as many figures as it needs.
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
"""Most characters of a line that may be a row of a table: longer lines are prose."""
_LONGEST_GLUED = 40_000
"""Most characters of a line with run-together rows: twice those of a whole report."""
_NUMBERING = re.compile(r"(?:[（(]?[一二三四五六七八九十]{1,2}[）)、.．]|[0-9][.．、])+$")


def loose_table(paragraphs: Sequence[Paragraph]) -> Table | None:
    """Return lines as a table of cells one after the other, or ``None`` if there is no figure among them."""
    rows: list[Row] = []
    for paragraph in paragraphs:
        for text in paragraph.text.split("\n"):
            if len(text) > _LONGEST:
                continue
            cells = [cell for piece in _APART.split(text.strip()) for cell in _cells_of(piece) if cell]
            if cells:
                row_cells = tuple(Cell(text=cell, column=column) for column, cell in enumerate(cells))
                rows.append(Row(cells=row_cells, spot=paragraph.spot))
    if not any(is_value(cell.text) for row in rows for cell in row.cells):
        return None
    return Table(rows=tuple(rows), shape=Shape.FILLED, spot=rows[0].spot)


def _cells_of(piece: str) -> list[str]:
    """Separate figures from the label before them and from each other, where single blanks are between."""
    if _ALONE.match(piece):
        return piece.split()
    match = _BEHIND.match(piece)
    return [match["label"], *match["figures"].split()] if match else [piece]


def glued_table(paragraphs: Sequence[Paragraph], expected: ExpectedTable) -> Table | None:
    """Return a table that is one long line, with the digits between one label and the next as cells, or ``None``.

    The figures of a row are read only if there are as many digits as figures: any other division would be a guess.
    """
    cores = [_core(row.label) for row in expected.rows]
    for paragraph in paragraphs:
        if len(paragraph.text) > _LONGEST_GLUED or cores[0] not in paragraph.text:
            continue
        rows = _glued_rows(paragraph.text, expected, paragraph.spot)
        # A label not found may be elsewhere in the line, so that its digits would be taken for those of another row.
        if len(rows) == len(expected.rows) > 1:
            return Table(rows=tuple(rows), shape=Shape.GLUED, spot=paragraph.spot)
    return None


def _glued_rows(text: str, expected: ExpectedTable, spot: Spot) -> list[Row]:
    compact = "".join(text.split())
    label_spans: list[tuple[int, int, str]] = []
    position = 0
    for row in expected.rows:
        core = _core(row.label)
        start = compact.find(core, position)
        if start < 0:
            continue
        label_spans.append((start, start + len(core), row.label))
        position = start + len(core)
    rows = []
    for index, (_start, end, label) in enumerate(label_spans):
        next_start = label_spans[index + 1][0] if index + 1 < len(label_spans) else len(compact)
        behind_label = re.match(r"[0-9.（(）)、．一二三四五六七八九十]*", compact[end:next_start])
        digits = _NUMBERING.sub("", behind_label[0]) if behind_label else ""
        if digits.isascii() and digits.isdigit():
            cells = (
                Cell(text=label, column=0),
                *(Cell(text=digit, column=position) for position, digit in enumerate(digits, 1)),
            )
            rows.append(Row(cells=cells, spot=Spot(line=spot.line, row=index + 1, page=spot.page)))
    return rows


def _core(label: str) -> str:
    return re.sub(r"^(?:[（(]?[一二三四五六七八九十]{1,2}[）)、]|[0-9]\.)", "", "".join(label.split()))
