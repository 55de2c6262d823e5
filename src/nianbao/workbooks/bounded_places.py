"""Cells and areas as a sheet names them, held inside the box that a form could have."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.cells import parse_address, parse_area
from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.guarded_xml import broken_xml
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.cells import Area, Position

_ = Domain("nianbao")


@lru_cache(maxsize=8192)
def position_of(reference: str) -> Position:
    """Return the position of a cell reference; raises RD101 where it is none, RD103 outside the box."""
    position = parse_address(reference)
    if position is None or position[0] < 0:
        raise broken_xml()
    if position[0] >= limits.ROWS or position[1] >= limits.COLUMNS:
        refuse(_("单元格 {cell} 远在表格之外（最多 {rows} 行、{columns} 列）。", cell=reference,
                 rows=limits.ROWS, columns=limits.COLUMNS))  # fmt: skip
    return position


def area_of(reference: str) -> Area:
    """Return the area of a reference; raises RD101 where it is none, RD103 where it is too large."""
    area = parse_area(reference)
    if area is None or area[0] < 0 or area[2] < area[0] or area[3] < area[1]:
        raise broken_xml()
    cells = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
    if area[2] >= limits.ROWS or area[3] >= limits.COLUMNS or cells > limits.AREA_CELLS:
        refuse(_("区域 {area} 超过 {limit} 格。", area=reference, limit=limits.AREA_CELLS))
    return area


def hold_apart(merges: set[Area]) -> None:
    """Refuse merged areas that overlap: every reader takes another one for the right one."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for first, left, last, right in merges:
        for row in range(first, last + 1):
            spans = rows.setdefault(row, [])
            if any(left <= end and begin <= right for begin, end in spans):
                refuse(_("合并区域互相重叠。"))
            spans.append((left, right))
