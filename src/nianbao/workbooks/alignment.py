"""Alignment of two sequences of rows (or columns): which line is which, what was inserted, what was deleted.

A layout's rows are compared with a sheet's by their contents; the pairing of the highest score
is chosen, both orders kept (Needleman and Wunsch 1970).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

GAP = -1.5
"""What a row that came in or is gone costs, so that a blank row does not pair up at random."""


class Alignment(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """``place`` maps lines of the layout to lines of the sheet; ``inserted`` are the sheet's lines without one."""

    place: dict[int, int]
    inserted: tuple[int, ...]
    deleted: tuple[int, ...]

    @property
    def unchanged(self) -> bool:
        """Whether every line is where it belongs."""
        return not self.deleted and all(line == place for line, place in self.place.items())

    @cached_property
    def _lines(self) -> dict[int, int]:
        return {place: line for line, place in self.place.items()}

    def line_of(self, found: int) -> int | None:
        """Return the layout's line of a line of the sheet; ``None`` for one that came in."""
        line = self._lines.get(found)
        if line is None and found not in self.inserted and self._lines:
            # Below the last line that both have nothing is known to have moved otherwise: it moved as that line
            # did.
            last = max(self._lines)
            return found - last + self._lines[last] if found > last else None
        return line


def align(lines: int, found: int, likeness: Callable[[int, int], float], cost: Callable[[int], float]) -> Alignment:
    """Pair ``lines`` of a layout with ``found`` lines of a sheet.

    ``likeness`` scores a pair, ``cost`` (0 or less) is the price of a deleted line of the layout.
    """
    # best[i][j] is the score of the first i lines against the first j found; both ends count, since a row may be
    # deleted at the head as well as inside.
    best = [[0.0] * (found + 1) for _line in range(lines + 1)]
    for line in range(1, lines + 1):
        best[line][0] = best[line - 1][0] + GAP + cost(line - 1)
    for other in range(1, found + 1):
        best[0][other] = best[0][other - 1] + GAP
    for line in range(1, lines + 1):
        above, here, lost = best[line - 1], best[line], GAP + cost(line - 1)
        for other in range(1, found + 1):
            here[other] = max(
                above[other - 1] + likeness(line - 1, other - 1), above[other] + lost, here[other - 1] + GAP
            )
    return _trace(best, likeness, cost)


def _trace(
    best: list[list[float]], likeness: Callable[[int, int], float], cost: Callable[[int], float]
) -> Alignment:
    """Walk back along the best pairing."""
    line, other = len(best) - 1, len(best[0]) - 1
    place: dict[int, int] = {}
    inserted: list[int] = []
    deleted: list[int] = []
    while line or other:
        value = best[line][other]
        # Floats are compared for equality, which is exact here: the same sums were added up in align. At a tie a
        # pair is preferred to an insertion and a deletion, so that a retyped label stays in its row.
        if line and other and value == best[line - 1][other - 1] + likeness(line - 1, other - 1):
            line, other = line - 1, other - 1
            place[line] = other
        elif other and value == best[line][other - 1] + GAP:
            other -= 1
            inserted.append(other)
        else:
            line -= 1
            deleted.append(line)
    # Lines after the last one of the layout were appended and moved nothing.
    last = max(place.values(), default=-1)
    return Alignment(
        place=place,
        inserted=tuple(sorted(place for place in inserted if place < last)),
        deleted=tuple(sorted(deleted)),
    )
