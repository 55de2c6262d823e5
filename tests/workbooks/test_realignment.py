"""Sheets whose rows or columns were shifted: followed by labels and names, laid back, and compared as any other."""

from __future__ import annotations

from msgspec.structs import replace

from nianbao.workbooks.drift import find_drift
from nianbao.workbooks.raw import RawCell, RawWorkbook
from nianbao.workbooks.realignment import find_shifts, lay_back, shift_findings
from tests.corpus.base import base_workbook
from tests.corpus.shifting import rows_inserted

from .comparing import REQUESTS, layout, raw, sheet, with_sheet


def shifted(at: int, by: int, *, stranger: str = "") -> RawWorkbook:
    """Return the workbook with rows put in before row ``at`` of a sheet, cells, merges and names moved along."""

    def down(row: int) -> int:
        return row + by if row >= at else row

    page = sheet()
    cells = {(down(row), column): cell for (row, column), cell in page.cells.items()}
    if stranger:
        cells[at, 3] = RawCell(stranger, None, False)
    moved = replace(
        page,
        cells={
            place: replace(cell, formula=None, value=0) if cell.formula else cell for place, cell in cells.items()
        },
        merges=frozenset((down(a), b, down(c), d) for a, b, c, d in page.merges),
    )
    names = {
        name: (target[0], (down(target[1][0]), target[1][1], down(target[1][2]), target[1][3]))
        if target and target[0] == REQUESTS
        else target
        for name, target in raw().names.items()
    }
    return replace(with_sheet(moved), names=names)


def test_nothing_is_followed_where_nothing_moved() -> None:
    assert find_shifts(raw(), layout()) == ()
    assert lay_back(raw(), ()) is raw()


def test_rows_that_came_in_are_found_and_taken_out_again() -> None:
    changed = shifted(10, 2)
    (shift,) = find_shifts(changed, layout())
    assert (shift.sheet, shift.rows.inserted, shift.columns.inserted) == (REQUESTS, (10, 11), ())
    back = lay_back(changed, (shift,))
    assert back.names == raw().names
    page = back.sheet(REQUESTS)
    assert page is not None
    assert page.merges == sheet().merges
    typed = {at for at, cell in sheet().cells.items() if cell.formula is None}
    assert all(page.cells[at].value == sheet().cells[at].value for at in typed)


def test_what_stands_in_a_new_row_is_told_and_read_by_nobody() -> None:
    changed = shifted(10, 1, stranger="另有3件")
    (shift,) = find_shifts(changed, layout())
    codes = [(finding.code, "另有3件" in str(finding.message)) for finding in shift_findings(shift)]
    assert codes == [("LT203", False), ("LT208", True)]
    assert "插入了 1 行" in str(next(iter(shift_findings(shift))).message)
    page = lay_back(changed, (shift,)).sheet(REQUESTS)
    assert page is not None
    assert "另有3件" not in {cell.value for cell in page.cells.values()}


def test_formulas_are_laid_back_with_the_cells_that_they_look_at() -> None:
    from nianbao import read_raw

    changed = read_raw(rows_inserted(base_workbook(), REQUESTS, 10, 2))
    shifts = find_shifts(changed, layout())
    assert shifts
    assert [finding.code for finding in find_drift(lay_back(changed, shifts), layout())] == []
