"""The statutory tables as printed, cell by cell; and grids of any table, without gaps or overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.forms.file_records import BlockRecord, ColumnRecord, RowRecord, TableRecord
from nianbao.forms.grid import build_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao import Form
    from nianbao.forms.definition import Table

Printed = tuple[int, int, int, int, str]
"""Row, column, rows, columns, then the text or the field's id."""

INFORMATION, DECISIONS = "信息内容", "本年处理决定数量"
TABLE_2: tuple[Printed, ...] = (
    (0, 0, 1, 4, "第二十条第（一）项"),
    (1, 0, 1, 1, INFORMATION), (1, 1, 1, 1, "本年制发件数"), (1, 2, 1, 1, "本年废止件数"), (1, 3, 1, 1, "现行有效件数"),
    (2, 0, 1, 1, "规章"), (2, 1, 1, 1, "disclosure.regulations.issued"),
    (2, 2, 1, 1, "disclosure.regulations.repealed"), (2, 3, 1, 1, "disclosure.regulations.in_force"),
    (3, 0, 1, 1, "行政规范性文件"), (3, 1, 1, 1, "disclosure.normative_documents.issued"),
    (3, 2, 1, 1, "disclosure.normative_documents.repealed"), (3, 3, 1, 1, "disclosure.normative_documents.in_force"),
    (4, 0, 1, 4, "第二十条第（五）项"),
    (5, 0, 1, 1, INFORMATION), (5, 1, 1, 3, DECISIONS),
    (6, 0, 1, 1, "行政许可"), (6, 1, 1, 3, "disclosure.licensing.decisions"),
    (7, 0, 1, 4, "第二十条第（六）项"),
    (8, 0, 1, 1, INFORMATION), (8, 1, 1, 3, DECISIONS),
    (9, 0, 1, 1, "行政处罚"), (9, 1, 1, 3, "disclosure.penalties.decisions"),
    (10, 0, 1, 1, "行政强制"), (10, 1, 1, 3, "disclosure.coercion.decisions"),
    (11, 0, 1, 4, "第二十条第（八）项"),
    (12, 0, 1, 1, INFORMATION), (12, 1, 1, 3, "本年收费金额（单位：万元）"),
    (13, 0, 1, 1, "行政事业性收费"), (13, 1, 1, 3, "disclosure.administrative_fees.amount"),
)  # fmt: skip
HEAD_3: tuple[Printed, ...] = (
    (0, 0, 3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
    (0, 3, 1, 7, "申请人情况"),
    (1, 3, 2, 1, "自然人"), (1, 4, 1, 5, "法人或其他组织"), (1, 9, 2, 1, "总计"),
    (2, 4, 1, 1, "商业企业"), (2, 5, 1, 1, "科研机构"), (2, 6, 1, 1, "社会公益组织"),
    (2, 7, 1, 1, "法律服务机构"), (2, 8, 1, 1, "其他"),
)  # fmt: skip
LABELS_3: tuple[Printed, ...] = (
    (3, 0, 1, 3, "一、本年新收政府信息公开申请数量"),
    (4, 0, 1, 3, "二、上年结转政府信息公开申请数量"),
    (5, 0, 22, 1, "三、本年度办理结果"),
    (5, 1, 1, 2, "（一）予以公开"),
    (6, 1, 1, 2, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    (7, 1, 8, 1, "（三）不予公开"),
    (7, 2, 1, 1, "1.属于国家秘密"),
    (8, 2, 1, 1, "2.其他法律行政法规禁止公开"),
    (9, 2, 1, 1, "3.危及“三安全一稳定”"),
    (10, 2, 1, 1, "4.保护第三方合法权益"),
    (11, 2, 1, 1, "5.属于三类内部事务信息"),
    (12, 2, 1, 1, "6.属于四类过程性信息"),
    (13, 2, 1, 1, "7.属于行政执法案卷"),
    (14, 2, 1, 1, "8.属于行政查询事项"),
    (15, 1, 3, 1, "（四）无法提供"),
    (15, 2, 1, 1, "1.本机关不掌握相关政府信息"),
    (16, 2, 1, 1, "2.没有现成信息需要另行制作"),
    (17, 2, 1, 1, "3.补正后申请内容仍不明确"),
    (18, 1, 5, 1, "（五）不予处理"),
    (18, 2, 1, 1, "1.信访举报投诉类申请"),
    (19, 2, 1, 1, "2.重复申请"),
    (20, 2, 1, 1, "3.要求提供公开出版物"),
    (21, 2, 1, 1, "4.无正当理由大量反复申请"),
    (22, 2, 1, 1, "5.要求行政机关确认或重新出具已获取信息"),
    (23, 1, 3, 1, "（六）其他处理"),
    (23, 2, 1, 1, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
    (24, 2, 1, 1, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
    (25, 2, 1, 1, "3.其他"),
    (26, 1, 1, 2, "（七）总计"),
    (27, 0, 1, 3, "四、结转下年度继续办理"),
)  # fmt: skip
ROWS_3 = (
    "received", "carried_in", "granted", "partly_granted", "denied_state_secret", "denied_by_law",
    "denied_security_stability", "denied_third_party", "denied_internal_affairs", "denied_deliberative",
    "denied_enforcement_file", "denied_administrative_query", "unavailable_not_held", "unavailable_not_existing",
    "unavailable_unclear", "rejected_petition", "rejected_repeat", "rejected_publication", "rejected_excessive",
    "rejected_confirmation", "closed_not_corrected", "closed_fee_unpaid", "closed_other", "concluded", "carried_out",
)  # fmt: skip
COLUMNS_3 = (
    "natural_person", "enterprise", "research_institute", "public_welfare", "legal_service", "other_organisation", "total",
)  # fmt: skip
OUTCOMES = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
BLOCKS_4 = ("reconsideration", "direct_suit", "suit_after_reconsideration")


def table_3() -> Iterator[Printed]:
    yield from HEAD_3
    yield from LABELS_3
    for row, row_id in enumerate(ROWS_3, 3):
        for column, column_id in enumerate(COLUMNS_3, 3):
            yield row, column, 1, 1, f"requests.{row_id}.{column_id}"


def table_4() -> Iterator[Printed]:
    yield 0, 0, 1, 5, "行政复议"
    yield 0, 5, 1, 10, "行政诉讼"
    yield 1, 5, 1, 5, "未经复议直接起诉"
    yield 1, 10, 1, 5, "复议后起诉"
    for index, block in enumerate(BLOCKS_4):
        for offset, (outcome, words) in enumerate(OUTCOMES):
            column = 5 * index + offset
            yield (1, column, 2, 1, words) if index == 0 else (2, column, 1, 1, words)
            yield 3, column, 1, 1, f"disputes.{block}.{outcome}"


def printed(table: Table) -> list[Printed]:
    return sorted((cell.row, cell.column, cell.rows, cell.columns, cell.field or cell.text) for cell in table.grid)


@pytest.mark.parametrize(
    ("table", "expected"),
    [("disclosure", TABLE_2), ("requests", tuple(table_3())), ("disputes", tuple(table_4()))],
)  # fmt: skip
def test_a_statutory_table_is_printed_exactly(form: Form, table: str, expected: tuple[Printed, ...]) -> None:
    assert printed(form.table_by_id[table]) == sorted(expected)


@pytest.mark.parametrize(
    ("table", "size", "label_columns", "fields", "totals"),
    [("disclosure", (14, 4), 1, 10, 0), ("requests", (28, 10), 3, 175, 31), ("disputes", (4, 15), 0, 15, 3),
     ("handling_fee", (4, 2), 1, 3, 0)],
)  # fmt: skip
def test_a_table_has_its_size_and_its_number_of_fields(
    form: Form, table: str, size: tuple[int, int], label_columns: int, fields: int, totals: int
) -> None:
    found = form.table_by_id[table]
    assert (found.height, found.width) == size
    assert found.label_columns == label_columns
    assert len(found.fields) == fields
    assert sum(field.id in form.totals for field in found.fields) == totals
    assert len(form.inputs(found)) == fields - totals


def test_fields_stand_in_reading_order(form: Form) -> None:
    for table in form.tables:
        in_grid = [
            cell.field for cell in sorted(table.grid, key=lambda cell: (cell.row, cell.column)) if cell.field
        ]
        assert in_grid == [field.id for field in table.fields]


def test_money_has_its_unit_and_places(form: Form) -> None:
    money = {field.id: (field.unit, field.places) for field in form.fields.values() if field.type == "money"}
    assert money == {
        "disclosure.administrative_fees.amount": ("万元", 6),
        "handling_fee.notified": ("元", 2),
        "handling_fee.collected": ("元", 2),
    }
    assert {field.unit for field in form.fields.values() if field.type == "count"} == {"件"}


Tree = list["Tree"]
LEAF: Tree = []
TREES = st.recursive(st.just(LEAF), lambda below: st.lists(below, min_size=1, max_size=3), max_leaves=6)
FORESTS = st.lists(TREES, min_size=1, max_size=3)


class Maker:
    """Makes records with ids that are never the same."""

    def __init__(self) -> None:
        self.made = 0

    def _id(self) -> str:
        self.made += 1
        return f"n{self.made}"

    def column(self, tree: Tree) -> ColumnRecord:
        name = self._id()
        return ColumnRecord(id=name, label=name, columns=tuple(self.column(below) for below in tree))

    def row(self, tree: Tree) -> RowRecord:
        name = self._id()
        below = tuple(self.row(each) for each in tree)
        return RowRecord(id="" if below else name, label=name, rows=below)

    def table(self, blocks: list[tuple[list[Tree], list[Tree], bool]]) -> TableRecord:
        return TableRecord(
            id="table",
            name="table",
            caption="",
            blocks=tuple(
                BlockRecord(
                    columns=tuple(self.column(tree) for tree in columns),
                    rows=tuple(self.row(tree) for tree in rows),
                    banner="banner" if banner else "",
                    stub="stub",
                )
                for columns, rows, banner in blocks
            ),
        )


TABLES = st.lists(st.tuples(FORESTS, FORESTS, st.booleans()), min_size=1, max_size=3)


def assert_covered_once(table: Table) -> None:
    covered: dict[tuple[int, int], int] = {}
    for cell in table.grid:
        assert cell.rows >= 1
        assert cell.columns >= 1
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                covered[row, column] = covered.get((row, column), 0) + 1
    assert covered == {(row, column): 1 for row in range(table.height) for column in range(table.width)}


@given(TABLES)
def test_the_grid_of_any_table_covers_every_cell_once(blocks: list[tuple[list[Tree], list[Tree], bool]]) -> None:
    table = build_table(Maker().table(blocks))
    assert_covered_once(table)
    assert sorted(cell.field for cell in table.grid if cell.field) == sorted(field.id for field in table.fields)
    assert table.blocks[0].first == 0
    assert table.blocks[-1].last == table.height - 1


def test_the_bundled_grids_cover_every_cell_once(form: Form) -> None:
    for table in form.tables:
        assert_covered_once(table)


def test_a_group_of_rows_without_words_leaves_no_gap_beside_a_block_with_words() -> None:
    column = (ColumnRecord(id="c", label="c"),)
    bare = BlockRecord(columns=column, rows=(RowRecord(label="", key="g", rows=(RowRecord(id="a", label=""),)),))
    worded = BlockRecord(columns=column, rows=(RowRecord(id="b", label="b"),))
    assert_covered_once(build_table(TableRecord(id="t", name="t", caption="", blocks=(worded, bare))))
