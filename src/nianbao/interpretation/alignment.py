"""Which of the cells behind a label are its figures: decided by two witnesses, or not at all.

Spans get lost, blanks are added and cells vanish on a figure's way to a page. A row that is full speaks for itself; for any
other, where its figures begin must be shown by the header's columns, by full rows of the same kind, or by the width of
the table. An identity alone never decides: a report that does not balance must not be made to.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from nianbao.published.blocks import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.interpretation.segments import Segment

_MOST = 3
"""Full rows that begin at one place, from which another place in a row of the same kind is doubtful."""


class Witnesses(msgspec.Struct, frozen=True, kw_only=True):
    """What the rest of a table says of where figures stand.

    ``begins`` is, by column of the label, at which cell behind it full rows begin; ``lengths`` how many cells such rows
    have behind the label; ``header`` the columns that the header's names stand in, where all were found.
    """

    shape: Shape
    width: int
    begins: Mapping[int, int]
    sure: frozenset[int]
    lengths: Mapping[int, frozenset[int]]
    header: tuple[int, ...]
    header_words: int


def witnesses(
    segments: Iterable[tuple[Segment, int]], shape: Shape, width: int, header: tuple[int, ...], header_words: int
) -> Witnesses:
    """Return what full rows say; each segment comes with the number of figures that its row has."""
    begins: dict[int, Counter[int]] = {}
    lengths: dict[int, set[int]] = {}
    for segment, count in segments:
        filled = segment.filled
        if len(filled) == count and filled[-1] - filled[0] == count - 1:
            begins.setdefault(segment.label_column, Counter())[filled[0]] += 1
            lengths.setdefault(segment.label_column, set()).add(len(segment.cells))
    usual = {column: counted.most_common(1)[0] for column, counted in begins.items()}
    return Witnesses(
        shape=shape,
        width=width,
        begins={column: at for column, (at, _count) in usual.items()},
        sure=frozenset(column for column, (_at, count) in usual.items() if count >= _MOST),
        lengths={column: frozenset(found) for column, found in lengths.items()},
        header=header,
        header_words=header_words,
    )


def first_figure(segment: Segment, count: int, own_labels: int, seen: Witnesses) -> int | None:
    """Return at which cell behind the label the ``count`` figures of a row begin; ``None`` where nobody can say.

    ``own_labels`` is how many labels of the form begin in this row, groups among them.
    """
    filled = segment.filled
    if len(segment.cells) < count:
        return None
    if not filled:
        return 0
    if seen.shape is Shape.FILLED:
        # Blanks leave no trace: only as many as there must be are all of them.
        return 0 if len(segment.cells) == count == len(filled) else None
    starts = [
        start
        for start in range(len(segment.cells) - count + 1)
        if start <= filled[0] and filled[-1] < start + count
    ]
    if not starts:
        return None
    if seen.shape is Shape.EXACT:
        return _in_exact(segment, count, starts, seen)
    if seen.shape is Shape.CELLS and len(segment.cells) == count:
        return 0
    if len(filled) == count:
        usual = seen.begins.get(segment.label_column)
        if usual is not None and segment.label_column in seen.sure and usual != filled[0]:
            return None
        return filled[0]
    return _with_blanks(segment, count, own_labels, starts, seen)


def _in_exact(segment: Segment, count: int, starts: list[int], seen: Witnesses) -> int | None:
    if len(segment.cells) == count:
        return 0
    columns = [cell.column for cell in segment.cells]
    for start in starts:
        if tuple(columns[start : start + count]) == seen.header:
            return start
    usual = seen.begins.get(segment.label_column)
    # All rows have such a cell too many: a column that the header says nothing of.
    same = len(segment.cells) in seen.lengths.get(segment.label_column, ()) and segment.label_column in seen.sure
    return usual if usual in starts and same and not seen.header else None


def _with_blanks(segment: Segment, count: int, own_labels: int, starts: list[int], seen: Witnesses) -> int | None:
    filled = segment.filled
    usual = seen.begins.get(segment.label_column)
    if usual is not None:
        anchored = filled[0] == usual and filled[-1] == usual + count - 1
        same = len(segment.cells) in seen.lengths[segment.label_column]
        return usual if usual in starts and (anchored or same) else None
    # Spans that were lost stand at the right end: then all cells of the row make up the table's width.
    words = own_labels if seen.shape is Shape.FLOW else segment.words
    if words and words + len(segment.cells) == seen.width and 0 in starts:
        return 0
    return None
