"""What was found of a form's table: figures by row, and what was wrong with labels, order and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.published.blocks import Spot

if TYPE_CHECKING:
    from nianbao.interpretation.expected import ExpectedRow, ExpectedTable


class FoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the form that was met: its figures as they stand there, ``None`` where they cannot be told apart.

    ``label`` is the label as printed, where it is not the form's; ``alone`` tells that nothing but the row itself says
    which figure is whose.
    """

    row: ExpectedRow
    figures: tuple[str, ...] | None
    spot: Spot
    label: str = ""
    alone: bool = False


class ColumnFault(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of a column that is not the form's: ``found`` is empty where it is missing."""

    expected: str
    found: str
    fields: tuple[str, ...]
    spot: Spot


class FoundTable(msgspec.Struct, frozen=True, kw_only=True):
    """All that was found of a table.

    ``rows`` in the order of the report; ``disordered`` are rows that stand before one that comes before them.
    """

    table: ExpectedTable
    rows: tuple[FoundRow, ...]
    columns: tuple[ColumnFault, ...] = ()
    groups_with_figures: tuple[tuple[str, Spot], ...] = ()

    @property
    def disordered(self) -> tuple[FoundRow, ...]:
        """The rows that do not follow on the row before them."""
        wrong: dict[int, FoundRow] = {}
        for one, other in zip(self.rows, self.rows[1:], strict=False):
            if other.row.order < one.row.order:
                wrong |= {one.row.order: one, other.row.order: other}
        # A whole table that is there twice begins anew once; of rows exchanged each is out of its place.
        return tuple(wrong.values())
