from __future__ import annotations

from nianbao.published.blocks import Paragraph, Table
from nianbao.published.pdf_pages import CUT_THROUGH, PageReader

Page = dict[str, list[list[float]]]
GRID = [[0, 100, 200, 100], [0, 80, 200, 80], [0, 80, 0, 100], [100, 80, 100, 100], [200, 80, 200, 100]]


def line(text: str, left: float, bottom: float, size: float = 10) -> list[list[float]]:
    """Return the characters of a line, each as wide as high, digits half as wide; a blank is a gap."""
    characters: list[list[float]] = []
    for character in text:
        width = size / 2 if character.isascii() else size
        if character != " ":
            characters.append(
                [ord(character), left, bottom, left + width, bottom + size, left + 0.5, left + width - 0.5, 0]
            )
        left += width
    return characters


def page(*lines: list[list[float]], ruled: list[list[float]] | None = None) -> Page:
    return {"characters": [each for one in lines for each in one], "lines": ruled or [], "fills": []}


def cells(*lines: list[list[float]]) -> list[str]:
    blocks = PageReader([page(*lines, ruled=GRID)]).blocks()
    return [cell.text for block in blocks if isinstance(block, Table) for row in block.rows for cell in row.cells]


def paragraphs(*pages: Page) -> list[str]:
    return [block.text for block in PageReader(list(pages)).blocks() if isinstance(block, Paragraph)]


def test_characters_stand_in_the_cells_around_them() -> None:
    assert cells(line("规章", 10, 85), line("12", 120, 85)) == ["规章", "12"]


def test_a_gap_inside_a_figure_leaves_no_figure() -> None:
    assert cells(line("规章", 10, 85), line("52 5", 120, 85)) == ["规章", "52 5"]


def test_a_number_that_a_wall_goes_through_is_no_figure() -> None:
    assert cells(line("12345678", 82, 85), line("甲", 150, 85)) == ["1234" + CUT_THROUGH, "5678 甲" + CUT_THROUGH]


def test_digits_are_joined_over_lines_only_where_the_line_before_is_full() -> None:
    tall = [[0, 120, 30, 120], [0, 80, 30, 80], [0, 80, 0, 120], [15, 80, 15, 120], [30, 80, 30, 120]]
    full = page(line("21", 1, 105), line("0", 1, 90), line("甲", 17, 100), ruled=tall)
    (table,) = [block for block in PageReader([full]).blocks() if isinstance(block, Table)]
    assert table.rows[0].cells[0].text == "210"
    assert cells(line("5", 110, 90, 5), line("3", 110, 82, 5), line("甲", 10, 85))[1] == "5\n3"


def test_lines_are_joined_to_paragraphs_over_pages_without_page_numbers() -> None:
    first = page(line("　　甲甲甲甲甲甲", 20, 90), line("乙乙乙乙乙乙乙乙", 0, 75), line("— 1 —", 40, 5))
    second = page(line("丙丙。", 0, 90), line("　　丁丁丁丁。", 20, 75))
    assert paragraphs(first, second)[0].endswith("乙乙丙丙。")
    assert len(paragraphs(first, second)) == 2


def test_a_sub_heading_behind_a_full_line_begins_a_paragraph() -> None:
    full = "甲" * 15 + "。"
    assert paragraphs(page(line(full, 0, 90), line("（二）建议提案情况", 0, 75), line("乙乙乙。", 0, 60))) == [
        full, "（二）建议提案情况", "乙乙乙。"
    ]  # fmt: skip
    assert paragraphs(page(line("甲" * 16, 0, 90), line("（二）建议提案情况", 0, 75))) == [
        "甲" * 16 + "（二）建议提案情况"
    ]


def test_a_running_head_is_left_out() -> None:
    pages = [page(line("示例县年报", 30, 200), line(f"{word * 14}。", 0, 90)) for word in "甲乙丙丁"]
    assert "示例县年报" not in "".join(paragraphs(*pages))


def test_a_radical_is_the_character_it_stands_for() -> None:
    assert paragraphs(page(line("⾏政", 0, 90))) == ["行政"]


def test_columns_without_lines_are_parted() -> None:
    assert paragraphs(page(line("规章   3   5", 0, 90))) == ["规章   3   5"]


def test_a_frame_around_the_page_and_a_box_at_its_head_are_no_table() -> None:
    """A browser draws both of a page with a banner."""
    frame = [[0, 0, 300, 0], [0, 0, 0, 300], [300, 0, 300, 300], [0, 280, 300, 280], [0, 300, 300, 300]]
    prose = [line("甲" * 28 + "。", 5, 200 - 12 * number) for number in range(6)]
    blocks = PageReader([page(line("草稿", 100, 285), *prose, ruled=frame)]).blocks()
    assert not [block for block in blocks if isinstance(block, Table)]
    assert "".join(block.text for block in blocks if isinstance(block, Paragraph)).count("甲") == 28 * 6
