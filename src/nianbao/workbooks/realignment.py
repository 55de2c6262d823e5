"""Sheets whose rows or columns were inserted or deleted, mapped back into the layout's coordinates.

Blocks that moved are followed by the labels beside them and the names over them. That alone is not trusted:
the realigned sheet goes through every comparison that an untouched one goes through.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.cells import address, column_letters, parse_address
from nianbao.files import limits
from nianbao.findings.place import CellPlace
from nianbao.language import Domain, listed
from nianbao.workbooks.alignment import Alignment, align
from nianbao.workbooks.content_drift import plain
from nianbao.workbooks.layout_findings import cell_words, joined, layout_finding, more, shown_words
from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nianbao.cells import Area, Position
    from nianbao.findings.finding import Finding
    from nianbao.forms.layout import Layout

_ = Domain("nianbao")
_LONGEST_LABEL = 2_000
"""No label is longer; longer text need not be compared to its end."""
_REACH = 60
"""More rows than this are not inserted by mistake."""
# Clients move names with their rows, so that a name weighs twice what a label does. One retyped label costs as much
# as its row deleted and another inserted (-8 = two gaps and half a label), and the tie goes to the pair: LT202, not
# LT203. Blank rows stay where they are unless something contradicts it.
_NAMED, _LABELLED, _UNLIKE, _BLANK = 20.0, 10.0, -8.0, 0.5
_REFERENCE = re.compile(
    r"(?P<sheet>[^\s!(),:;=<>&+*/^-]+!)?(?P<first>[A-Z]{1,3}[0-9]{1,7})(?::(?P<last>[A-Z]{1,3}[0-9]{1,7}))?(?![A-Z0-9(_!])"
)


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Lines inserted into a sheet and deleted from it, in rows and columns; the contents of the new ones."""

    sheet: str
    rows: Alignment
    columns: Alignment
    strangers: Mapping[Position, RawCell]

    def laid_back(self, position: Position) -> Position | None:
        """Return the layout's position of a position of the sheet; ``None`` for one that came in."""
        row, column = self.rows.line_of(position[0]), self.columns.line_of(position[1])
        return None if row is None or column is None else (row, column)

    def area_laid_back(self, area: Area) -> Area:
        """Return the layout's area of an area of the sheet; one outside everything where an end came in."""
        first, last = self.laid_back((area[0], area[1])), self.laid_back((area[2], area[3]))
        # No area of a layout is like this: one that lost an end is reported as moved or split.
        return (*first, *last) if first and last else (-1, -1, -1, -1)


class _Lines(msgspec.Struct, frozen=True):
    """What is known of the layout's rows or columns of one sheet."""

    labels: dict[int, Counter[str]]
    names: dict[int, list[tuple[str, int]]]
    """Names by the line of an end of theirs, with that end's place in an area."""
    count: int


@lru_cache(maxsize=256)
def _lines(layout: Layout, sheet: str, axis: int) -> _Lines:
    labels: dict[int, Counter[str]] = {}
    names: dict[int, list[tuple[str, int]]] = {}
    last = 0
    for label in layout.labels:
        if label.sheet == sheet:
            last = max(last, label.area[axis + 2])
            if label.text:
                labels.setdefault(label.area[axis], Counter())[plain(label.text)] += 1
    for name, placement in layout.names.items():
        if placement.sheet == sheet:
            last = max(last, placement.area[axis + 2])
            for end in {axis, axis + 2}:
                names.setdefault(placement.area[end], []).append((name, end))
    for line in layout.check_lines if sheet == layout.form.sheets.checks and axis == 0 else ():
        last = max(last, line.row)
    for row in layout.explanations if sheet == layout.form.sheets.explanations and axis == 0 else ():
        last = max(last, row.row)
    return _Lines(labels, names, last + 1)


def find_shifts(raw: RawWorkbook, layout: Layout) -> tuple[Shift, ...]:
    """Return how each sheet of the layout was shifted, those that were."""
    shifts = (_shift(raw, sheet, layout) for sheet in raw.sheets if sheet.name in layout.merges)
    return tuple(shift for shift in shifts if shift is not None)


def lay_back(raw: RawWorkbook, shifts: Sequence[Shift]) -> RawWorkbook:
    """Return the workbook with the shifted sheets laid back into the layout, and every formula with them."""
    if not shifts:
        return raw
    by_sheet = {shift.sheet: shift for shift in shifts}
    sheets = tuple(_sheet_laid_back(sheet, by_sheet) for sheet in raw.sheets)
    names = {
        name: (target[0], by_sheet[target[0]].area_laid_back(target[1]))
        if target and target[0] in by_sheet
        else target
        for name, target in raw.names.items()
    }
    return replace(raw, sheets=sheets, names=names)


def _shift(raw: RawWorkbook, sheet: RawSheet, layout: Layout) -> Shift | None:
    """Return how a sheet was shifted; ``None`` where it was not."""
    # Alignment takes time with the square of the rows, and nearly every workbook that comes back is untouched.
    if _lines(layout, sheet.name, 0).count > limits.ALIGNED_ROWS or not _is_out_of_place(raw, sheet, layout):
        return None
    rows = _aligned(raw, sheet, layout, 0)
    columns = _aligned(raw, sheet, layout, 1)
    if rows.unchanged and columns.unchanged:
        return None
    shift = Shift(sheet=sheet.name, rows=rows, columns=columns, strangers={})
    strangers = {
        position: cell
        for position, cell in sheet.cells.items()
        if (position[0] in rows.inserted or position[1] in columns.inserted) and cell_words(cell).strip()
    }
    return replace(shift, strangers=strangers)


def _is_out_of_place(raw: RawWorkbook, sheet: RawSheet, layout: Layout) -> bool:
    """Return whether a name or a label of a sheet is out of its place."""
    for name, placement in layout.names.items():
        if placement.sheet == sheet.name:
            target = raw.names.get(name)
            if target is None or target[0] != sheet.name or target[1][:2] != placement.area[:2]:
                return True
            if target[1] != placement.area and not placement.merged:
                return True
    return any(
        label.sheet == sheet.name
        and label.text
        and plain(cell_words(sheet.cells.get((label.area[0], label.area[1])))) != plain(label.text)
        for label in layout.labels
    )


def _aligned(raw: RawWorkbook, sheet: RawSheet, layout: Layout, axis: int) -> Alignment:
    """Align the sheet's rows (axis 0) or columns (axis 1) with the layout's."""
    lines = _lines(layout, sheet.name, axis)
    # What a line holds, wherever in it: so rows are recognised although a column came in, and columns although a
    # row did.
    texts: dict[int, Counter[str]] = {}
    for position, cell in sheet.cells.items():
        if position[axis] < lines.count + _REACH:
            texts.setdefault(position[axis], Counter())[plain(cell_words(cell)[:_LONGEST_LABEL])] += 1
    named_lines: dict[int, Counter[int]] = {}
    ends = {lines.count - 1}
    for line, names in lines.names.items():
        for name, end in names:
            target = raw.names.get(name)
            if target is not None and target[0] == sheet.name:
                named_lines.setdefault(line, Counter())[target[1][end]] += 1
                ends.add(target[1][end])
    count = min(max((*texts, *ends)) + 1, lines.count + _REACH)

    def likeness(line: int, other: int) -> float:
        score = _NAMED * named_lines[line][other] if line in named_lines else 0.0
        expected, contents = lines.labels.get(line), texts.get(other)
        if expected:
            shared = sum((expected & contents).values()) if contents else 0
            return score + _LABELLED * shared + _UNLIKE * (expected.total() - shared)
        return score + (_BLANK if line == other else 0.0)

    def cost(line: int) -> float:
        return -_LABELLED / 2 * (line in lines.labels) - _NAMED * (line in named_lines)

    return align(lines.count, count, likeness, cost)


def _sheet_laid_back(sheet: RawSheet, shifts: Mapping[str, Shift]) -> RawSheet:
    shift = shifts.get(sheet.name)
    cells: dict[Position, RawCell] = {}
    for position, cell in sheet.cells.items():
        place = position if shift is None else shift.laid_back(position)
        if place is not None:
            formula = cell.formula and _formula_laid_back(cell.formula, sheet.name, shifts)
            cells[place] = replace(cell, formula=formula) if formula != cell.formula else cell
    if shift is None:
        return replace(sheet, cells=cells)
    merges = frozenset(shift.area_laid_back(area) for area in sheet.merges)
    return replace(sheet, cells=cells, merges=merges)


def _formula_laid_back(formula: str, own_sheet: str, shifts: Mapping[str, Shift]) -> str:
    """Return a formula with its references as the layout has them; text in quotes is left alone."""
    by_name = {name.upper(): shift for name, shift in shifts.items()}

    def reference(match: re.Match[str]) -> str:
        sheet = (match["sheet"] or own_sheet + "!")[:-1].strip("'").upper()
        shift = by_name.get(sheet)
        if shift is None:
            return match[0]
        ends = [_cell_laid_back(cell, shift) for cell in (match["first"], match["last"]) if cell]
        return (match["sheet"] or "") + ":".join(ends)

    # Outside quotes only, as plain_formula compares: "D6" in a text is no reference.
    parts = formula.split('"')
    parts[::2] = [_REFERENCE.sub(reference, part.replace("$", "").replace("'", "")) for part in parts[::2]]
    return '"'.join(parts)


def _cell_laid_back(text: str, shift: Shift) -> str:
    position = parse_address(text)
    place = shift.laid_back(position) if position else None
    return address(place) if place else "#REF"


def shift_findings(shift: Shift) -> Iterator[Finding]:
    """Return the findings about a shifted sheet: LT203, and LT208 for contents of its new rows and columns."""
    changes = [
        *(
            _("第 {line} 行起插入了 {count} 行", line=line + 1, count=count)
            for line, count in _runs(shift.rows.inserted)
        ),
        *(
            _("原第 {line} 行起删除了 {count} 行", line=line + 1, count=count)
            for line, count in _runs(shift.rows.deleted)
        ),
        *(
            _("{column} 列起插入了 {count} 列", column=column_letters(line), count=count)
            for line, count in _runs(shift.columns.inserted)
        ),
        *(
            _("原 {column} 列起删除了 {count} 列", column=column_letters(line), count=count)
            for line, count in _runs(shift.columns.deleted)
        ),
    ]
    yield layout_finding(
        "LT203",
        _(
            "“{sheet}”{done}；数值已按移动后的位置读出，以下所指的单元格都是原表中的位置。",
            sheet=shift.sheet,
            done=listed(changes),
        ),
        [CellPlace(sheet=shift.sheet, cell="A1")],
    )
    if shift.strangers:
        yield layout_finding(
            "LT208",
            _(
                "“{sheet}”插入的行列里有内容，不会读取：{places}{more}。",
                sheet=shift.sheet,
                places=joined(
                    [
                        _("{cell}“{found}”", cell=address(position), found=shown_words(cell))
                        for position, cell in sorted(shift.strangers.items())
                    ]
                ),
                more=more(len(shift.strangers)),
            ),
            [CellPlace(sheet=shift.sheet, cell=address(position)) for position in sorted(shift.strangers)],
        )


def _runs(lines: tuple[int, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and line == runs[-1][0] + runs[-1][1]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((line, 1))
    return runs
