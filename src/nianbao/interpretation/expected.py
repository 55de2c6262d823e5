"""The tables of a form as a reader sees them: rows and columns by their labels."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.labels import bare_label, without_remark

if TYPE_CHECKING:
    from nianbao.forms.definition import Block, Form, GridCell, Table


class ExpectedColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column: its label as printed and bare, and the bare labels of the groups above it."""

    label: str
    bare: str
    groups: tuple[str, ...]


class ExpectedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: its label as printed, every bare label that identifies it, and its fields from left to right."""

    table: str
    block: int
    order: int
    label: str
    bare: str
    exact: frozenset[str]
    own_labels: int
    label_span: int
    fields: tuple[str, ...]
    columns: tuple[ExpectedColumn, ...]

    @property
    def common(self) -> bool:
        """Whether its label is also that of a column, so that it identifies a row only below the header."""
        return self.bare in self.header

    @property
    def header(self) -> tuple[str, ...]:
        """The bare labels of its columns."""
        return tuple(column.bare for column in self.columns)


class ExpectedTable(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A table: its rows in order; a table without row labels has a single row."""

    id: str
    name: str
    width: int
    label_columns: int
    rows: tuple[ExpectedRow, ...]
    words: frozenset[str]
    """Every bare word printed in its labels, groups and headings."""

    @cached_property
    def by_label(self) -> dict[str, ExpectedRow]:
        """Its rows by every bare label that identifies one and is not also that of a column."""
        return {label: row for row in self.rows if not row.common for label in row.exact}

    @cached_property
    def by_common_label(self) -> dict[str, ExpectedRow]:
        """Its rows by the bare labels that are also those of a column."""
        return {label: row for row in self.rows if row.common for label in row.exact}

    @property
    def labelled(self) -> bool:
        """Whether its rows have labels."""
        return bool(self.label_columns)


@lru_cache(maxsize=16)
def expected_tables(form: Form) -> tuple[ExpectedTable, ...]:
    """Return the published tables of a form."""
    return tuple(_expected(table) for table in form.tables if table.published)


def _expected(table: Table) -> ExpectedTable:
    rows: list[ExpectedRow] = []
    for number, block in enumerate(table.blocks):
        rows += _rows_of(table, block, number, len(rows))
    words = frozenset(bare_label(cell.text) for cell in table.grid if cell.text) | frozenset(
        bare_label(without_remark(cell.text)) for cell in table.grid if cell.text
    )
    return ExpectedTable(
        id=table.id,
        name=table.name,
        width=table.width,
        label_columns=table.label_columns,
        rows=tuple(rows),
        words=words - {""},
    )


def _rows_of(table: Table, block: Block, number: int, first_order: int) -> list[ExpectedRow]:
    headers = [cell for cell in table.grid if cell.kind == "header" and block.first <= cell.row <= block.last]
    rows: list[ExpectedRow] = []
    for row_number in range(block.first + block.header_rows, block.last + 1):
        figures = [cell for cell in table.grid if cell.field is not None and cell.row == row_number]
        labels = sorted(
            (
                cell
                for cell in table.grid
                if cell.kind == "label" and cell.row <= row_number < cell.row + cell.rows and cell.text
            ),
            key=lambda cell: cell.column,
        )
        label = labels[-1].text if labels else ""
        rows.append(
            ExpectedRow(
                table=table.id,
                block=number,
                order=first_order + len(rows),
                label=label,
                bare=bare_label(label),
                exact=_exact_labels([cell.text for cell in labels]),
                own_labels=sum(cell.row == row_number for cell in labels),
                label_span=labels[-1].columns if labels else 0,
                fields=tuple(cell.field or "" for cell in figures),
                columns=tuple(_column(headers, cell) for cell in figures),
            )
        )
    return rows


def _exact_labels(path: list[str]) -> frozenset[str]:
    """Return every bare label that identifies a row: its own, with and without a remark, alone and after its groups."""
    exact: set[str] = set()
    for start in range(len(path)):
        tail = path[start:]
        exact.add(bare_label("".join(tail)))
        exact.add(bare_label("".join([*tail[:-1], without_remark(tail[-1])])))
        exact.add("".join(bare_label(label) for label in tail))
    return frozenset(exact - {""})


def _column(headers: list[GridCell], figure: GridCell) -> ExpectedColumn:
    above = sorted(
        (cell for cell in headers if cell.column <= figure.column < cell.column + cell.columns),
        key=lambda cell: cell.row,
    )
    label = above[-1].text if above else ""
    return ExpectedColumn(
        label=label, bare=bare_label(label), groups=tuple(bare_label(cell.text) for cell in above[:-1])
    )
