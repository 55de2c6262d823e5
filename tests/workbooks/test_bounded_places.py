"""Cells and areas held inside the box that a form could have."""

from __future__ import annotations

import pytest

from nianbao.cells import address
from nianbao.errors import UnreadableError
from nianbao.files import limits
from nianbao.workbooks.bounded_places import area_of, hold_apart, position_of


def code(reference: str, *, area: bool = False) -> str:
    with pytest.raises(UnreadableError) as caught:
        area_of(reference) if area else position_of(reference)
    return caught.value.code


def test_a_cell_inside_is_read_and_the_last_one_too() -> None:
    assert position_of("D6") == (5, 3)
    last = (limits.ROWS - 1, limits.COLUMNS - 1)
    assert position_of(address(last)) == last


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("", "RD101"),
        ("甲", "RD101"),
        ("A0", "RD101"),
        ("A1:B2", "RD101"),
        (f"A{limits.ROWS + 1}", "RD103"),
        ("XFD1", "RD103"),
    ],
)
def test_a_cell_that_is_none_or_far_away(reference: str, expected: str) -> None:
    assert code(reference) == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("B2:A1", "RD101"),
        ("", "RD101"),
        ("A0:B1", "RD101"),
        (f"A1:A{limits.ROWS + 1}", "RD103"),
        ("A1:GZ1000", "RD103"),
    ],
)
def test_an_area_that_is_none_or_too_large(reference: str, expected: str) -> None:
    assert code(reference, area=True) == expected
    assert area_of("A1:C2") == (0, 0, 1, 2)


def test_areas_that_overlap_are_refused_and_neighbours_are_not() -> None:
    hold_apart({(0, 0, 1, 1), (0, 2, 1, 3), (2, 0, 2, 3)})
    with pytest.raises(UnreadableError):
        hold_apart({(0, 0, 1, 1), (1, 1, 2, 2)})
