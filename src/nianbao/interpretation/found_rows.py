"""The records of a form's table as found in a report: figures by row, and faults of labels, order and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.published.blocks import Spot

if TYPE_CHECKING:
    from nianbao.interpretation.expected import ExpectedRow, ExpectedTable


class FoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the form found in a report: its figures as printed, ``None`` if they cannot be assigned to fields.

    ``label`` is the label as printed, if it differs from the form; ``alone`` is true if nothing but the row itself shows
    which figure belongs to which field.
    """

    row: ExpectedRow
    figures: tuple[str, ...] | None
    spot: Spot
    label: str = ""
    alone: bool = False


class ColumnFault(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of a column that differs from the form; ``found`` is empty if it is missing."""

    expected: str
    found: str
    fields: tuple[str, ...]
    spot: Spot


class FoundTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the form as found in a report, its rows in the order of the report."""

    table: ExpectedTable
    rows: tuple[FoundRow, ...]
    columns: tuple[ColumnFault, ...] = ()
    groups_with_figures: tuple[tuple[str, Spot], ...] = ()

    @property
    def disordered(self) -> tuple[FoundRow, ...]:
        """The rows out of the form's order: before a row they should follow, or after one they should precede.

        Each row counts where it occurs first. All are returned: where labels were exchanged twice, no single break in
        the order shows which ones.
        """
        first: dict[int, FoundRow] = {}
        for row in self.rows:
            first.setdefault(row.row.order, row)
        rows = list(first.values())
        return tuple(
            row
            for index, row in enumerate(rows)
            if any(other.row.order > row.row.order for other in rows[:index])
            or any(other.row.order < row.row.order for other in rows[index + 1 :])
        )
