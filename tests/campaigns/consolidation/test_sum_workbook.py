"""汇总表: figures a row a unit, sums as formulas, what was summed and what was not."""

from __future__ import annotations

import io

import openpyxl

from nianbao.campaigns.consolidation.district_sum import DistrictSum
from nianbao.campaigns.consolidation.sum_workbook import sum_workbook


def test_every_figure_of_every_unit_stands_in_it(district: DistrictSum) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sum_workbook(district)))
    assert book.sheetnames[0] == "总览"
    assert book.sheetnames[-2:] == ["计入的文件", "没有计入的单位"]
    sheet = book["三依申请公开"]
    names = [row[0].value for row in sheet.iter_rows(min_row=3)]
    assert names == ["合计", "小计：丙街道", *(each.agency.name for each in district.contributions)]
    fields = [field.id for field in district.form.table_by_id["requests"].fields]
    for row, each in enumerate(district.contributions, 5):
        assert [cell.value for cell in sheet[row][2:]] == [each.figure(field) for field in fields]
    assert sheet["C3"].value == "=SUM(C5:C9)"
    assert sheet["C4"].value == "=SUM(C7:C9)"
    assert {cell.value for cell in book["没有计入的单位"]["D"][1:]} == {"未交", "由甲局代报"}
    assert book["计入的文件"]["E2"].value == district.contributions[0].sha256


def test_the_same_sum_gives_the_same_bytes(district: DistrictSum) -> None:
    assert sum_workbook(district) == sum_workbook(district)
