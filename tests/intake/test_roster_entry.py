"""What a roster says besides names and codes; everything that is wrong with it is told at once."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import UsageError
from nianbao.intake.roster import read_roster_entries

if TYPE_CHECKING:
    from pathlib import Path


def test_every_column_that_an_office_keeps(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        "2024年度单位名单,,,,,,,,,\n"
        "单位代码,单位名称,上级,联系人,联系电话,手机,是否单独发布,是否计入汇总,由谁代报,延期至,原代码,本级\n"
        "A1,甲局,区政府,张三,027-1,139,否,是,区政府,2025年1月20日,B1、B2,是\n"
        "A2,乙局,,,,,,,,,,\n",
        "utf-8",
    )
    first, second = read_roster_entries(path)
    assert (first.parent, first.contact, first.phone, first.mobile) == ("区政府", "张三", "027-1", "139")
    assert (first.publishes, first.counts, first.reported_by, first.own) == (False, True, "区政府", True)
    assert (first.extended_to, first.former_codes) == (datetime.date(2025, 1, 20), ("B1", "B2"))
    assert (second.publishes, second.counts, second.extended_to, second.own) == (True, True, None, False)


def test_all_faults_at_once_with_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("单位名称,是否单独发布,延期至\n甲局,也许,下周\n", "utf-8")
    with pytest.raises(UsageError) as refused:
        read_roster_entries(path)
    words = str(refused.value)
    assert all(each in words for each in ("第 2 行", "是否单独发布", "延期至", "下周"))
