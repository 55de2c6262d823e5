"""Cells given their meaning by their workbook's strings and formats."""

from __future__ import annotations

import pytest

from nianbao.cells import Position
from nianbao.errors import UnreadableError
from nianbao.submissions.numbers import CellDate, CellError
from nianbao.workbooks.looks import PLAIN
from nianbao.workbooks.raw import CellText, RawCell
from nianbao.workbooks.sheet_cells import cells_of
from nianbao.workbooks.sheet_part import SheetPart
from nianbao.workbooks.strings_and_styles import CellFormats, Strings

FORMATS = CellFormats(
    locked=(True, False, True), dates=(False, False, True), codes=("",) * 3, looks=(PLAIN,) * 3, dark=(False,) * 3
)
AT: Position = (0, 0)


def of(
    kind: str, text: str | None, style: str = "0", formula: str | None = None
) -> tuple[RawCell | None, bool, bool]:
    part = SheetPart(texts={AT: CellText(kind, style, text, formula)})
    cells, known, sound = cells_of(part, Strings(["甲", "乙"], {}), FORMATS, epoch_1904=False)
    return cells.get(AT), known, sound


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("s", "1", "乙"),
        ("n", "47", 47),
        ("str", "a_x0009_b", "a\tb"),
        ("str", "", None),
        ("inlineStr", "甲", "甲"),
        ("b", "1", True),
        ("e", "#N/A", CellError("#N/A")),
        ("d", "2024-12-31", CellDate("2024-12-31")),
    ],
)
def test_each_kind_of_cell(kind: str, text: str, value: object) -> None:
    cell, known, sound = of(kind, text)
    assert (cell.value if cell else None) == value
    assert (known, sound) == (True, True)


def test_a_number_under_a_format_of_dates_is_a_date() -> None:
    cell, _known, _sound = of("n", "45292", style="2")
    assert cell == RawCell(CellDate("2024-01-01T00:00:00"), None, True)


def test_locks_come_from_the_format_and_one_that_is_not_there_is_locked_and_told() -> None:
    assert of("n", "1", style="1")[0] == RawCell(1, None, False)
    for style in ("9", "-1", "x"):
        cell, _known, sound = of("n", "1", style=style)
        assert cell is not None
        assert (cell.locked, sound) == (True, False)


def test_a_formula_keeps_its_result_apart_from_what_was_typed() -> None:
    assert of("n", "47", formula="=40+7")[0] == RawCell(None, "=40+7", True, 47)
    assert of("n", None, formula="=40+7")[0] == RawCell(None, "=40+7", True, None)


def test_a_kind_that_nobody_knows_is_said_to_be_one() -> None:
    assert of("new", "1")[1] is False


@pytest.mark.parametrize("text", ["2", "-1", "x"])
def test_a_string_that_does_not_exist_is_damage(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        of("s", text)
    assert caught.value.code == "RD101"


def test_a_string_without_a_number_is_a_blank_cell() -> None:
    assert of("s", "") == (None, True, True)
