"""Cell addresses: positions and their names, there and back, and few areas for many cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.cells import address, area_address, column_letters, joined_areas, parse_address, parse_area

POSITIONS = st.tuples(st.integers(0, 10**6), st.integers(0, 26 + 26**2 + 26**3 - 1))
NEAR = st.tuples(st.integers(0, 6), st.integers(0, 6))


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_by_their_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@given(POSITIONS, st.booleans())
def test_a_position_is_read_from_its_name(position: tuple[int, int], absolute: bool) -> None:
    name = address(position, absolute=absolute)
    assert parse_address(name) == parse_address(name.lower()) == position
    assert name.count("$") == (2 if absolute else 0)


@pytest.mark.parametrize("text", ["", "A", "1", "AAAA1", "A12345678", "甲1", "A1 ", "A1:B2", "#REF!"])
def test_what_is_no_name(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("A1:B2", (0, 0, 1, 1)),
        ("$C$3", (2, 2, 2, 2)),
        ("B2:A1", (1, 1, 0, 0)),
        ("A1:", (0, 0, 0, 0)),
        ("A1:x", None),
    ],
)
def test_areas_by_their_names(text: str, area: object) -> None:
    assert parse_area(text) == area


def test_an_area_of_one_cell_has_the_cells_name() -> None:
    assert area_address((2, 2, 2, 2)) == "C3"
    assert area_address((0, 0, 1, 1), absolute=True) == "$A$1:$B$2"


@given(st.lists(NEAR, max_size=25))
def test_areas_cover_the_cells_and_no_other_each_once(positions: list[tuple[int, int]]) -> None:
    covered = [
        (row, column)
        for first, left, last, right in joined_areas(positions)
        for row in range(first, last + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(covered) == sorted(set(positions))


def test_a_box_of_cells_is_one_area() -> None:
    box = [(row, column) for row in range(3, 9) for column in range(2, 5)]
    assert joined_areas(box[::-1]) == [(3, 2, 8, 4)]
