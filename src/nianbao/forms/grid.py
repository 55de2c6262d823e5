"""From a table's rows and columns to its grid: merged headers, labels and fields, without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.forms.definition import Block, Field, GridCell, Table, ValueType

if TYPE_CHECKING:
    from nianbao.forms.file_records import BlockRecord, ColumnRecord, RowRecord, TableRecord


class _Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A row or column without children: its id, its own record and the labels above it."""

    id: str
    record: RowRecord | ColumnRecord
    labels: tuple[str, ...]
    groups: tuple[str, ...]


def _column_leaves(
    columns: tuple[ColumnRecord, ...], prefix: str = "", labels: tuple[str, ...] = (), groups: tuple[str, ...] = ()
) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    for column in columns:
        column_id = ".".join(part for part in (prefix, column.id) if part)
        own_labels = (*labels, column.short or column.label)
        if column.columns:
            own_groups = (*groups, column_id) if column.id else groups
            leaves += _column_leaves(column.columns, column_id, own_labels, own_groups)
        else:
            leaves.append(_Leaf(id=column_id, record=column, labels=own_labels, groups=groups))
    return leaves


def _row_leaves(
    rows: tuple[RowRecord, ...], labels: tuple[str, ...] = (), groups: tuple[str, ...] = ()
) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    for row in rows:
        # A group with a key is one for identities (三、本年度办理结果, 22 rows): as a prefix of each of its rows
        # its name would carry no information.
        own_labels = labels if row.key else (*labels, row.short or row.label)
        if row.rows:
            own_groups = (*groups, row.key) if row.key else groups
            leaves += _row_leaves(row.rows, own_labels, own_groups)
        else:
            leaves.append(_Leaf(id=row.id, record=row, labels=own_labels, groups=groups))
    return leaves


def row_groups(table: TableRecord) -> dict[str, tuple[str, ...]]:
    """Return the named groups of rows of a table: key → ids of the rows inside."""
    groups: dict[str, list[str]] = {}
    for block in table.blocks:
        for leaf in _row_leaves(block.rows):
            for group in leaf.groups:
                groups.setdefault(group, []).append(leaf.id)
    return {key: tuple(rows) for key, rows in groups.items()}


def column_groups(table: TableRecord) -> dict[str, tuple[str, ...]]:
    """Return the groups of columns that have an id: group id → labels of the group."""
    groups: dict[str, tuple[str, ...]] = {}
    for block in table.blocks:
        for leaf in _column_leaves(block.columns):
            for group in leaf.groups:
                groups.setdefault(group, leaf.labels[:-1])
    return groups


def _depth(nodes: tuple[ColumnRecord, ...] | tuple[RowRecord, ...]) -> int:
    children = [getattr(node, "columns", ()) or getattr(node, "rows", ()) for node in nodes]
    return 1 + max((_depth(below) for below in children if below), default=0)


def _leaf_count(node: ColumnRecord | RowRecord) -> int:
    below: tuple[ColumnRecord, ...] | tuple[RowRecord, ...]
    below = getattr(node, "columns", ()) or getattr(node, "rows", ())
    return sum(_leaf_count(child) for child in below) if below else 1


def _field(table: TableRecord, row: _Leaf, column: _Leaf) -> Field:
    types = row.record.type, column.record.type
    # A group with an id distinguishes columns with one label (结果维持 is in three blocks); one without is only
    # their heading.
    columns = column.labels if len(column.groups) else column.labels[-1:]
    return Field(
        id=".".join(part for part in (table.id, row.id, column.id) if part),
        table=table.id,
        row=row.id,
        column=column.id,
        # Either axis may set the type of its figures: an amount in one row of counts, or a whole column of changes.
        type=next((kind for kind in (ValueType.MONEY, ValueType.SIGNED) if kind in types), ValueType.COUNT),
        unit=row.record.unit or column.record.unit or table.unit,
        places=max(row.record.places, column.record.places),
        fixed_places=True in (row.record.fixed_places, column.record.fixed_places),
        row_words=" ".join(word for word in row.labels if word),
        column_words=" ".join(word for word in columns if word) if column.id else "",
        hint=getattr(row.record, "hint", ""),
        clause=getattr(row.record, "clause", ""),
    )


class _Grid:
    """Collects a table's cells block by block."""

    def __init__(self, table: TableRecord) -> None:
        self.table = table
        self.cells: list[GridCell] = []
        self.fields: list[Field] = []
        self.blocks: list[Block] = []
        shapes = [(self._label_depth(block), len(_column_leaves(block.columns))) for block in table.blocks]
        self.label_columns = max(labels for labels, _ in shapes)
        self.width = self.label_columns + max(columns for _, columns in shapes)
        self.height = 0

    @staticmethod
    def _label_depth(block: BlockRecord) -> int:
        labelled = any(leaf.labels != ("",) for leaf in _row_leaves(block.rows))
        return _depth(block.rows) if labelled else 0

    def add(self, block: BlockRecord) -> None:
        """Append a block: banner, header rows, data rows."""
        first = self.height
        if block.banner:
            self._cell(0, self.width, text=block.banner, scope="colgroup", kind="banner")
            self.height += 1
        depth = _depth(block.columns)
        stub = block.corner or block.stub
        if self.label_columns:
            self._cell(
                0, self.label_columns, rows=depth, text=stub, kind="corner" if block.corner else "stub", scope="col"
            )
        self._headers(block.columns, self.label_columns, self.width, depth)
        self.height += depth
        header_rows = self.height - first
        if self.label_columns and self._label_depth(block):
            self._labels(block.rows, 0, self.height)
        # Blocks without labels under others that have some: the space beside them is a cell too, for a grid has no
        # gaps.
        elif self.label_columns:
            for index in range(len(_row_leaves(block.rows))):
                self._cell(0, self.label_columns, row=self.height + index, scope="row")
        columns = self._spread(block)
        for row in _row_leaves(block.rows):
            for column, (start, span) in columns:
                field = _field(self.table, row, column)
                self.fields.append(field)
                self._cell(start, span, field=field.id, kind="field")
            self.height += 1
        self.blocks.append(Block(first=first, header_rows=header_rows, last=self.height - 1))

    def _cell(
        self,
        column: int,
        columns: int,
        *,
        row: int | None = None,
        rows: int = 1,
        text: str = "",
        field: str | None = None,
        scope: str | None = None,
        kind: str = "label",
    ) -> None:
        top = self.height if row is None else row
        self.cells.append(
            GridCell(
                row=top, column=column, rows=rows, columns=columns, text=text, field=field, scope=scope, kind=kind
            )
        )

    def _spread(self, block: BlockRecord) -> list[tuple[_Leaf, tuple[int, int]]]:
        """Place the block's columns; the last one takes what is left of the table's width."""
        leaves = _column_leaves(block.columns)
        start = self.label_columns
        placed = []
        for index, leaf in enumerate(leaves):
            # As printed: the only figure of a block in table two is three columns wide.
            span = self.width - start if index == len(leaves) - 1 else 1
            placed.append((leaf, (start, span)))
            start += span
        return placed

    def _headers(self, columns: tuple[ColumnRecord, ...], start: int, end: int, depth: int, level: int = 0) -> None:
        for index, column in enumerate(columns):
            after = end if index == len(columns) - 1 else start + _leaf_count(column)
            rows = 1 if column.columns else depth - level
            self._cell(
                start,
                after - start,
                row=self.height + level,
                rows=rows,
                text=column.label,
                kind="header",
                scope="colgroup" if column.columns else "col",
            )
            if column.columns:
                self._headers(column.columns, start, after, depth, level + 1)
            start = after

    def _labels(self, rows: tuple[RowRecord, ...], level: int, top: int) -> None:
        for row in rows:
            count = _leaf_count(row)
            columns = 1 if row.rows else self.label_columns - level
            self._cell(
                level,
                columns,
                row=top,
                rows=count,
                text=row.label,
                kind="label",
                scope="rowgroup" if row.rows else "row",
            )
            if row.rows:
                self._labels(row.rows, level + 1, top)
            top += count


def build_table(record: TableRecord) -> Table:
    """Return the resolved table of a record; its grid covers every cell exactly once."""
    grid = _Grid(record)
    for block in record.blocks:
        grid.add(block)
    return Table(
        id=record.id,
        name=record.name,
        caption=record.caption,
        unit=record.unit,
        published=record.published,
        blanks_allowed=record.blanks_allowed,
        fields=tuple(grid.fields),
        grid=tuple(sorted(grid.cells, key=lambda cell: (cell.row, cell.column))),
        height=grid.height,
        width=grid.width,
        label_columns=grid.label_columns,
        blocks=tuple(grid.blocks),
    )
