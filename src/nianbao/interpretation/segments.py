"""Split the rows of tables of any shape into labels with the cells behind them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from nianbao.published.blocks import Cell, Shape, Spot
from nianbao.submissions.numbers import State, read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.published.blocks import Row, Table

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(
    r"(?:约|近|共|计|合计)?\s*[-+]?[0-9０-９][0-9０-９,，.．\s]*(?:件|条|份|人次|次|个|篇|项|宗|起|万元|元|%|％)?(?:余|多|左右)?(?:[（(].*[）)])?…?"
)
"""A figure written with a unit or a remark."""
_PART = re.compile(r"\[[^\]]*\]?")
_MARKED = re.compile(
    r"[0-9０-９][0-9０-９,，.．]*\s*[①-⑳*＊¹²³⁴-⁹※▲★☆†‡#↑↓△▽●◆■]+|[（(]\s*[0-9０-９,，.．]+\s*[）)]"
)
"""A figure with a footnote mark or in brackets: a value, although no valid number, so that a finding names it."""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A label and the cells behind it up to the next label.

    ``before`` is the text of the labels in front of it in the same row; ``words`` counts all labels, this one included.
    """

    label: str
    label_column: int
    before: str
    words: int
    cells: tuple[Cell, ...]
    spot: Spot
    same_line: bool = True

    @property
    def filled(self) -> tuple[int, ...]:
        """The indexes of the cells that are not blank."""
        return tuple(at for at, cell in enumerate(self.cells) if cell.text.strip())


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    """Return whether a cell is blank or holds a figure, valid or not, rather than a label."""
    text = text.strip()
    if not text:
        return True
    if read_number(text).state is not State.INVALID:
        return True
    plain = text.replace("\n", "")
    if not any(character.isdigit() for character in plain):
        return len(_HAN.findall(plain)) == 0
    if "[" in plain and not _HAN.search(_PART.sub("", plain)):
        return True  # a figure with a struck or raised part; a label may have one, too
    return bool(_FIGURE.fullmatch(plain) or _MARKED.fullmatch(plain))


def segments_of(table: Table) -> Iterator[Segment]:
    """Return the segments of a table row by row, or over all its cells if the rows are not known."""
    if table.shape in (Shape.FLOW, Shape.FILLED):
        yield from _segments_of_flow(table.rows)
        return
    for row in table.rows:
        yield from _segments_of_row(row)


def _segments_of_row(row: Row) -> Iterator[Segment]:
    label: Cell | None = None
    before: list[str] = []
    label_count = 0
    cells: list[Cell] = []
    for cell in row.cells:
        if is_value(cell.text):
            cells.append(cell)
            continue
        if label is not None:
            if cells:
                yield _segment(label, before, label_count, cells, row.spot)
                if any(figure_cell.text.strip() for figure_cell in cells):
                    before, label_count = [], 0
            before.append(label.text)
        elif any(figure_cell.text.strip() for figure_cell in cells):
            yield _segment(None, [], 0, cells, row.spot)
        label, label_count, cells = cell, label_count + 1, []
    if label is not None or any(figure_cell.text.strip() for figure_cell in cells):
        yield _segment(label, before, label_count, cells, row.spot)


def _segment(
    label: Cell | None, before: list[str], words: int, cells: list[Cell], spot: Spot, *, same_line: bool = True
) -> Segment:
    return Segment(
        label=label.text if label else "",
        label_column=label.column if label else -1,
        before="".join(before),
        words=words,
        cells=tuple(cells),
        spot=spot,
        same_line=same_line,
    )


def _segments_of_flow(rows: tuple[Row, ...]) -> Iterator[Segment]:
    """Return the segments of cells that follow each other without known rows."""
    label: Cell | None = None
    before: list[str] = []
    cells: list[Cell] = []
    spot, same_line = Spot(), True
    label_count = 0
    for row in rows:
        for cell in row.cells:
            if is_value(cell.text):
                if not cells:
                    same_line = row.spot == spot
                cells.append(cell)
                continue
            if label is not None or any(figure_cell.text.strip() for figure_cell in cells):
                yield _segment(label, before, label_count, cells, spot, same_line=same_line)
            # Labels that directly follow each other belong to one row: a group and its first label.
            before, label_count = (
                ([*before, label.text], label_count + 1) if label is not None and not cells else ([], 1)
            )
            label, cells, spot, same_line = cell, [], row.spot, True
    if label is not None:
        yield _segment(label, before, label_count, cells, spot, same_line=same_line)
