"""The status page: what to do today, first; nothing loaded from elsewhere, nothing that a name could inject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao.campaigns.board import board_html, summary, tasks
from nianbao.campaigns.decisions.sheet import DECIDE, FILES, UNITS
from nianbao.campaigns.unit_words import marks_of
from nianbao.language import in_language

from .offices import PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units

EVIL = "<script>alert(1)</script>局"
ROWS = (
    "单位代码,单位名称,类别,联系人,电话,延期至,由谁代报\n"
    f'A001,"{EVIL}",部门,张三,027-1,,\nB002,乙镇人民政府,乡镇,李四,027-2,2025-02-01,\nC003,丙中心,事业单位,王五,027-3,,甲局\n'
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, units: Units) -> OfficeBench:
    made = OfficeBench(tmp_path_factory.mktemp("board") / "年报", units).begin()
    made.write_roster({}, rows=ROWS)
    made.send("1.json", "A001", name=EVIL)
    made.send("乙镇人民政府.json", "B002", name="乙镇人民政府", values=PECULIAR)
    made.put("通知<b>.txt", "开会".encode())
    made.collect()
    return made


def test_without_units_it_says_so(tmp_path: Path, units: Units) -> None:
    campaign = OfficeBench(tmp_path / "年报", units).begin().open()
    assert summary(campaign, ()) == "2024 年度，名单里还没有单位。共收到 0 个文件，0 轮。"


def test_a_unit_that_nobody_of_the_roster_reports_for_is_marked(office: OfficeBench) -> None:
    assert marks_of(office.state("C003")) == "由甲局代报，但名单里没有这个单位"


def test_what_to_do_comes_first_with_telephones(office: OfficeBench) -> None:
    campaign = office.open()
    found = list(tasks(campaign, campaign.states().all(), campaign.questions()))
    assert [task.words for task in found] == [
        "确认 1 个文件是哪个单位的", "通过，运行 nianbao publish 发布（1）", "在单位手里：“退回”里的材料发给单位，等报回（1）",
    ]  # fmt: skip  # of the third another unit reports
    assert found[2].units == ("乙镇人民政府（李四 027-2）",)


def test_the_page_loads_nothing_and_runs_nothing(office: OfficeBench) -> None:
    page = (office.root / "状态一览.html").read_text("utf-8")
    assert "<script>" not in page
    assert "<b>" not in page
    assert not re.search(r'(?:src|href)="(?!%E9%80%80)', page)
    assert page.index("今天要做的事") < page.index("各单位")
    assert "延期至 2025-02-01" in page
    assert "由甲局代报" in page


def test_it_speaks_english_too(office: OfficeBench) -> None:
    campaign = office.open()
    with in_language("en"):
        page = board_html(campaign, campaign.states().all(), campaign.questions()).decode()
    assert "To do today" in page
    assert "Units" in page


def test_the_list_shows_every_unit_and_file(office: OfficeBench) -> None:
    book = openpyxl.load_workbook(office.root / "状态一览.xlsx")
    assert book.sheetnames == [DECIDE, UNITS, FILES]
    units = [row[0].value for row in book[UNITS].iter_rows(min_row=2)]
    assert units == ["丙中心", "乙镇人民政府", EVIL]
    assert [row[0].value for row in book[FILES].iter_rows(min_row=2)] == [
        "1.json",
        "乙镇人民政府.json",
        "通知<b>.txt",
    ]
    decide = book[DECIDE]
    assert decide.column_dimensions["K"].hidden
    heights = [decide.row_dimensions[number].height for number in range(3, decide.max_row + 1)]
    assert all(height and height >= 20 for height in heights)
    assert decide.data_validations.dataValidation


def test_a_unit_that_waits_for_the_office_has_its_files_and_the_reason(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin(
        {"A001": "甲财政局", "B002": "乙农业局", "C003": "丙水务局", "D004": "丁统计局"}
    )
    office.send("乙农业局.json", "A001", name="甲财政局")  # another unit's, filled in
    office.send("丙水务局.json", "C003", name="丙水务局")
    office.send("丙水务局 改.json", "C003", name="丙水务局", values={"disclosure.penalties.decisions": 9})
    office.put("丁统计局.docx", b"PK\x03\x04 cut off")
    office.collect()
    page = (office.root / "状态一览.html").read_text("utf-8")
    rows = {row.split("</td>", 1)[0].rpartition("<")[0]: row for row in page.split("<tr")[1:]}
    found = {
        name: row
        for name in ("甲财政局", "乙农业局", "丙水务局", "丁统计局")
        for head, row in rows.items()
        if name in head
    }
    for name in ("甲财政局", "乙农业局"):
        assert "乙农业局.json 表里写的单位与文件名、文件夹说的不一致（涉及：甲财政局、乙农业局）" in found[name]
    assert re.findall(r"<li>([^<]*)</li>", found["丙水务局"]) == ["丙水务局 改.json", "丙水务局.json"]
    assert "丁统计局.docx 来件不能用：文件不完整" in found["丁统计局"]
