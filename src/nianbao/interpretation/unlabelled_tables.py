"""Tables whose one row has no label: found by the headings above, and by having exactly as many cells as the form."""

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
"""Words in front of a row of figures that may be its headings; the widest table has 20."""


def read_unlabelled(tables: Sequence[Table], expected: ExpectedTable) -> FoundTable:
    """Find the one row of a form's table: all of its cells in a row, or block by block under the blocks' names."""
    row = expected.rows[0]
    found: list[FoundRow] = []
    faults: list[ColumnFault] = []
    parts: list[tuple[tuple[str, ...], list[str], Spot]] = []
    parts_in_order = True
    kept: list[tuple[Cell, Spot]] = []
    for table in tables:
        header = kept  # what stands at the foot of a page heads the row on the next one
        below: FoundRow | None = None
        for values, above, spot in _rows_of_figures(table):
            figures = _all(values, len(row.fields), table.shape) if values else None
            if below is not None and len(above) < 2 and values:
                # Another row of figures under the same headings: last year's, or that of another body. Which one is the
                # report's own, nobody can tell: found twice, the figures are left blank and named.
                if figures is not None and not _is_numbering(figures):
                    found.append(msgspec.structs.replace(below, figures=figures, spot=spot))
                continue
            header = [*header, *above][-_MOST_HEADINGS:]
            if not values or (not _speaks_of(header, expected) and not parts):
                continue
            if figures is not None and _is_numbering(figures):
                continue
            if figures is not None:
                # A heading that is not there may have been cut off with a part of the figure below it.
                wrong, in_order = _faults(header, row.columns, row.fields, spot)
                faults += wrong
                alone = table.shape in (Shape.FILLED, Shape.GLUED)
                right = figures if in_order and not any(map(_is_cut_off, wrong)) else None
                found.append(FoundRow(row=row, figures=right, spot=spot, alone=alone))
                below = found[-1] if not alone else None
            else:
                named = _blocks_named(header, row.columns)
                parts.append((named, values, spot))
                parts_in_order = parts_in_order and _names_in_order(header, row.columns, len(named))
                below = None
            header = []
        kept = header
    if not found and parts:
        figures = _from_parts(parts, row.columns) if parts_in_order else None
        found = [FoundRow(row=row, figures=figures, spot=parts[0][2])]
    said = [each for each in found if each.figures is None or any(text.strip() for text in each.figures)]
    found = said or found[:1]
    return FoundTable(table=expected, rows=tuple(found), columns=tuple(faults))


def _names_in_order(header: list[tuple[Cell, Spot]], columns: Sequence[ExpectedColumn], blocks: int) -> bool:
    """Return whether the headings above a part of the table, where all are there, stand in the form's order."""
    usual = [column.bare for column in columns[: len(columns) // max(1, len(_groups(columns)))]]
    names = [name for cell, _spot in header if (name := bare_label(cell.text)) in usual]
    return len(names) != blocks * len(usual) or names == usual * blocks


def _is_numbering(figures: Sequence[str]) -> bool:
    """Return whether a row numbers the columns: 栏次 1, 2, 3 ….."""
    return [text.strip() for text in figures] == [str(number) for number in range(1, len(figures) + 1)]


def _is_cut_off(fault: ColumnFault) -> bool:
    """Return whether a heading is not there, or only its beginning."""
    return fault.expected.startswith(bare_label(fault.found))


def _rows_of_figures(table: Table) -> list[tuple[list[str], list[tuple[Cell, Spot]], Spot]]:
    """Return rows as the figures in them, with the headings in front; of cells without rows, runs of figures."""
    runs: list[tuple[list[str], list[tuple[Cell, Spot]], Spot]] = []
    if table.shape not in (Shape.FLOW, Shape.FILLED):
        for row in table.rows:
            words = [(cell, row.spot) for cell in row.cells if not is_value(cell.text)]
            values = [cell.text for cell in row.cells if is_value(cell.text)]
            filled = any(text.strip() for text in values)
            blank_row = not words and len(values) > 4
            runs.append((values if (filled or blank_row) and _figures_last(row) else [], words, row.spot))
        return runs
    words, values, spot = [], [], Spot()
    for row in table.rows:
        for cell in row.cells:
            if is_value(cell.text):
                values.append(cell.text)
                continue
            if any(text.strip() for text in values):
                runs.append((values, words, spot))
                words = []
            values = []
            words.append((cell, row.spot))
            spot = row.spot
    runs.append((values if any(text.strip() for text in values) else [], words, spot))
    return runs


def _figures_last(row: Row) -> bool:
    """Return whether at most one label stands in a row, in front of its figures."""
    words = [at for at, cell in enumerate(row.cells) if not is_value(cell.text)]
    return not words or words == [0]


def _all(values: list[str], count: int, shape: Shape) -> tuple[str, ...] | None:
    filled = [at for at, text in enumerate(values) if text.strip()]
    if len(values) == count and shape is not Shape.FILLED:
        return tuple(values)
    if len(filled) == count and filled[-1] - filled[0] == count - 1:
        return tuple(values[filled[0] : filled[0] + count])
    return None


def _speaks_of(header: list[tuple[Cell, Spot]], expected: ExpectedTable) -> bool:
    """Return whether headings are those of the table: most of its words, and no strange ones among them."""
    words = {bare_label(cell.text) for cell, _spot in header}
    return len(words & expected.words) >= min(3, len(expected.words))


def _groups(columns: Sequence[ExpectedColumn]) -> list[str]:
    """Return the name of each block of columns, once, in the form's order."""
    return list(dict.fromkeys(column.groups[-1] if column.groups else "" for column in columns))


def _blocks_named(header: list[tuple[Cell, Spot]], columns: Sequence[ExpectedColumn]) -> tuple[str, ...]:
    names = _groups(columns)
    return tuple(found for cell, _spot in header if (found := bare_label(cell.text)) in names)


def _from_parts(
    parts: list[tuple[tuple[str, ...], list[str], Spot]], columns: Sequence[ExpectedColumn]
) -> tuple[str, ...] | None:
    """Put a table together that was cut in two or three: each part must name its blocks and have all their cells."""
    names = _groups(columns)
    each = len(columns) // max(1, len(names))
    figures: dict[str, list[str]] = {}
    for named, values, _spot in parts:
        filled = [at for at, text in enumerate(values) if text.strip()]
        count = each * len(named)
        if not named or any(name in figures for name in named):
            return None
        if len(values) != count:
            if len(filled) != count or filled[-1] - filled[0] != count - 1:
                return None
            values = values[filled[0] : filled[0] + count]
        if list(named) != [name for name in names if name in named]:
            return None
        for number, name in enumerate(named):
            figures[name] = values[number * each : (number + 1) * each]
    if list(figures) != names:
        return None
    return tuple(text for name in names for text in figures[name])


def _faults(
    header: list[tuple[Cell, Spot]],
    columns: Sequence[ExpectedColumn],
    fields: Sequence[str],
    spot: Spot,
) -> tuple[list[ColumnFault], bool]:
    """Return the headings that are not the form's, and whether those that are there stand in its order."""
    printed = [(bare_label(cell.text), cell, at) for cell, at in header]
    known = {name for column in columns for name in (column.bare, *column.groups)}
    strange = [(cell, at) for name, cell, at in printed if name not in known and name]
    names = [name for name, _cell, _at in printed]
    faults = []
    for label in dict.fromkeys(column.bare for column in columns):
        wanted = sum(column.bare == label for column in columns)
        if names.count(label) >= wanted:
            continue
        near = nearest(label, [bare_label(cell.text) for cell, _at in strange]) if len(label) > 4 else None
        found = next(
            ((cell.text, at) for cell, at in strange if near is None or bare_label(cell.text) == near), ("", spot)
        )
        of_label = tuple(field for field, column in zip(fields, columns, strict=True) if column.bare == label)
        faults.append(ColumnFault(expected=label, found=found[0], fields=of_label, spot=found[1]))
    blocks = [name for name in names if name in _groups(columns)]
    in_order = blocks == [name for name in _groups(columns) if name in blocks]
    leaves = [name for name, _cell, _at in printed if name in {column.bare for column in columns}]
    usual = [column.bare for column in columns[: len(columns) // max(1, len(_groups(columns)))]]
    # Each run of headings goes through the block in the form's order.
    at = 0
    for name in leaves:
        if name not in usual[at:]:
            at = 0
        if name != usual[at]:
            in_order = in_order and name in usual[at:] and len(leaves) < len(columns)
        at = (usual.index(name) + 1) % len(usual)
    return faults, in_order
