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

_MOST = 2
"""Full rows that begin at one place, from which another place in a row of the same kind is doubtful."""
Kind = tuple[int, int]
"""What rows of one kind have in common: the column of their label, and over how many columns it reaches in the form."""


class Witnesses(msgspec.Struct, frozen=True, kw_only=True):
    """What the rest of a table says of where figures stand.

    ``begins`` is, by kind of row, at which cell behind the label full rows begin, ``sure`` the kinds of which several do, ``split`` those of which as many begin elsewhere;
    ``lengths`` how many cells such rows have behind the label; ``header`` the columns that the header's names stand in,
    where all were found.
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
    """Return what full rows say; each segment comes with how many figures its row has, and how far its label reaches."""
    begins: dict[Kind, Counter[int]] = {}
    lengths: dict[Kind, set[int]] = {}
    for segment, count, span in segments:
        filled = segment.filled
        if len(filled) == count and filled[-1] - filled[0] == count - 1:
            kind = segment.label_column, span
            begins.setdefault(kind, Counter())[filled[0]] += 1
            lengths.setdefault(kind, set()).add(len(segment.cells))
    usual = {kind: counted.most_common(1)[0] for kind, counted in begins.items()}
    return Witnesses(
        shape=shape,
        width=width,
        begins={kind: at for kind, (at, _count) in usual.items()},
        sure=frozenset(kind for kind, (_at, count) in usual.items() if count >= _MOST),
        lengths={kind: frozenset(found) for kind, found in lengths.items()},
        split=frozenset(
            kind
            for kind, counted in begins.items()
            if len(set(counted.values())) < len(counted) and len(counted) > 1
        ),
        header=header,
    )


def first_figure(segment: Segment, count: int, own_labels: int, span: int, seen: Witnesses) -> int | None:
    """Return at which cell behind the label the ``count`` figures of a row begin; ``None`` where nobody can say.

    ``own_labels`` is how many labels of the form begin in this row, groups among them; ``span`` how far its own reaches.
    """
    filled, kind = segment.filled, (segment.label_column, span)
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
        return _in_exact(segment, count, kind, starts, seen)
    if seen.shape is Shape.CELLS and len(segment.cells) == count:
        return 0
    if len(filled) == count:
        usual = seen.begins.get(kind)
        if usual is not None and kind in seen.sure and usual != filled[0]:
            return None
        if filled[0] > 0 and kind in seen.split:
            return None  # the first cell may be blank, and the last one a column of remarks
        return filled[0]
    return _with_blanks(segment, count, own_labels, kind, starts, seen)


def _in_exact(segment: Segment, count: int, kind: Kind, starts: list[int], seen: Witnesses) -> int | None:
    columns = [cell.column for cell in segment.cells]
    if len(segment.cells) == count:
        # As many cells as there must be, but under other headings: one is missing, and another was put in.
        return 0 if not seen.header or tuple(columns) == seen.header or len(set(columns)) < count else None
    for start in starts:
        if tuple(columns[start : start + count]) == seen.header:
            return start
    usual = seen.begins.get(kind)
    # All rows have such a cell too many: a column that the header says nothing of.
    same = len(segment.cells) in seen.lengths.get(kind, ()) and kind in seen.sure
    return usual if usual in starts and same and not seen.header else None


def _with_blanks(
    segment: Segment, count: int, own_labels: int, kind: Kind, starts: list[int], seen: Witnesses
) -> int | None:
    filled = segment.filled
    usual = seen.begins.get(kind)
    if usual is not None:
        anchored = filled[0] == usual and filled[-1] == usual + count - 1
        same = len(segment.cells) in seen.lengths[kind]
        return usual if usual in starts and (anchored or same) else None
    # Spans that were lost stand at the right end: then all cells of the row make up the table's width.
    words = own_labels if seen.shape is Shape.FLOW else segment.words
    if words and words + len(segment.cells) == seen.width and 0 in starts:
        return 0
    return None
