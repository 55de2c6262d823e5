"""How much room words take in a workbook."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.forms.measure import LINE, TALLEST, display_width, height, lines

WORDS = st.text(st.sampled_from("甲乙ab \n"), max_size=60)


@pytest.mark.parametrize(("text", "width"), [("", 0), ("ab", 2), ("甲a", 3), ("（一）", 6)])
def test_a_chinese_character_counts_two(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "count"), [("", 20, 1), ("甲" * 8, 20, 1), ("甲" * 9, 20, 2), ("a\nb\n", 20, 3)]
)
def test_lines_are_wrapped_in_the_width_of_the_column(text: str, width: int, count: int) -> None:
    assert lines(text, width) == count


@given(WORDS, st.floats(1, 100))
def test_a_row_is_never_lower_than_a_line_nor_taller_than_excel_allows(text: str, width: float) -> None:
    assert LINE <= height(text, width) <= TALLEST
    assert height(text, width) <= height(text + "甲", width)
    assert height(text, width, least=5) >= min(TALLEST, 5 * LINE)
