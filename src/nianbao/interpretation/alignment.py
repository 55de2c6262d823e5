"""Decide which of the cells behind a label are its figures, by independent evidence or not at all.

Publishing loses spans and cells, and adds blanks. A row with all its figures needs no other evidence; for any other row,
the columns of the header, full rows of the same kind, or the width of the table must show where its figures begin. An
identity alone never decides: a report that does not balance must not be made to balance.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from nianbao.published.blocks import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.interpretation.segments import Segment

_MOST = 2
"""Full rows that must begin at the same cell before another beginning in a row of that kind is doubted."""
Kind = tuple[int, int]
"""The kind of a row: the column of its label, and how many columns the label spans in the form."""


class Witnesses(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence from the rest of a table about the position of figures.

    ``begins`` is, by kind of row, the cell behind the label at which most full rows begin; ``sure`` are the kinds where
    several rows begin there, ``split`` those where as many rows begin elsewhere. ``lengths`` are the numbers of cells
    behind the label in full rows; ``header`` are the columns of the headings, if all were found.
    """

    shape: Shape
    width: int
    begins: Mapping[Kind, int]
    sure: frozenset[Kind]
    lengths: Mapping[Kind, frozenset[int]]
    split: frozenset[Kind]
    header: tuple[int, ...]


def witnesses(
    segments: Iterable[tuple[Segment, int, int]], shape: Shape, width: int, header: tuple[int, ...]
) -> Witnesses:
    """Return the evidence of full rows; each segment comes with the number of figures of its row and the span of its label."""
    begins: dict[Kind, Counter[int]] = {}
    lengths: dict[Kind, set[int]] = {}
    for segment, count, span in segments:
        filled = segment.filled
        if len(filled) == count and filled[-1] - filled[0] == count - 1:
            kind = segment.label_column, span
            begins.setdefault(kind, Counter())[filled[0]] += 1
            lengths.setdefault(kind, set()).add(len(segment.cells))
    usual = {kind: counts.most_common(1)[0] for kind, counts in begins.items()}
    return Witnesses(
        shape=shape,
        width=width,
        begins={kind: first_cell for kind, (first_cell, _count) in usual.items()},
        sure=frozenset(kind for kind, (_first_cell, count) in usual.items() if count >= _MOST),
        lengths={kind: frozenset(cell_counts) for kind, cell_counts in lengths.items()},
        split=frozenset(
            kind for kind, counts in begins.items() if len(set(counts.values())) < len(counts) and len(counts) > 1
        ),
        header=header,
    )


def first_figure(segment: Segment, count: int, own_labels: int, span: int, evidence: Witnesses) -> int | None:
    """Return the zero-based cell behind the label at which the ``count`` figures of a row begin, or ``None`` if unclear.

    ``own_labels`` is how many labels of the form begin in this row, groups included; ``span`` is the span of its own label.
    """
    filled, kind = segment.filled, (segment.label_column, span)
    if len(segment.cells) < count:
        return None
    if not filled:
        return 0
    if evidence.shape is Shape.FILLED:
        # Blank cells leave no trace: the figures are complete only if there are exactly as many as the row needs.
        return 0 if len(segment.cells) == count == len(filled) else None
    starts = [
        start
        for start in range(len(segment.cells) - count + 1)
        if start <= filled[0] and filled[-1] < start + count
    ]
    if not starts:
        return None
    if evidence.shape is Shape.EXACT:
        return _in_exact(segment, count, kind, starts, evidence)
    if evidence.shape is Shape.CELLS and len(segment.cells) == count:
        return 0
    if len(filled) == count:
        usual_start = evidence.begins.get(kind)
        if usual_start is not None and kind in evidence.sure and usual_start != filled[0]:
            return None
        if filled[0] > 0 and kind in evidence.split:
            return None  # the first cell may be blank, and the last one a column of remarks
        return filled[0]
    return _with_blanks(segment, count, own_labels, kind, starts, evidence)


def _in_exact(segment: Segment, count: int, kind: Kind, starts: list[int], evidence: Witnesses) -> int | None:
    columns = [cell.column for cell in segment.cells]
    if len(segment.cells) == count:
        # The right number of cells, but under other headings: one was lost and another inserted.
        return 0 if not evidence.header or tuple(columns) == evidence.header or len(set(columns)) < count else None
    for start in starts:
        if tuple(columns[start : start + count]) == evidence.header:
            return start
    usual_start = evidence.begins.get(kind)
    # All rows have the same surplus cell: a column without a heading.
    has_usual_length = len(segment.cells) in evidence.lengths.get(kind, ()) and kind in evidence.sure
    return usual_start if usual_start in starts and has_usual_length and not evidence.header else None


def _with_blanks(
    segment: Segment, count: int, own_labels: int, kind: Kind, starts: list[int], evidence: Witnesses
) -> int | None:
    filled = segment.filled
    usual_start = evidence.begins.get(kind)
    if usual_start is not None:
        anchored = filled[0] == usual_start and filled[-1] == usual_start + count - 1
        has_usual_length = len(segment.cells) in evidence.lengths[kind]
        return usual_start if usual_start in starts and (anchored or has_usual_length) else None
    # Blanks left by lost spans are at the right end: then the cells of the row add up to the width of the table.
    label_count = own_labels if evidence.shape is Shape.FLOW else segment.words
    if label_count and label_count + len(segment.cells) == evidence.width and 0 in starts:
        return 0
    return None
