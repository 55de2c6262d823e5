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
        """The rows that stand before one that comes before them, or behind one that comes after: each where it is met first.

        All of them: where labels were exchanged twice, no single place of a break tells which.
        """
        first: dict[int, FoundRow] = {}
        for row in self.rows:
            first.setdefault(row.row.order, row)
        met = list(first.values())
        return tuple(
            row
            for at, row in enumerate(met)
            if any(other.row.order > row.row.order for other in met[:at])
            or any(other.row.order < row.row.order for other in met[at + 1 :])
        )
