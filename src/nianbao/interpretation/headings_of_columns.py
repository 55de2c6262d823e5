"""The headings of a table's columns: which stand where, which were changed, and whether their order is the form's."""

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
"""Strange headings that are compared with the form's; the widest table has 15 columns."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the rows above say of a row's columns.

    ``columns`` is where each of the form's columns stands, in the form's order, where all were found; ``in_order`` whether
    they stand in the form's order, as far as they were found; ``words`` counts the headings that are none of groups.
    """

    columns: tuple[int, ...]
    in_order: bool
    words: int
    faults: tuple[ColumnFault, ...]


def read_header(rows: Sequence[Row], expected: ExpectedRow, table: ExpectedTable, *, shape: Shape) -> Header:
    """Return what the heading rows above the figures of a block say of its columns."""
    cells = [(cell, row) for row in rows for cell in row.cells if cell.text.strip() and not is_value(cell.text)]
    wanted = expected.columns
    places: dict[int, tuple[Cell, Row]] = {}
    unknown: list[tuple[Cell, Row]] = []
    for cell, row in cells:
        at = _column_of(cell.text, wanted, places)
        if at is not None:
            places[at] = cell, row
        elif len(unknown) < _MOST_UNKNOWN and not _is_known(cell.text, table):
            unknown.append((cell, row))
    if not places and not unknown:
        return Header(columns=(), in_order=True, words=0, faults=())
    faults = []
    for at, column in enumerate(wanted):
        if at in places:
            continue
        found = _nearest_cell(column.bare, unknown)
        if found is not None:
            places[at] = found
            unknown.remove(found)
        if places:
            same = [row.fields[at] for row in table.rows if row.columns == expected.columns] or [
                expected.fields[at]
            ]
            fields = tuple(same)
            words, spot = (found[0].text, found[1].spot) if found else ("", rows[-1].spot)
            faults.append(ColumnFault(expected=column.label, found=words, fields=fields, spot=spot))
    order = [places[at][0].column for at in sorted(places)]
    complete = len(places) == len(wanted) and len(set(order)) == len(order)
    return Header(
        columns=tuple(order) if complete else (),
        in_order=_ascends(_as_met(places, cells), _groups_met(cells, wanted), wanted, shape),
        words=len(places) + sum(cell.columns == 1 for cell, _row in unknown),
        faults=tuple(faults),
    )


def _column_of(text: str, wanted: Sequence[ExpectedColumn], taken: Iterable[int]) -> int | None:
    names = {bare_label(text), bare_label(without_remark(text))}
    for at, column in enumerate(wanted):
        if at not in taken and names & {column.bare, bare_label(without_remark(column.label))}:
            return at
    return None


def _is_known(text: str, table: ExpectedTable) -> bool:
    return bool({bare_label(text), bare_label(without_remark(text))} & table.words)


def _nearest_cell(label: str, cells: Sequence[tuple[Cell, Row]]) -> tuple[Cell, Row] | None:
    by_label = {bare_label(cell.text): (cell, row) for cell, row in cells}
    found = nearest(label, by_label)
    return by_label[found] if found else None


def _ascends(
    places: dict[int, tuple[Cell, Row]],
    groups: list[tuple[int, Cell, Row]],
    wanted: Sequence[ExpectedColumn],
    shape: Shape,
) -> bool:
    """Return whether the columns found stand from left to right in the form's order.

    Where spans were lost, rows of headings do not stand below each other: only headings of one row are compared, groups
    by their first column among them, and a row that has headings of several groups must have all of them. Where rows
    are lost too, those of one group follow on each other.
    """
    if shape is Shape.EXACT:
        columns = [places[at][0].column for at in sorted(places)]
        return columns == sorted(columns)
    if shape in (Shape.FLOW, Shape.FILLED):
        met = list(places)  # in the order in which they were met
        of_group: dict[tuple[str, ...], list[int]] = {}
        for at in met:
            of_group.setdefault(wanted[at].groups, []).append(at)
        return all(found == sorted(found) for found in of_group.values())
    by_row: dict[int, list[tuple[int, int]]] = {}
    for at, (cell, row) in places.items():
        by_row.setdefault(id(row), []).append((cell.column, at))
    for found in by_row.values():
        if len({wanted[at].groups for _column, at in found}) > 1 and len(found) < len(places):
            return False
    for first, cell, row in groups:
        by_row.setdefault(id(row), []).append((cell.column, first))
    return all(
        [at for _column, at in sorted(found)] == sorted(at for _column, at in found) for found in by_row.values()
    )


def _as_met(places: dict[int, tuple[Cell, Row]], cells: Sequence[tuple[Cell, Row]]) -> dict[int, tuple[Cell, Row]]:
    """Return the columns found in the order in which the report has them."""
    position = {id(cell): number for number, (cell, _row) in enumerate(cells)}
    return dict(sorted(places.items(), key=lambda item: position[id(item[1][0])]))


def _groups_met(cells: Sequence[tuple[Cell, Row]], wanted: Sequence[ExpectedColumn]) -> list[tuple[int, Cell, Row]]:
    """Return the headings of groups, each with the first of its columns."""
    first: dict[str, int] = {}
    for at, column in enumerate(wanted):
        for group in column.groups:
            first.setdefault(group, at)
    return [(first[name], cell, row) for cell, row in cells if (name := bare_label(cell.text)) in first]
