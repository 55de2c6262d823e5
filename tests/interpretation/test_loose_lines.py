from __future__ import annotations

from nianbao.interpretation.expected import expected_tables
from nianbao.interpretation.loose_lines import glued_table, loose_table
from nianbao.published.blocks import Paragraph, Shape
from tests.interpretation.reports import FORM, registry

REQUESTS = expected_tables(registry().form_folders[FORM].form)[1]


def cells(*lines: str) -> list[list[str]]:
    table = loose_table([Paragraph(text=line) for line in lines])
    assert table is not None
    assert table.shape is Shape.FILLED
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_blanks_part_labels_and_figures() -> None:
    assert cells("规章   3   0") == [["规章", "3", "0"]]
    assert cells("一、本年新收政府信息公开申请数量 5 0 0") == [["一、本年新收政府信息公开申请数量", "5", "0", "0"]]
    assert cells("规章", "3 0 1") == [["规章"], ["3", "0", "1"]]


def test_a_sentence_stays_whole() -> None:
    assert cells("2024年共收到 5 件申请。", "7")[0] == ["2024年共收到 5 件申请。"]
    assert loose_table([Paragraph(text="没有数字。")]) is None


def test_glued_digits_are_parted_one_by_one_where_every_label_is_there() -> None:
    text = "".join(f"{row.label}0000000" for row in REQUESTS.rows)
    table = glued_table([Paragraph(text=text)], REQUESTS)
    assert table is not None
    assert [len(row.cells) for row in table.rows] == [8] * 25
    lost = text.replace("四、结转下年度继续办理", "")
    assert glued_table([Paragraph(text=lost)], REQUESTS) is None
