"""Read tables whose rows have labels: each row is found by its label, and its figures follow."""

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
"""Most rows with figures and unknown labels that are compared with the form's; a report has a few."""


class _Match(msgspec.Struct, frozen=True, kw_only=True):
    """A segment with the row of the form that its label names, and the label as printed if that differs."""

    segment: Segment
    row: ExpectedRow
    printed: str = ""


def read_labelled(tables: Sequence[Table], expected: ExpectedTable) -> FoundTable:
    """Find the rows of a form's table in the tables of a report."""
    rows: list[FoundRow] = []
    faults: list[ColumnFault] = []
    groups: list[tuple[str, Spot]] = []
    rows_begun = False
    for table in tables:
        matches, unsplit_groups = _match_rows(table, expected, started=rows_begun)
        rows_begun = rows_begun or bool(matches)
        groups += unsplit_groups
        if matches:
            found_rows, column_faults = _read_rows(table, matches, expected, headed=bool(rows))
            rows += found_rows
            faults += column_faults
    return FoundTable(table=expected, rows=tuple(rows), columns=tuple(faults), groups_with_figures=tuple(groups))


def _match_rows(
    table: Table, expected: ExpectedTable, *, started: bool
) -> tuple[list[_Match], list[tuple[str, Spot]]]:
    matches: list[_Match] = []
    groups: list[tuple[str, Spot]] = []
    unknown: list[Segment] = []
    by_exact, common = expected.by_label, expected.by_common_label
    for segment in segments_of(table):
        label, joined = bare_label(segment.label), bare_label(segment.before + segment.label)
        row = by_exact.get(label) or by_exact.get(joined) or by_exact.get(bare_label(without_unit(segment.label)))
        if row is None and (started or matches) and (label in common or joined in common):
            # A label such as 总计 also heads a column, repeated on a new page: it is that of a row only with figures behind it.
            candidate = common.get(label) or common[joined]
            row = (
                candidate
                if segment.filled or (segment.label != bare_label(segment.label) and segment.cells)
                else None
            )
        if row is not None:
            if len(segment.cells) or table.shape in (Shape.FLOW, Shape.FILLED):
                matches.append(_Match(segment=segment, row=row))
        elif segment.filled:
            if label in expected.words or joined in expected.words:
                groups.append((segment.label, segment.spot))
            elif label and len(unknown) < _MOST_UNKNOWN:
                unknown.append(segment)
    return _with_nearest(matches, unknown, expected, table.shape), groups


def _with_nearest(
    matches: list[_Match], unknown: list[Segment], expected: ExpectedTable, shape: Shape
) -> list[_Match]:
    """Add the rows whose labels were cut or mistyped: each is matched with the nearest label of a missing row."""
    if shape is Shape.FILLED or not unknown:
        return matches
    missing_rows = {row.bare: row for row in expected.rows if all(match.row != row for match in matches)}
    result = list(matches)
    for segment in unknown:
        label = bare_label(segment.label)
        nearest_label = nearest(label, missing_rows) or _only_containing(label, missing_rows)
        if nearest_label is not None:
            result.append(_Match(segment=segment, row=missing_rows.pop(nearest_label), printed=segment.label))
    order = {
        id(segment): position for position, segment in enumerate([*(match.segment for match in matches), *unknown])
    }
    return sorted(
        result,
        key=lambda match: (
            match.segment.spot.page,
            match.segment.spot.table,
            match.segment.spot.line,
            match.segment.spot.row,
            order[id(match.segment)],
        ),
    )


def _only_containing(label: str, missing: dict[str, ExpectedRow]) -> str | None:
    """Return the label of a missing row that contains a cut label or is contained in it, if there is just one."""
    if len(label) < 4:
        return None
    candidates = [known for known in missing if label in known or (len(known) > 4 and known in label)]
    return candidates[0] if len(candidates) == 1 else None


def _read_rows(
    table: Table, matches: list[_Match], expected: ExpectedTable, *, headed: bool
) -> tuple[list[FoundRow], list[ColumnFault]]:
    headers = _headers(table, matches, expected)
    headed = headed or any(header.words for header in headers.values())
    rows: list[FoundRow] = []
    faults: dict[tuple[str, str], ColumnFault] = {}
    doubtful = table.shape is Shape.FILLED and _figures_out_of_place(table, matches)
    by_block = {
        block: witnesses(
            [(match.segment, len(match.row.fields), match.row.label_span) for match in matches if match.row.block == block],
            table.shape, expected.width, header.columns,
        )
        for block, header in headers.items()
    }  # fmt: skip
    for index, match in enumerate(matches):
        header = headers[match.row.block]
        if (header.faults and len(match.row.fields) > 1) or len(header.faults) < len(match.row.fields):
            for fault in header.faults:
                faults.setdefault((fault.expected, str(match.row.block)), fault)
        previous = matches[index - 1] if index else None
        stacked_labels = (
            table.shape is Shape.FILLED
            and previous is not None
            and not previous.segment.cells
            and not match.segment.same_line
        )
        figures = (
            None if doubtful or stacked_labels else _assigned_figures(match, header, by_block[match.row.block])
        )
        alone = table.shape in (Shape.FILLED, Shape.GLUED) or (not header.words and not headed)
        rows.append(
            FoundRow(row=match.row, figures=figures, spot=match.segment.spot, label=match.printed, alone=alone)
        )
    return rows, list(faults.values())


def _assigned_figures(match: _Match, header: Header, evidence: Witnesses) -> tuple[str, ...] | None:
    segment, count = match.segment, len(match.row.fields)
    texts = [cell.text for cell in segment.cells]
    if count == 1:
        return ("".join(texts),) if evidence.shape is Shape.GLUED else _single_figure(match, header, evidence.shape)
    if not header.in_order:
        return None
    if evidence.shape is Shape.EXACT and header.columns and len(segment.cells) == header.words > count:
        by_column = {cell.column: cell.text for cell in segment.cells}
        if all(column in by_column for column in header.columns):
            return tuple(by_column[column] for column in header.columns)
    start = first_figure(segment, count, match.row.own_labels, match.row.label_span, evidence)
    return None if start is None else tuple(texts[start : start + count])


def _single_figure(match: _Match, header: Header, shape: Shape) -> tuple[str, ...] | None:
    """Return the only figure of a row with one column; a lost span may have repeated it."""
    cells = match.segment.cells
    filled = {cell.text.strip() for cell in cells if cell.text.strip()}
    if len(filled) > 1:
        return None
    if shape is Shape.EXACT and len(header.columns) == 1 and filled:
        below_heading = [cell for cell in cells if cell.column <= header.columns[0] < cell.column + cell.columns]
        if below_heading and not below_heading[0].text.strip():
            return None  # the value belongs to another column: last year's, a line number
    return (filled.pop() if filled else "",)


def _headers(table: Table, matches: list[_Match], expected: ExpectedTable) -> dict[int, Header]:
    """Return the header of each block of rows: read from the rows between it and the match before it."""
    headers: dict[int, Header] = {}
    at_spot = {row.spot: number for number, row in enumerate(table.rows)}
    numbers = [at_spot[match.segment.spot] for match in matches]
    for index, match in enumerate(matches):
        if match.row.block in headers:
            continue
        first = numbers[index - 1] + 1 if index else 0
        above = table.rows[first : numbers[index]]
        headers[match.row.block] = read_header(above, match.row, expected, shape=table.shape)
    return headers


def _figures_out_of_place(table: Table, matches: list[_Match]) -> bool:
    """Return whether there are figures outside the rows: before the first label, or behind words that are not labels.

    Then every label may be followed by the figures of the next row.
    """
    known = {(match.segment.label, match.segment.spot) for match in matches}
    return any(
        len(segment.filled) > 1 and (segment.label, segment.spot) not in known for segment in segments_of(table)
    )
