from __future__ import annotations

import pytest

from nianbao.interpretation.expected import expected_tables
from nianbao.interpretation.unlabelled_tables import read_unlabelled
from nianbao.published.blocks import Table
from nianbao.published.text_reader import text_document
from tests.interpretation.reports import FORM, registry

DISPUTES = expected_tables(registry().form_folders[FORM].form)[2]
PART = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"
WHOLE = f"行政复议\t行政诉讼\n{PART}\t未经复议直接起诉\t复议后起诉\n{PART}\t{PART}\n"
FIGURES = [str(number) for number in range(15)]


def read(text: str) -> tuple[str, ...] | None:
    tables = [block for block in text_document(text).blocks if isinstance(block, Table)]
    found = read_unlabelled(tables, DISPUTES)
    return found.rows[0].figures if found.rows else None


def test_fifteen_cells_under_the_headings_are_the_row() -> None:
    assert read(WHOLE + "\t".join(FIGURES)) == tuple(FIGURES)
    assert read(WHOLE + "\t".join(["", *FIGURES, ""])) == tuple(FIGURES)


@pytest.mark.parametrize("count", [14, 16])
def test_any_other_number_is_not_read(count: int) -> None:
    assert read(WHOLE + "\t".join(map(str, range(count)))) is None


def test_a_table_in_parts_is_put_together_under_the_names_of_its_blocks() -> None:
    parts = "".join(
        f"{name}\t\t\t\t\n{PART}\n" + "\t".join(FIGURES[at : at + 5]) + "\n"
        for at, name in ((0, "行政复议"), (5, "未经复议直接起诉"), (10, "复议后起诉"))
    )
    assert read(parts) == tuple(FIGURES)
    assert read(parts.replace("复议后起诉", "行政复议")) is None


def test_blocks_in_another_order_are_not_read() -> None:
    changed = (
        WHOLE.replace("未经复议直接起诉", "甲")
        .replace("复议后起诉", "未经复议直接起诉")
        .replace("甲", "复议后起诉")
    )
    assert read(changed + "\t".join(FIGURES)) is None


def test_a_heading_that_is_cut_off_leaves_the_row_unread() -> None:
    whole = WHOLE.rstrip("\n")
    assert read(whole.removesuffix("总计") + "总\n" + "\t".join(FIGURES)) is None
    assert read(whole.replace("尚未审结", "尚未审理结") + "\n" + "\t".join(FIGURES)) is not None
    assert read(whole.removesuffix("\t总计") + "\n" + "\t".join(FIGURES)) is None


def test_figures_without_the_headings_are_another_table() -> None:
    assert read("甲\t乙\n" + "\t".join(FIGURES)) is None


OTHERS = [str(number + 50) for number in range(15)]


def rows_of(text: str) -> set[tuple[str, ...] | None]:
    tables = [block for block in text_document(text).blocks if isinstance(block, Table)]
    return {row.figures for row in read_unlabelled(tables, DISPUTES).rows}


def test_a_second_row_below_the_same_headings_is_found_too() -> None:
    """Last year's row, or another body's: with two different rows nobody can say which is the report's."""
    both = WHOLE + "\t".join(["上年", *FIGURES]) + "\n" + "\t".join(["本年", *OTHERS])
    assert rows_of(both) == {tuple(FIGURES), tuple(OTHERS)}


def test_a_row_that_numbers_the_columns_and_a_blank_one_are_none() -> None:
    numbering = "\t".join(["栏次", *(str(number) for number in range(1, 16))])
    assert rows_of(f"{WHOLE}{numbering}\n" + "\t".join(["", *OTHERS])) == {tuple(OTHERS)}


def test_the_headings_of_a_part_must_stand_in_the_forms_order() -> None:
    swapped = PART.replace("结果维持\t结果纠正", "结果纠正\t结果维持")
    parts = "".join(
        f"{name}\t\t\t\t\n{swapped}\n" + "\t".join(FIGURES[at : at + 5]) + "\n"
        for at, name in ((0, "行政复议"), (5, "未经复议直接起诉"), (10, "复议后起诉"))
    )
    assert read(parts) is None
