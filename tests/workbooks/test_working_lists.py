"""Lists to work with: text as text, drop-downs row by row, rows as high as their words, the same bytes."""

from __future__ import annotations

import io

import openpyxl

from nianbao.workbooks.lists import read_list
from nianbao.workbooks.working_lists import Column, WorkingRow, WorkingSheet, write_working_lists

COLUMNS = (
    Column(words="事项", width=20),
    Column(words="意见", width=10, typed=True),
    Column(words="键", width=5, hidden=True),
)
ROWS = (
    WorkingRow(cells=("=1+1", "", "k1"), tone="urgent", choices=("认可", "退回")),
    WorkingRow(cells=("一句很长的话" * 20, "", "k2"), tone="faint"),
)
SHEET = WorkingSheet(name="处理", columns=COLUMNS, rows=ROWS, choosing=1, note="说明")


def test_it_is_written_as_it_is_meant_and_read_back() -> None:
    data = write_working_lists("状态一览", [WorkingSheet(name="别的", columns=COLUMNS, rows=ROWS), SHEET])
    assert data == write_working_lists("状态一览", [WorkingSheet(name="别的", columns=COLUMNS, rows=ROWS), SHEET])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["处理"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B3"]
    assert sheet.column_dimensions["C"].hidden
    assert (sheet.row_dimensions[4].height or 0) > 3 * (sheet.row_dimensions[3].height or 0)
    rows = read_list(data, "a.xlsx", "处理")
    assert [row.cells[2] for row in rows[2:]] == ["k1", "k2"]


def test_rows_below_each_other_with_the_same_choices_share_a_drop_down() -> None:
    choices = [("a",), ("a",), (), ("a", "b"), ("a",), ("a",)]
    rows = tuple(WorkingRow(cells=("x", ""), choices=each) for each in choices)
    columns = (Column(words="什么", width=10), Column(words="选", width=10, typed=True))
    data = write_working_lists("表", [WorkingSheet(name="表", columns=columns, rows=rows, choosing=1)])
    validations = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].data_validations.dataValidation
    found = sorted((str(each.sqref), each.formula1) for each in validations)
    assert found == [("B2:B3", '",a"'), ("B5", '",a,b"'), ("B6:B7", '",a"')]
