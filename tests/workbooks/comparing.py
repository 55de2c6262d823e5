"""The known workbook, read, and changed in a cell or two: what comparing starts from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao import layout_for, read_raw
from tests.corpus.base import base_workbook, original

if TYPE_CHECKING:
    from nianbao import Layout
    from nianbao.cells import Position
    from nianbao.workbooks.raw import RawCell, RawSheet, RawWorkbook

REQUESTS = "三依申请公开"


@cache
def raw() -> RawWorkbook:
    return read_raw(base_workbook())


@cache
def layout() -> Layout:
    return layout_for(original())


def sheet(name: str = REQUESTS) -> RawSheet:
    found = raw().sheet(name)
    assert found is not None
    return found


def with_sheet(changed: RawSheet) -> RawWorkbook:
    """Return the workbook with a sheet in place of the one of its name."""
    found = raw()
    return replace(found, sheets=tuple(changed if each.name == changed.name else each for each in found.sheets))


def with_cells(cells: dict[Position, RawCell | None], name: str = REQUESTS) -> RawWorkbook:
    """Return the workbook with cells changed, or taken away."""
    before = sheet(name)
    kept = {position: cell for position, cell in {**before.cells, **cells}.items() if cell is not None}
    return with_sheet(replace(before, cells=kept))
