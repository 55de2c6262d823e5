"""The slow reader: what it gives is what the fast one gives."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nianbao.errors import UnreadableError
from nianbao.workbooks.openpyxl_reader import read_with_openpyxl
from nianbao.workbooks.raw import Remark
from tests.corpus.base import base_workbook
from tests.corpus.rewriting import with_cell, without_part

from .comparing import raw

SHEET = "三依申请公开"


def test_both_readers_give_the_same_of_a_workbook_of_ours() -> None:
    slow, fast = read_with_openpyxl(base_workbook(), raw()), raw()
    assert slow.names == fast.names
    assert slow.properties == fast.properties
    assert slow.structure_locked is fast.structure_locked
    for one, other in zip(slow.sheets, fast.sheets, strict=True):
        assert (one.name, one.visible, one.protected, one.merges) == (
            other.name, other.visible, other.protected, other.merges,
        )  # fmt: skip
        assert {at: cell.value for at, cell in one.cells.items()} == {
            at: cell.value for at, cell in other.cells.items()
        }
        assert one.cells.keys() == other.cells.keys()


@pytest.mark.parametrize(
    ("content", "attributes", "value"),
    [
        ("<v>26.550000000000001</v>", "", "26.55"),
        ("<v>1</v>", ' t="b"', "True"),
        ("<v>#N/A</v>", ' t="e"', "#N/A"),
    ],
)
def test_values_are_what_the_sheet_shows(content: str, attributes: str, value: str) -> None:
    sheet = read_with_openpyxl(with_cell(base_workbook(), SHEET, "D6", content, attributes), raw()).sheet(SHEET)
    assert sheet is not None
    found = sheet.cells[5, 3].value
    assert str(getattr(found, "code", found)) == value


def test_what_the_guard_remarked_is_kept_and_what_openpyxl_cannot_read_is_damaged() -> None:
    remark = Remark("RD106", "损坏")  # type: ignore[arg-type]
    assert read_with_openpyxl(base_workbook(), replace(raw(), remarks=(remark,))).remarks == (remark,)
    with pytest.raises(UnreadableError) as caught:
        read_with_openpyxl(without_part(base_workbook(), "xl/workbook.xml"), raw())
    assert caught.value.code == "RD101"
