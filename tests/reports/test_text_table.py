"""A table in a monospaced font: closed boxes of equal width, with every word of every cell in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import compose
from nianbao.reports.report import ReportCell, ReportTable
from nianbao.reports.text_table import display_width, text_table

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

WORDS = st.text(st.sampled_from("甲乙ab12 é…—①"), max_size=30)


def cell(row: int, column: int, text: str, *, rows: int = 1, columns: int = 1, kind: str = "label") -> ReportCell:
    return ReportCell(row=row, column=column, rows=rows, columns=columns, text=text, scope=None, kind=kind)


def table(*cells: ReportCell, height: int, width: int) -> ReportTable:
    return ReportTable(id="t", caption="", height=height, width=width, label_columns=1, cells=cells)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("ab", 2), ("甲", 2), ("é", 2), ("e\u0301", 1), ("（一）", 6)]
)
def test_how_wide_a_text_is(text: str, width: int) -> None:
    assert display_width(text) == width


def test_a_table_is_drawn() -> None:
    drawn = text_table(table(cell(0, 0, "项目"), cell(0, 1, "3", kind="field"), height=1, width=2))
    assert drawn == "+--------+--------+\n| 项目   |   3    |\n+--------+--------+"


def test_a_cell_over_two_rows_has_no_line_through_it() -> None:
    drawn = text_table(
        table(
            cell(0, 0, "甲", rows=2),
            cell(0, 1, "1", kind="field"),
            cell(1, 1, "2", kind="field"),
            height=2,
            width=2,
        )
    ).split("\n")
    assert len(drawn) == 5
    assert drawn[2].startswith("|") or drawn[2].startswith("+   ")
    assert drawn[2].endswith("--------+")


@given(st.lists(WORDS, min_size=6, max_size=6))
def test_whatever_stands_in_it_every_line_is_as_wide_and_no_character_is_lost(texts: list[str]) -> None:
    drawn = text_table(
        table(
            cell(0, 0, texts[0], columns=2), cell(0, 2, texts[1], rows=2), cell(1, 0, texts[2]), cell(1, 1, texts[3]),
            cell(2, 0, texts[4]), cell(2, 1, texts[5], columns=2, kind="field"), height=3, width=3,
        )
    )  # fmt: skip
    lines = drawn.split("\n")
    assert len({display_width(line) for line in lines}) == 1
    kept = sorted(character for character in drawn if character not in "+-| \n")
    assert kept == sorted(character for text in texts for character in text if character != " ")


def test_no_figure_is_ever_broken(example: Submission, form_folder: Path) -> None:
    for section in compose(example, form_folder).sections:
        for found in section.tables:
            large = tuple(
                replace(each, text="999999999999999") if each.kind == "field" else each for each in found.cells
            )
            drawn = text_table(replace(found, cells=large))
            assert drawn.count("999999999999999") == sum(each.kind == "field" for each in found.cells)
