from __future__ import annotations

import pytest

from nianbao.errors import UnreadableError
from nianbao.published.blocks import Document, Paragraph, Shape, Table
from nianbao.published.text_reader import read_text, text_document


def table(text: str) -> Table:
    return next(block for block in text_document(text).blocks if isinstance(block, Table))


def cells(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table(text).rows]


def test_tabs_part_cells_and_lines_say_where_they_stand() -> None:
    found = table("前文\n规章\t3\t\t5\n规范性文件\t1\t2\t3\n")
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["规章", "3", "", "5"],
        ["规范性文件", "1", "2", "3"],
    ]
    assert found.shape is Shape.ROWS
    assert found.rows[0].spot.line == 2


def test_a_line_that_ends_in_a_tab_is_a_paragraph() -> None:
    document = text_document("一、总体情况\t\n正文")
    assert all(isinstance(block, Paragraph) for block in document.blocks)


def test_bars_part_cells() -> None:
    assert cells("规章 | 3 | 0 |\n规范性文件 | 1 | 2 |") == [["规章", "3", "0"], ["规范性文件", "1", "2"]]


def test_a_markdown_table_loses_its_rule() -> None:
    assert cells("| 甲 | 乙 |\n| --- | :-: |\n| 1 | 2 |") == [["甲", "乙"], ["1", "2"]]


def test_one_cell_a_line_with_bars_flows() -> None:
    text = "\n".join(["规章 |", "0 |", "|", "3 |", "||"] * 4)
    found = table(text)
    assert found.shape is Shape.FLOW
    assert [cell.text for row in found.rows for cell in row.cells][:6] == ["规章", "0", "", "3", "", ""]


def test_one_cell_a_line_behind_a_tab_has_its_rows() -> None:
    text = "\n\n".join("\t商业\n企业\n\t0\n\t" for _row in range(12)) + "\n\n\n后文"
    found = table(text)
    assert found.shape is Shape.CELLS
    assert [cell.text for cell in found.rows[0].cells] == ["商业\n企业", "0", ""]


def test_html_tables_inside_markdown_are_read() -> None:
    text = "# 题目\n\n甲\\_乙\n\n<table><tr><td>规章</td><td>3</td></tr></table>\n\n## 二、后文"
    document = text_document(text)
    assert cells(text) == [["规章", "3"]]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "题目",
        "甲_乙",
        "二、后文",
    ]


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(UnreadableError):
        read_text(b"\n" * 100_000)
    with pytest.raises(UnreadableError):
        read_text(b"x" * (5 * 2**20))
    assert isinstance(read_text(b""), Document)
