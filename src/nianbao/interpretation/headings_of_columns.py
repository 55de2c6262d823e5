"""Read the headings of a table's columns: where each is, which were changed, and whether the form's order is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.found_rows import ColumnFault
from nianbao.interpretation.labels import bare_label, nearest, without_remark
from nianbao.interpretation.segments import is_value
from nianbao.published.blocks import Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.interpretation.expected import ExpectedColumn, ExpectedRow, ExpectedTable
    from nianbao.published.blocks import Cell, Row


_MOST_UNKNOWN = 60
"""Most unknown headings that are compared with the form's; the widest table has 15 columns."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the heading rows above a row show about its columns.

    ``columns`` are the positions of the form's columns, in the form's order, if all were found; ``in_order`` is whether
    those found are in the form's order; ``words`` counts the headings that are not those of groups.
    """

    columns: tuple[int, ...]
    in_order: bool
    words: int
    faults: tuple[ColumnFault, ...]


def read_header(rows: Sequence[Row], expected: ExpectedRow, table: ExpectedTable, *, shape: Shape) -> Header:
    """Return the header of a block of figures from the heading rows above it."""
    cells = [(cell, row) for row in rows for cell in row.cells if cell.text.strip() and not is_value(cell.text)]
    wanted = expected.columns
    places: dict[int, tuple[Cell, Row]] = {}
    unknown: list[tuple[Cell, Row]] = []
    for cell, row in cells:
        position = _column_of(cell.text, wanted, places)
        if position is not None:
            places[position] = cell, row
        elif len(unknown) < _MOST_UNKNOWN and not _is_known(cell.text, table):
            unknown.append((cell, row))
    if not places and not unknown:
        return Header(columns=(), in_order=True, words=0, faults=())
    faults = []
    for position, column in enumerate(wanted):
        if position in places:
            continue
        nearest_cell = _nearest_cell(column.bare, unknown)
        if nearest_cell is not None:
            places[position] = nearest_cell
            unknown.remove(nearest_cell)
        if places:
            column_fields = [row.fields[position] for row in table.rows if row.columns == expected.columns] or [
                expected.fields[position]
            ]
            fields = tuple(column_fields)
            printed, spot = (nearest_cell[0].text, nearest_cell[1].spot) if nearest_cell else ("", rows[-1].spot)
            faults.append(ColumnFault(expected=column.label, found=printed, fields=fields, spot=spot))
    found_columns = [places[position][0].column for position in sorted(places)]
    complete = len(places) == len(wanted) and len(set(found_columns)) == len(found_columns)
    return Header(
        columns=tuple(found_columns) if complete else (),
        in_order=_ascends(_in_report_order(places, cells), _group_headings(cells, wanted), wanted, shape),
        words=len(places) + sum(cell.columns == 1 for cell, _row in unknown),
        faults=tuple(faults),
    )


def _column_of(text: str, wanted: Sequence[ExpectedColumn], taken: Iterable[int]) -> int | None:
    names = {bare_label(text), bare_label(without_remark(text))}
    for position, column in enumerate(wanted):
        if position not in taken and names & {column.bare, bare_label(without_remark(column.label))}:
            return position
    return None


def _is_known(text: str, table: ExpectedTable) -> bool:
    return bool({bare_label(text), bare_label(without_remark(text))} & table.words)


def _nearest_cell(label: str, cells: Sequence[tuple[Cell, Row]]) -> tuple[Cell, Row] | None:
    by_label = {bare_label(cell.text): (cell, row) for cell, row in cells}
    match = nearest(label, by_label)
    return by_label[match] if match else None


def _ascends(
    places: dict[int, tuple[Cell, Row]],
    groups: list[tuple[int, Cell, Row]],
    wanted: Sequence[ExpectedColumn],
    shape: Shape,
) -> bool:
    """Return whether the columns found are in the form's order from left to right.

    Without spans, the cells of different heading rows are not aligned: only headings of the same row are compared, a group
    by its first column, and a row with headings of several groups must have all of them. Without rows, only the headings
    of the same group are compared, in the order in which they follow each other.
    """
    if shape is Shape.EXACT:
        columns = [places[position][0].column for position in sorted(places)]
        return columns == sorted(columns)
    if shape in (Shape.FLOW, Shape.FILLED):
        in_report_order = list(places)  # in the order of the report
        of_group: dict[tuple[str, ...], list[int]] = {}
        for position in in_report_order:
            of_group.setdefault(wanted[position].groups, []).append(position)
        return all(positions == sorted(positions) for positions in of_group.values())
    by_row: dict[int, list[tuple[int, int]]] = {}
    for position, (cell, row) in places.items():
        by_row.setdefault(id(row), []).append((cell.column, position))
    for headings in by_row.values():
        if len({wanted[position].groups for _column, position in headings}) > 1 and len(headings) < len(places):
            return False
    for first, cell, row in groups:
        by_row.setdefault(id(row), []).append((cell.column, first))
    return all(
        [position for _column, position in sorted(headings)] == sorted(position for _column, position in headings)
        for headings in by_row.values()
    )


def _in_report_order(
    places: dict[int, tuple[Cell, Row]], cells: Sequence[tuple[Cell, Row]]
) -> dict[int, tuple[Cell, Row]]:
    """Return the columns found, in the order of the report."""
    position = {id(cell): number for number, (cell, _row) in enumerate(cells)}
    return dict(sorted(places.items(), key=lambda item: position[id(item[1][0])]))


def _group_headings(
    cells: Sequence[tuple[Cell, Row]], wanted: Sequence[ExpectedColumn]
) -> list[tuple[int, Cell, Row]]:
    """Return the headings of groups, each with the form's position of its first column."""
    first: dict[str, int] = {}
    for position, column in enumerate(wanted):
        for group in column.groups:
            first.setdefault(group, position)
    return [(first[name], cell, row) for cell, row in cells if (name := bare_label(cell.text)) in first]
