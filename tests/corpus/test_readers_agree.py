"""Two independent readers give the same RawWorkbook, for every shape and every damage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from nianbao import RawWorkbook, Reader, UnreadableError, read_raw
from nianbao.cells import Position
from nianbao.files.archive import Archive
from nianbao.workbooks.plain_parts import read_plain_sheet, read_plain_strings
from nianbao.workbooks.raw import RawSheet
from nianbao.workbooks.sheet_part import parse_sheet, read_sheet_part
from nianbao.workbooks.strings_and_styles import parse_strings, read_strings

from .base import base_workbook
from .damage import Damage
from .damages import DAMAGES
from .producers import PRODUCERS


def _damaged(damage: Damage) -> bytes:
    return damage.make(base_workbook())


ONLY_FAST = {
    "strict Open XML": "openpyxl sees no sheet in the strict namespace",
    "part names in capitals": "openpyxl looks parts up by exact name",
    "backslashes in member names": "openpyxl looks parts up by exact name",
    "a wrong date in the core properties": "openpyxl raises TypeError",
}
FIXTURES: list[tuple[str, Callable[[], bytes]]] = [
    *((each.name, each.make) for each in PRODUCERS),
    *((each.name, partial(_damaged, each)) for each in DAMAGES),
]


def is_known(sheet: RawSheet, place: Position) -> bool:
    """Tell where openpyxl is known to differ: escapes left or dropped, cells under a merged area dropped."""
    cell = sheet.cells.get(place)
    if cell is not None and isinstance(cell.value, str) and "第四段" in cell.value:
        return True  # the text with _x0041_ in it
    row, column = place
    return any(
        first <= row <= last and left <= column <= right and place != (first, left)
        for first, left, last, right in sheet.merges
    )


def both(data: bytes) -> tuple[RawWorkbook, RawWorkbook]:
    return read_raw(data), read_raw(data, reader=Reader.OPENPYXL)


def check_plain_parts(data: bytes) -> None:
    """Whatever part is read by its rows is read as the guarded reader reads it."""
    try:
        archive = Archive(data)
        contents = {name: archive.read(name) for name in archive.names if name.endswith(".xml")}
    except UnreadableError:
        return
    for name, content in contents.items():
        if read_plain_sheet(content) is not None:
            assert read_sheet_part(content) == parse_sheet(content), name
        if (strings := read_plain_strings(content)) is not None:
            assert read_strings(content) == parse_strings(content), name
            assert len(strings) == len(read_strings(content).texts)


@pytest.mark.parametrize(("name", "make"), FIXTURES, ids=[name for name, _make in FIXTURES])
def test_both_readers_agree(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    check_plain_parts(data)
    if name in ONLY_FAST:
        read_raw(data)
        return
    try:
        fast, second = both(data)
    except UnreadableError:
        with pytest.raises(UnreadableError):
            read_raw(data)
        return
    assert [sheet.name for sheet in fast.sheets] == [sheet.name for sheet in second.sheets]
    for one, two in zip(fast.sheets, second.sheets, strict=True):
        for part in ("visible", "protected", "merges", "validations", "comments"):
            assert getattr(one, part) == getattr(two, part), (one.name, part)
        differing = {
            place: (one.cells.get(place), two.cells.get(place))
            for place in {*one.cells, *two.cells}
            if one.cells.get(place) != two.cells.get(place) and not is_known(one, place)
        }
        assert differing == {}, one.name
    assert (fast.names, fast.structure_locked) == (second.names, second.structure_locked)
    assert fast.properties == second.properties
