"""Rows and columns inserted or deleted, and cells cut, as a real client does it: all references follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nianbao.cells import Area, Position, area_address, column_letters, parse_area

from .rewriting import WORKBOOK, Cell, Grid, grid_of, packed, position, sheet_parts, unpacked, with_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    Mapping = Callable[[Area], Area | None]

_REFERENCE = re.compile(
    r"(?<![\w.])(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d]\w*)!)?"
    r"(?P<c1>\$?[A-Z]{1,3})(?P<r1>\$?\d+)(?::(?P<c2>\$?[A-Z]{1,3})(?P<r2>\$?\d+))?(?![\w(!])"
)


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows (axis 0) or columns (axis 1) inserted before ``at``, zero-based; deleted from there where negative."""

    axis: int
    at: int
    count: int

    def index(self, number: int) -> int | None:
        """Return the new number of a row or column; ``None`` where it was deleted."""
        if number < self.at:
            return number
        if self.count < 0 and number < self.at - self.count:
            return None
        return number + self.count

    def place(self, at: Position) -> Position | None:
        """Return the new place of a cell."""
        moved = self.index(at[self.axis])
        if moved is None:
            return None
        return (moved, at[1]) if self.axis == 0 else (at[0], moved)

    def area(self, area: Area) -> Area | None:
        """Return the new area of a reference; it shrinks with what is deleted."""
        first, last = self.index(area[self.axis]), self.index(area[self.axis + 2])
        first = self.at if first is None else first
        last = self.at - 1 if last is None else last
        if first > last:
            return None
        moved = list(area)
        moved[self.axis], moved[self.axis + 2] = first, last
        return moved[0], moved[1], moved[2], moved[3]


def shifted(data: bytes, sheet: str, shift: Shift) -> bytes:
    """Return the workbook with rows or columns of one sheet inserted or deleted."""
    return _moved(data, sheet, shift.area, lambda grid: _shifted_grid(grid, shift))


def rows_inserted(data: bytes, sheet: str, at: int, count: int = 1) -> bytes:
    """Insert rows before a row, counted from 1 as people do."""
    return shifted(data, sheet, Shift(0, at - 1, count))


def rows_deleted(data: bytes, sheet: str, at: int, count: int = 1) -> bytes:
    """Delete rows from a row on, counted from 1."""
    return shifted(data, sheet, Shift(0, at - 1, -count))


def columns_inserted(data: bytes, sheet: str, at: str, count: int = 1) -> bytes:
    """Insert columns before a column, named by its letters."""
    return shifted(data, sheet, Shift(1, position(f"{at}1")[1], count))


def columns_deleted(data: bytes, sheet: str, at: str, count: int = 1) -> bytes:
    """Delete columns from a column on."""
    return shifted(data, sheet, Shift(1, position(f"{at}1")[1], -count))


def cut(data: bytes, sheet: str, source: str, target: str) -> bytes:
    """Cut cells and paste them elsewhere on the sheet: what pointed at the target points nowhere."""
    origin = parse_area(source)
    corner = position(target)
    if origin is None:
        raise LookupError(source)
    rows, columns = corner[0] - origin[0], corner[1] - origin[1]

    def moved(area: Area) -> Area | None:
        if _inside(area, origin):
            return area[0] + rows, area[1] + columns, area[2] + rows, area[3] + columns
        goal = (origin[0] + rows, origin[1] + columns, origin[2] + rows, origin[3] + columns)
        return None if _inside(area, goal) else area

    def grid_moved(grid: Grid) -> Grid:
        lifted = {at: grid.cells[at] for at in list(grid.cells) if _inside((*at, *at), origin)}
        for at in lifted:
            grid.cells[at] = Cell()
        grid.cells |= {(at[0] + rows, at[1] + columns): cell for at, cell in lifted.items()}
        return grid

    return _moved(data, sheet, moved, grid_moved, merges=False)


def _inside(inner: Area, outer: Area) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _shifted_grid(grid: Grid, shift: Shift) -> Grid:
    moved = Grid()
    for row, attributes in grid.rows.items():
        place = shift.place((row, 0)) if shift.axis == 0 else (row, 0)
        if place is not None:
            moved.rows[place[0]] = attributes
    for at, cell in grid.cells.items():
        place = shift.place(at)
        if place is not None:
            moved.cells[place] = cell
    return moved


def _moved(data: bytes, sheet: str, area: Mapping, change: Callable[[Grid], Grid], *, merges: bool = True) -> bytes:
    parts = unpacked(data)
    by_name = sheet_parts(parts)
    for name, part in by_name.items():
        xml = parts[part].decode()
        if name == sheet:
            xml = with_grid(xml, change(grid_of(xml)))
            if merges:
                xml = _areas(xml, area)
        xml = re.sub(
            r"(<(f|formula|formula1|formula2)\b[^>]*>)([^<]*)(</)",
            lambda found, here=name: found[1] + references(found[3], sheet, here, area) + found[4],  # type: ignore[misc]
            xml,
        )
        parts[part] = xml.encode()
    parts[WORKBOOK] = re.sub(
        r"(<definedName [^>]*>)([^<]*)(</)",
        lambda found: found[1] + references(found[2], sheet, "", area) + found[3],
        parts[WORKBOOK].decode(),
    ).encode()
    return packed(parts)


def references(formula: str, sheet: str, here: str, area: Mapping) -> str:
    """Return a formula of the sheet ``here`` with its references to ``sheet`` moved; words in quotes stay."""
    parts = formula.split('"')
    parts[::2] = [_REFERENCE.sub(lambda found: _reference(found, sheet, here, area), part) for part in parts[::2]]
    return '"'.join(parts)


def _reference(found: re.Match[str], sheet: str, here: str, area: Mapping) -> str:
    owner = (found["sheet"] or "").strip("'").replace("''", "'") or here
    if owner != sheet:
        return found[0]
    plain = found[0].rpartition("!")[2].replace("$", "")
    before = parse_area(plain)
    if before is None:
        return found[0]
    after = area(before)
    prefix = f"{found['sheet']}!" if found["sheet"] else ""
    if after is None:
        return prefix + "#REF!"
    moved = _corner(found["c1"], found["r1"], after[0], after[1])
    if found["c2"]:
        moved += ":" + _corner(found["c2"], found["r2"], after[2], after[3])
    return prefix + moved


def _corner(column: str, row: str, to_row: int, to_column: int) -> str:
    return f"{'$' * column.startswith('$')}{column_letters(to_column)}{'$' * row.startswith('$')}{to_row + 1}"


def _areas(xml: str, area: Mapping) -> str:
    """Move merged areas, and the areas of validations and conditional formats."""

    def moved(found: re.Match[str]) -> str:
        kept = [area(before) for text in found[2].split() if (before := parse_area(text)) is not None]
        return found[1] + " ".join(area_address(after) for after in kept if after is not None) + '"'

    xml = re.sub(r'(<mergeCell ref=")([^"]*)"', moved, xml)
    xml = re.sub(r'<mergeCell ref="[^":]*"/>', "", xml)  # one cell left, or none: no merge any more
    return re.sub(r'(\bsqref=")([A-Z][^"]*)"', moved, xml)
