"""Tables whose rows have labels: each row found by its label, its figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.alignment import first_figure, witnesses
from nianbao.interpretation.found_rows import FoundRow, FoundTable
from nianbao.interpretation.headings_of_columns import read_header
from nianbao.interpretation.labels import bare_label, nearest, without_unit
from nianbao.interpretation.segments import Segment, segments_of
from nianbao.published.blocks import Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.interpretation.alignment import Witnesses
    from nianbao.interpretation.expected import ExpectedRow, ExpectedTable
    from nianbao.interpretation.found_rows import ColumnFault
    from nianbao.interpretation.headings_of_columns import Header
    from nianbao.published.blocks import Spot, Table


_MOST_UNKNOWN = 100
"""Rows with figures and strange labels that are compared with the form's; a report has a few."""


class _Met(msgspec.Struct, frozen=True, kw_only=True):
    """A segment with the row of the form that its label names, and how it is printed where it is printed otherwise."""

    segment: Segment
    row: ExpectedRow
    printed: str = ""


def read_labelled(tables: Sequence[Table], expected: ExpectedTable) -> FoundTable:
    """Find the rows of a form's table in the tables of a report."""
    rows: list[FoundRow] = []
    faults: list[ColumnFault] = []
    groups: list[tuple[str, Spot]] = []
    started = False
    for table in tables:
        met, odd = _rows_met(table, expected, started=started)
        started = started or bool(met)
        groups += odd
        if met:
            found, wrong = _figures(table, met, expected, headed=bool(rows))
            rows += found
            faults += wrong
    return FoundTable(table=expected, rows=tuple(rows), columns=tuple(faults), groups_with_figures=tuple(groups))


def _rows_met(table: Table, expected: ExpectedTable, *, started: bool) -> tuple[list[_Met], list[tuple[str, Spot]]]:
    met: list[_Met] = []
    groups: list[tuple[str, Spot]] = []
    waiting: list[Segment] = []
    by_exact, common = expected.by_label, expected.by_common_label
    for segment in segments_of(table):
        label, joined = bare_label(segment.label), bare_label(segment.before + segment.label)
        row = by_exact.get(label) or by_exact.get(joined) or by_exact.get(bare_label(without_unit(segment.label)))
        if row is None and (started or met) and (label in common or joined in common):
            # The heading of a column has no figures behind it: 总计 on a new page is one again.
            candidate = common.get(label) or common[joined]
            row = (
                candidate
                if segment.filled or (segment.label != bare_label(segment.label) and segment.cells)
                else None
            )
        if row is not None:
            if len(segment.cells) or table.shape in (Shape.FLOW, Shape.FILLED):
                met.append(_Met(segment=segment, row=row))
        elif segment.filled:
            if label in expected.words or joined in expected.words:
                groups.append((segment.label, segment.spot))
            elif label and len(waiting) < _MOST_UNKNOWN:
                waiting.append(segment)
    return _with_nearest(met, waiting, expected, table.shape), groups


def _with_nearest(met: list[_Met], waiting: list[Segment], expected: ExpectedTable, shape: Shape) -> list[_Met]:
    """Add the rows whose labels were cut or mistyped: each named by its nearest, among the rows that are missing."""
    if shape is Shape.FILLED or not waiting:
        return met
    missing = {row.bare: row for row in expected.rows if all(each.row != row for each in met)}
    added = list(met)
    for segment in waiting:
        label = bare_label(segment.label)
        found = nearest(label, missing) or _part_of(label, missing)
        if found is not None:
            added.append(_Met(segment=segment, row=missing.pop(found), printed=segment.label))
    order = {id(segment): at for at, segment in enumerate([*(each.segment for each in met), *waiting])}
    return sorted(
        added,
        key=lambda each: (
            each.segment.spot.page,
            each.segment.spot.table,
            each.segment.spot.line,
            each.segment.spot.row,
            order[id(each.segment)],
        ),
    )


def _part_of(label: str, missing: dict[str, ExpectedRow]) -> str | None:
    """Return the only row whose label has these words in it, or begins them: a label that was cut."""
    if len(label) < 4:
        return None
    found = [known for known in missing if label in known or (len(known) > 4 and known in label)]
    return found[0] if len(found) == 1 else None


def _figures(
    table: Table, met: list[_Met], expected: ExpectedTable, *, headed: bool
) -> tuple[list[FoundRow], list[ColumnFault]]:
    headers = _headers(table, met, expected)
    headed = headed or any(header.words for header in headers.values())
    found: list[FoundRow] = []
    faults: dict[tuple[str, str], ColumnFault] = {}
    doubtful = table.shape is Shape.FILLED and _figures_out_of_place(table, met)
    by_block = {
        block: witnesses(
            [(each.segment, len(each.row.fields), each.row.label_span) for each in met if each.row.block == block],
            table.shape, expected.width, header.columns,
        )
        for block, header in headers.items()
    }  # fmt: skip
    for index, each in enumerate(met):
        header = headers[each.row.block]
        if (header.faults and len(each.row.fields) > 1) or len(header.faults) < len(each.row.fields):
            for fault in header.faults:
                faults.setdefault((fault.expected, str(each.row.block)), fault)
        previous = met[index - 1] if index else None
        piled = (
            table.shape is Shape.FILLED
            and previous is not None
            and not previous.segment.cells
            and not each.segment.same_line
        )
        figures = None if doubtful or piled else _figures_of(each, header, by_block[each.row.block])
        alone = table.shape in (Shape.FILLED, Shape.GLUED) or (not header.words and not headed)
        found.append(
            FoundRow(row=each.row, figures=figures, spot=each.segment.spot, label=each.printed, alone=alone)
        )
    return found, list(faults.values())


def _figures_of(met: _Met, header: Header, seen: Witnesses) -> tuple[str, ...] | None:
    segment, count = met.segment, len(met.row.fields)
    texts = [cell.text for cell in segment.cells]
    if count == 1:
        return ("".join(texts),) if seen.shape is Shape.GLUED else _single(met, header, seen.shape)
    if not header.in_order:
        return None
    if seen.shape is Shape.EXACT and header.columns and len(segment.cells) == header.words > count:
        by_column = {cell.column: cell.text for cell in segment.cells}
        if all(column in by_column for column in header.columns):
            return tuple(by_column[column] for column in header.columns)
    start = first_figure(segment, count, met.row.own_labels, met.row.label_span, seen)
    return None if start is None else tuple(texts[start : start + count])


def _single(met: _Met, header: Header, shape: Shape) -> tuple[str, ...] | None:
    """Return the one figure of a row; a span that was lost may have left it there several times."""
    cells = met.segment.cells
    filled = {cell.text.strip() for cell in cells if cell.text.strip()}
    if len(filled) > 1:
        return None
    if shape is Shape.EXACT and len(header.columns) == 1 and filled:
        under = [cell for cell in cells if cell.column <= header.columns[0] < cell.column + cell.columns]
        if under and not under[0].text.strip():
            return None  # what stands there is another column's: last year's, a line number
    return (filled.pop() if filled else "",)


def _headers(table: Table, met: list[_Met], expected: ExpectedTable) -> dict[int, Header]:
    """Return the headings above each block of rows: what stands between them and the rows before."""
    headers: dict[int, Header] = {}
    at_spot = {row.spot: number for number, row in enumerate(table.rows)}
    numbers = [at_spot[each.segment.spot] for each in met]
    for index, each in enumerate(met):
        if each.row.block in headers:
            continue
        first = numbers[index - 1] + 1 if index else 0
        above = table.rows[first : numbers[index]]
        headers[each.row.block] = read_header(above, each.row, expected, shape=table.shape)
    return headers


def _figures_out_of_place(table: Table, met: list[_Met]) -> bool:
    """Return whether figures stand where no row is: before the first label, or behind words that are none.

    Then each label may have the figures of the next row behind it.
    """
    named = {(each.segment.label, each.segment.spot) for each in met}
    return any(
        len(segment.filled) > 1 and (segment.label, segment.spot) not in named for segment in segments_of(table)
    )
