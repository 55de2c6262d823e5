from __future__ import annotations

from nianbao.interpretation.expected import expected_tables
from nianbao.interpretation.found_rows import FoundTable
from nianbao.interpretation.labelled_tables import read_labelled
from nianbao.published.blocks import Table
from nianbao.published.text_reader import text_document
from tests.interpretation.reports import FORM, registry

DISCLOSURE, REQUESTS, _DISPUTES = expected_tables(registry().form_folders[FORM].form)
HEADER = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"


def read(text: str) -> FoundTable:
    return read_labelled([block for block in text_document(text).blocks if isinstance(block, Table)], REQUESTS)


def figures(found: FoundTable) -> dict[str, tuple[str, ...] | None]:
    return {row.row.label: row.figures for row in found.rows}


ROW_1, ROW_2 = (
    "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t6\n",
    "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n",
)


def test_figures_are_found_by_label() -> None:
    assert figures(read(HEADER + ROW_1 + ROW_2))["一、本年新收政府信息公开申请数量"] == (
        "5",
        "1",
        "0",
        "0",
        "0",
        "0",
        "6",
    )


def test_other_and_total_are_rows_only_after_the_first_row() -> None:
    found = read(HEADER + ROW_1 + "3.其他\t1\t0\t0\t0\t0\t0\t1\n（七）总计\t1\t0\t0\t0\t0\t0\t1\n")
    assert [row.row.label for row in found.rows] == ["一、本年新收政府信息公开申请数量", "3.其他", "（七）总计"]


def test_a_cut_or_mistyped_label_is_the_nearest_that_is_missing_and_is_told() -> None:
    found = read(HEADER + ROW_1.replace("新收", "度收") + ROW_2)
    assert found.rows[0].label == "一、本年度收政府信息公开申请数量"
    assert found.rows[0].row.label == "一、本年新收政府信息公开申请数量"


def test_rows_out_of_order_are_told() -> None:
    assert {row.row.order for row in read(HEADER + ROW_2 + ROW_1).disordered} == {0, 1}
    assert not read(HEADER + ROW_1 + ROW_2).disordered


def test_every_row_that_two_exchanges_touch_is_told() -> None:
    labels = [row.label for row in REQUESTS.rows]
    labels[5], labels[15] = labels[15], labels[5]
    labels[6], labels[17] = labels[17], labels[6]
    found = read(HEADER + "".join(f"{label}\t1\t0\t0\t0\t0\t0\t1\n" for label in labels))
    assert {5, 6, 15, 17} <= {row.row.order for row in found.disordered}
    assert not read(HEADER + ROW_1 + ROW_2 + HEADER + ROW_1 + ROW_2).disordered


def test_columns_in_another_order_are_not_read() -> None:
    changed = HEADER.replace("自然人", "甲").replace("总计", "自然人").replace("甲", "总计")
    assert figures(read(changed + ROW_1))["一、本年新收政府信息公开申请数量"] is None


def test_a_changed_column_is_told() -> None:
    found = read(HEADER.replace("法律服务机构", "法律服务机关") + ROW_1)
    assert [(fault.expected, fault.found) for fault in found.columns] == [("法律服务机构", "法律服务机关")]


def test_figures_behind_the_name_of_a_group_are_told_and_not_taken() -> None:
    found = read(HEADER + ROW_1 + "（六）其他处理\t1\t0\t0\t0\t0\t0\t1\n")
    assert [label for label, _spot in found.groups_with_figures] == ["（六）其他处理"]
    assert len(found.rows) == 1


def test_one_figure_that_a_lost_span_left_three_times_is_one() -> None:
    def licensing(row: str) -> tuple[str, ...] | None:
        tables = [
            block
            for block in text_document("信息内容\t本年处理决定数量\n" + row).blocks
            if isinstance(block, Table)
        ]
        return read_labelled(tables, DISCLOSURE).rows[0].figures

    assert licensing("行政许可\t7\t7\t7\n") == ("7",)
    assert licensing("行政许可\t7\t\t\n") == ("7",)
    assert licensing("行政许可\t7\t8\t\n") is None
