"""A table pasted whole: located as the sheet's own formulas locate it, but never read from their results.

A figure counts as typed in its cell; where the cell has only the formula over the paste sheet, as pasted. Where
both are there and differ, only the unit knows which is right.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao.cells import address, area_address
from nianbao.findings.place import CellPlace
from nianbao.forms.layout import PASTE_COLUMNS, PASTE_ROWS, PASTE_TOP
from nianbao.language import Domain, listed
from nianbao.submissions.numbers import CellDate, CellTwice, State, raw_text, read_number
from nianbao.workbooks.layout_findings import SHOWN, cell_words, layout_finding
from nianbao.workbooks.shown_values import figure_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nianbao.cells import Position
    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import Form
    from nianbao.forms.layout import Layout, PastePlace
    from nianbao.language import Message
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.raw import RawCell, RawWorkbook

_ = Domain("nianbao")
_HAN = r"[^\u4e00-\u9fff]"


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    """What was recognised on the sheet of one table: the cell of each figure; no cells without a table.

    ``numbers`` are all numbers there, in or out of a table.
    """

    place: PastePlace
    cells: Mapping[str, Position]
    contents: Mapping[Position, RawCell]
    numbers: frozenset[Position]

    def cell(self, field: str) -> RawCell | None:
        """Return what was pasted for a figure."""
        position = self.cells.get(field)
        return None if position is None else self.contents.get(position)

    def raw(self, field: str) -> Raw:
        """Return the figure that was pasted; of a formula the formula, for nobody stated its result."""
        cell = self.cell(field)
        return None if cell is None else figure_in(cell)

    @property
    def area(self) -> tuple[int, int, int, int]:
        """The smallest area with all numbers."""
        rows, columns = {row for row, _column in self.numbers}, {column for _row, column in self.numbers}
        return min(rows), min(columns), max(rows), max(columns)


def read_pasted(raw: RawWorkbook, layout: Layout) -> dict[str, Pasted]:
    """Return what was pasted, by table."""
    return {table: _pasted(raw, place) for table, place in layout.paste.items()}


def _pasted(raw: RawWorkbook, place: PastePlace) -> Pasted:
    sheet = raw.sheet(place.sheet)
    pasted_cells = {
        position: cell
        for position, cell in (sheet.cells.items() if sheet else ())
        if PASTE_TOP <= position[0] < PASTE_TOP + PASTE_ROWS and position[1] < PASTE_COLUMNS
    }
    numbers = frozenset(position for position, cell in pasted_cells.items() if _is_number(cell))
    pasted = Pasted(place=place, cells={}, contents=pasted_cells, numbers=numbers)
    if not numbers:
        return pasted
    block = _beginnings(pasted)
    if block is None:
        return pasted
    top, width, columns = block
    return msgspec.structs.replace(
        pasted,
        cells={
            field: (top + row, columns[row] + column)
            for row, fields in enumerate(place.rows)
            for column, field in enumerate(fields[:width])
        },
    )


def _beginnings(pasted: Pasted) -> tuple[int, int, list[int]] | None:
    """Return the first row, how many columns there are, and in which each row begins; ``None`` where it is no table.

    The same steps as those of the sheet's formulas (``PasteFormulas``).
    """
    place = pasted.place
    top, left, bottom, right = pasted.area
    if bottom - top + 1 != len(place.rows):
        return None
    by_row = [
        sorted(column for row, column in pasted.numbers if row == top + index) for index in range(len(place.rows))
    ]
    if right - left < place.width:
        width, begins = right - left + 1, [left] * len(place.rows)
    else:
        widths = {columns[-1] - columns[0] + 1 if columns else 0 for columns in by_row}
        if len(widths) != 1:
            return None
        width, begins = widths.pop(), [columns[0] if columns else 0 for columns in by_row]
    if width == place.width or (width == place.narrow and not _last_is_total(pasted, top, begins)):
        return top, width, begins
    return None


def _last_is_total(pasted: Pasted, top: int, begins: list[int]) -> bool:
    """Return whether the last of the columns without totals is the largest in every row, and not all are 0.

    Then it is the totals, and the first column was left blank: nothing else shows that all figures are one column
    off.
    """

    def figure(row: int, column: int) -> Decimal:
        cell = pasted.contents.get((row, column))
        value = None if cell is None else cell.value if cell.formula is None else cell.cached
        return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)

    last = pasted.place.narrow - 1
    rows = [[figure(top + row, begin + column) for column in range(last + 1)] for row, begin in enumerate(begins)]
    return any(map(any, rows)) and all(row[last] >= max(row[:last]) for row in rows)


def _is_number(cell: RawCell) -> bool:
    """Return whether ISNUMBER is true for a cell: the sheet's formulas test nothing else."""
    value = cell.value if cell.formula is None else cell.cached
    return isinstance(value, int | Decimal | CellDate) and not isinstance(value, bool)


def figure_of(cell: RawCell | None, field: str, pasted: Pasted, form: Form, *, values_only: bool) -> Raw:
    """Return what counts for an input that can be pasted: what was typed, what was pasted, or that the two differ."""
    if cell is not None and cell.formula is not None and _is_paste_formula(cell.formula, pasted.place.sheet):
        return pasted.raw(field)
    typed = None if cell is None else figure_in(cell)
    if field not in pasted.cells:
        return typed
    pasted_value, unit = pasted.raw(field), form.fields[field].unit
    typed_reading, pasted_reading = read_number(typed, unit), read_number(pasted_value, unit)
    if values_only and typed_reading.state is State.BLANK:
        return pasted_value
    if (typed_reading.state, typed_reading.value) == (pasted_reading.state, pasted_reading.value) and (
        typed_reading.value is not None or typed_reading.state is State.BLANK
    ):
        return typed
    return CellTwice(raw_text(typed), raw_text(pasted_value))


def _is_paste_formula(formula: str, sheet: str) -> bool:
    """Return whether a formula is the one of the sheet of pasting; rows deleted there may have cut its references."""
    return sheet in formula or ("#REF!" in formula and "INDEX(" in formula.upper())


def paste_findings(pasted: Mapping[str, Pasted], layout: Layout) -> Iterator[Finding]:
    """Find what was pasted and not understood, or not in the rows of the form (LT213)."""
    for sheet in pasted.values():
        place = sheet.place
        table = layout.form.table_by_id[place.table].name
        if not sheet.numbers:
            texts = [position for position, cell in sorted(sheet.contents.items()) if cell_words(cell).strip()]
            if texts and any(_has_digit(sheet.contents[position]) for position in texts):
                yield _finding(
                    _("“{sheet}”上有文字，没有认出数字：{table}没有读到。", sheet=place.sheet, table=table),
                    place,
                    texts[0],
                )
            continue
        if not sheet.cells:
            top, left, bottom, right = sheet.area
            message = _(
                "“{sheet}”上的数字占 {rows} 行 {columns} 列（{area}），不是{table}的 {expected} 行、{narrow} 或 {wide} 列，没有采用；第一列不能全空。",
                sheet=place.sheet, rows=bottom - top + 1, columns=right - left + 1, area=area_address(sheet.area),
                table=table, expected=len(place.rows), narrow=place.narrow, wide=place.width,
            )  # fmt: skip
            yield _finding(message, place, (top, left))
            continue
        yield from _misplaced_rows(sheet, layout, table)


def _misplaced_rows(pasted: Pasted, layout: Layout, table: str) -> Iterator[Finding]:
    """Find rows that were pasted with the name of another row: the order is not that of the form."""
    names = _row_names(layout, pasted.place)
    misplaced: list[tuple[Position, str, str]] = []
    for fields, expected in zip(pasted.place.rows, names, strict=True):
        row, left = pasted.cells[fields[0]]
        labels = [
            _plain(cell_words(pasted.contents[row, column]))
            for column in range(left)
            if (row, column) in pasted.contents
        ]
        if not any(labels) or expected in labels:
            continue
        other = next((word for word in labels if word in names), None)
        if other is not None:
            misplaced.append(((row, left), expected, other))
    if misplaced:
        named = listed(
            _("{cell} 应为“{expected}”，现为“{found}”", cell=address(place), expected=expected, found=other)
            for place, expected, other in misplaced[:SHOWN]
        )
        yield _finding(
            _("“{sheet}”上的行与{table}的顺序不同：{named}。", sheet=pasted.place.sheet, table=table, named=named),
            pasted.place,
            misplaced[0][0],
        )


def _row_names(layout: Layout, place: PastePlace) -> list[str]:
    """Return what the form calls each row, without numbers and signs; nothing where two rows are called the same."""
    table = layout.form.table_by_id[place.table]
    names = []
    for block in table.blocks:
        for row in range(block.first + block.header_rows, block.last + 1):
            labels = [cell for cell in table.grid if cell.row <= row < cell.row + cell.rows and cell.field is None]
            names.append(_plain(max(labels, key=lambda cell: cell.column).text))
    return [name if names.count(name) == 1 else "" for name in names]


def _plain(text: str) -> str:
    return re.sub(_HAN, "", text)


def _has_digit(cell: RawCell) -> bool:
    return any(character.isdigit() for character in cell_words(cell))


def _finding(message: Message, place: PastePlace, position: Position) -> Finding:
    return layout_finding("LT213", message, [CellPlace(sheet=place.sheet, cell=address(position))])
