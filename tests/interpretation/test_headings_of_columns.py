from __future__ import annotations

from nianbao.interpretation.expected import expected_tables
from nianbao.interpretation.headings_of_columns import Header, read_header
from nianbao.published.blocks import Shape, Table
from nianbao.published.text_reader import text_document
from tests.interpretation.reports import FORM, registry

REQUESTS = expected_tables(registry().form_folders[FORM].form)[1]


def header(text: str, shape: Shape = Shape.ROWS) -> Header:
    (table,) = [block for block in text_document(text).blocks if isinstance(block, Table)]
    return read_header(table.rows, REQUESTS.rows[0], REQUESTS, shape=shape)


def test_headings_over_several_rows_are_found_where_spans_are_lost() -> None:
    found = header(
        "（本列）\t申请人情况\t\n自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n"
    )
    assert found.in_order
    assert not found.faults


def test_headings_of_one_row_in_another_order_are_told() -> None:
    assert not header("自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t总计\t其他\n乙\t丙\n").in_order
    assert not header("申请人情况\t总计\n商业企业\t自然人\n", Shape.FLOW).in_order
    assert not header("总计\t申请人情况\n自然人\t法人或其他组织\n").in_order
    assert not header("甲\t商业企业\t总计\n自然人\t科研机构\t社会公益组织\t法律服务机构\t其他\n").in_order


def test_a_missing_heading_is_a_fault() -> None:
    found = header("自然人\t商业企业\t科研机构\t法律服务机构\t其他\t总计\n乙\t丙\n")
    assert [(fault.expected, fault.found) for fault in found.faults] == [("社会公益组织", "")]


def test_without_any_heading_nothing_is_said() -> None:
    assert header("1\t2\n3\t4\n") == Header(columns=(), in_order=True, words=0, faults=())
