from __future__ import annotations

import pytest

from nianbao.interpretation.segments import is_value, segments_of
from nianbao.published.blocks import Cell, Row, Shape, Spot, Table


def table(*rows: str, shape: Shape = Shape.ROWS) -> Table:
    laid = tuple(
        Row(
            cells=tuple(Cell(text=text, column=at) for at, text in enumerate(row.split("|"))),
            spot=Spot(line=number),
        )
        for number, row in enumerate(rows, 1)
    )
    return Table(rows=laid, shape=shape)


@pytest.mark.parametrize(
    "text",
    ["", "0", "1,234", "３", "/", "无", "3件", "22（其中修订16件）", "251000元", "约10", "[划掉4]2", "35[划掉42]"],
)
def test_what_stands_for_a_figure_is_a_value(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize(
    "text", ["规章", "1.其他", "2 .重复申请", "3其他", "1属于国家秘密", "第二十条第（一）项", "三、本年度办理结果"]
)
def test_labels_are_none(text: str) -> None:
    assert not is_value(text)


def test_the_last_words_before_figures_are_their_label() -> None:
    (segment,) = segments_of(table("（三）不予公开|1.属于国家秘密||5|6"))
    assert (segment.label, segment.before, segment.words, segment.filled) == (
        "1.属于国家秘密",
        "（三）不予公开",
        2,
        (1, 2),
    )


def test_two_labels_in_a_row_have_figures_each() -> None:
    assert [(each.label, len(each.cells)) for each in segments_of(table("行政处罚|3|行政强制|4"))] == [
        ("行政处罚", 1),
        ("行政强制", 1),
    ]


def test_cells_without_rows_belong_to_the_words_before_them() -> None:
    found = list(segments_of(table("规章", "3", "", "文件", "4", shape=Shape.FLOW)))
    assert [(each.label, [cell.text for cell in each.cells]) for each in found] == [
        ("规章", ["3", ""]),
        ("文件", ["4"]),
    ]
