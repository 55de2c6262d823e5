"""Read tables whose only row has no label: it is found by the headings above and the exact number of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.interpretation.found_rows import ColumnFault, FoundRow, FoundTable
from nianbao.interpretation.labels import bare_label, nearest
from nianbao.interpretation.segments import is_value
from nianbao.published.blocks import Shape, Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.interpretation.expected import ExpectedColumn, ExpectedTable
    from nianbao.published.blocks import Cell, Row, Table


_MOST_HEADINGS = 60
"""Most cells before a row of figures that may be its headings; the widest table has 20."""


def read_unlabelled(tables: Sequence[Table], expected: ExpectedTable) -> FoundTable:
    """Find the only row of a form's table: all its cells in one row, or block by block under the names of the blocks."""
    row = expected.rows[0]
    found_rows: list[FoundRow] = []
    faults: list[ColumnFault] = []
    parts: list[tuple[tuple[str, ...], list[str], Spot]] = []
    parts_in_order = True
    carried_over: list[tuple[Cell, Spot]] = []
    for table in tables:
        header = carried_over  # headings at the foot of a page belong to the row on the next one
        row_above: FoundRow | None = None
        for values, above, spot in _rows_of_figures(table):
            figures = _complete_figures(values, len(row.fields), table.shape) if values else None
            if row_above is not None and len(above) < 2 and values:
                # A second row of figures under the same headings: last year's, or another agency's. Which one is the
                # report's own is unknown: the row counts as found twice, so that it is left blank and reported.
                if figures is not None and not _is_numbering(figures):
                    found_rows.append(msgspec.structs.replace(row_above, figures=figures, spot=spot))
                continue
            header = [*header, *above][-_MOST_HEADINGS:]
            if not values or (not _is_header_of(header, expected) and not parts):
                continue
            if figures is not None and _is_numbering(figures):
                continue
            if figures is not None:
                # A missing heading may have been cut off together with part of the figure below it.
                column_faults, in_order = _column_faults(header, row.columns, row.fields, spot)
                faults += column_faults
                alone = table.shape in (Shape.FILLED, Shape.GLUED)
                certain_figures = figures if in_order and not any(map(_is_cut_off, column_faults)) else None
                found_rows.append(FoundRow(row=row, figures=certain_figures, spot=spot, alone=alone))
                row_above = found_rows[-1] if not alone else None
            else:
                block_names = _named_blocks(header, row.columns)
                parts.append((block_names, values, spot))
                parts_in_order = parts_in_order and _names_in_order(header, row.columns, len(block_names))
                row_above = None
            header = []
        carried_over = header
    if not found_rows and parts:
        figures = _from_parts(parts, row.columns) if parts_in_order else None
        found_rows = [FoundRow(row=row, figures=figures, spot=parts[0][2])]
    filled_rows = [
        found_row
        for found_row in found_rows
        if found_row.figures is None or any(text.strip() for text in found_row.figures)
    ]
    found_rows = filled_rows or found_rows[:1]
    return FoundTable(table=expected, rows=tuple(found_rows), columns=tuple(faults))


def _names_in_order(header: list[tuple[Cell, Spot]], columns: Sequence[ExpectedColumn], blocks: int) -> bool:
    """Return whether the headings above a part of the table, if complete, are in the form's order."""
    form_order = [column.bare for column in columns[: len(columns) // max(1, len(_groups(columns)))]]
    names = [name for cell, _spot in header if (name := bare_label(cell.text)) in form_order]
    return len(names) != blocks * len(form_order) or names == form_order * blocks


def _is_numbering(figures: Sequence[str]) -> bool:
    """Return whether a row numbers the columns: 栏次 1, 2, 3 …."""
    return [text.strip() for text in figures] == [str(number) for number in range(1, len(figures) + 1)]


def _is_cut_off(fault: ColumnFault) -> bool:
    """Return whether a heading is missing, or only its beginning is left."""
    return fault.expected.startswith(bare_label(fault.found))


def _rows_of_figures(table: Table) -> list[tuple[list[str], list[tuple[Cell, Spot]], Spot]]:
    """Return the figures of each row with its headings and spot; if rows are not known, of each run of figures."""
    runs: list[tuple[list[str], list[tuple[Cell, Spot]], Spot]] = []
    if table.shape not in (Shape.FLOW, Shape.FILLED):
        for row in table.rows:
            headings = [(cell, row.spot) for cell in row.cells if not is_value(cell.text)]
            values = [cell.text for cell in row.cells if is_value(cell.text)]
            filled = any(text.strip() for text in values)
            blank_row = not headings and len(values) > 4
            runs.append((values if (filled or blank_row) and _figures_last(row) else [], headings, row.spot))
        return runs
    headings, values, spot = [], [], Spot()
    for row in table.rows:
        for cell in row.cells:
            if is_value(cell.text):
                values.append(cell.text)
                continue
            if any(text.strip() for text in values):
                runs.append((values, headings, spot))
                headings = []
            values = []
            headings.append((cell, row.spot))
            spot = row.spot
    runs.append((values if any(text.strip() for text in values) else [], headings, spot))
    return runs


def _figures_last(row: Row) -> bool:
    """Return whether a row has at most one label, in front of its figures."""
    labels = [index for index, cell in enumerate(row.cells) if not is_value(cell.text)]
    return not labels or labels == [0]


def _complete_figures(values: list[str], count: int, shape: Shape) -> tuple[str, ...] | None:
    filled = [index for index, text in enumerate(values) if text.strip()]
    if len(values) == count and shape is not Shape.FILLED:
        return tuple(values)
    if len(filled) == count and filled[-1] - filled[0] == count - 1:
        return tuple(values[filled[0] : filled[0] + count])
    return None


def _is_header_of(header: list[tuple[Cell, Spot]], expected: ExpectedTable) -> bool:
    """Return whether headings are those of the table: at least three of its words, or all if it has fewer."""
    words = {bare_label(cell.text) for cell, _spot in header}
    return len(words & expected.words) >= min(3, len(expected.words))


def _groups(columns: Sequence[ExpectedColumn]) -> list[str]:
    """Return the name of each block of columns, once, in the form's order."""
    return list(dict.fromkeys(column.groups[-1] if column.groups else "" for column in columns))


def _named_blocks(header: list[tuple[Cell, Spot]], columns: Sequence[ExpectedColumn]) -> tuple[str, ...]:
    known_names = _groups(columns)
    return tuple(name for cell, _spot in header if (name := bare_label(cell.text)) in known_names)


def _from_parts(
    parts: list[tuple[tuple[str, ...], list[str], Spot]], columns: Sequence[ExpectedColumn]
) -> tuple[str, ...] | None:
    """Return the figures of a table that was cut in parts: each part must name its blocks and have all their cells."""
    names = _groups(columns)
    block_width = len(columns) // max(1, len(names))
    figures: dict[str, list[str]] = {}
    for block_names, values, _spot in parts:
        filled = [at for at, text in enumerate(values) if text.strip()]
        cell_count = block_width * len(block_names)
        if not block_names or any(name in figures for name in block_names):
            return None
        if len(values) != cell_count:
            if len(filled) != cell_count or filled[-1] - filled[0] != cell_count - 1:
                return None
            values = values[filled[0] : filled[0] + cell_count]
        if list(block_names) != [name for name in names if name in block_names]:
            return None
        for number, name in enumerate(block_names):
            figures[name] = values[number * block_width : (number + 1) * block_width]
    if list(figures) != names:
        return None
    return tuple(text for name in names for text in figures[name])


def _column_faults(
    header: list[tuple[Cell, Spot]],
    columns: Sequence[ExpectedColumn],
    fields: Sequence[str],
    spot: Spot,
) -> tuple[list[ColumnFault], bool]:
    """Return the faults of headings that differ from the form, and whether the headings are in its order."""
    printed = [(bare_label(cell.text), cell, at) for cell, at in header]
    known = {name for column in columns for name in (column.bare, *column.groups)}
    unknown = [(cell, at) for name, cell, at in printed if name not in known and name]
    names = [name for name, _cell, _at in printed]
    faults = []
    for label in dict.fromkeys(column.bare for column in columns):
        wanted = sum(column.bare == label for column in columns)
        if names.count(label) >= wanted:
            continue
        nearest_label = nearest(label, [bare_label(cell.text) for cell, _at in unknown]) if len(label) > 4 else None
        replacement = next(
            (
                (cell.text, at)
                for cell, at in unknown
                if nearest_label is None or bare_label(cell.text) == nearest_label
            ),
            ("", spot),
        )
        label_fields = tuple(field for field, column in zip(fields, columns, strict=True) if column.bare == label)
        faults.append(ColumnFault(expected=label, found=replacement[0], fields=label_fields, spot=replacement[1]))
    blocks = [name for name in names if name in _groups(columns)]
    in_order = blocks == [name for name in _groups(columns) if name in blocks]
    leaf_names = [name for name, _cell, _at in printed if name in {column.bare for column in columns}]
    form_order = [column.bare for column in columns[: len(columns) // max(1, len(_groups(columns)))]]
    # Every block repeats the same headings in the form's order.
    at = 0
    for name in leaf_names:
        if name not in form_order[at:]:
            at = 0
        if name != form_order[at]:
            in_order = in_order and name in form_order[at:] and len(leaf_names) < len(columns)
        at = (form_order.index(name) + 1) % len(form_order)
    return faults, in_order
