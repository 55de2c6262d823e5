"""Gates: versions to sign, approvals typed into a list, one document each; a change asks again."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

from nianbao.campaigns import commands
from nianbao.campaigns.ledger.events import EventKind

from ..offices import OfficeBench
from .conftest import FORMATS, decide, published

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def signing(office: OfficeBench) -> OfficeBench:
    decide(office, FORMATS, 'gates = ["secrecy", "signature"]')
    office.run(commands.publish)
    return office


def sign(office: OfficeBench, unit: str, *typed: str | datetime.date, path: Path | None = None) -> None:
    book = openpyxl.load_workbook(office.root / "审签" / "审签单.xlsx")
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(cell.value == "编号" for cell in row))
    columns = {cell.value: cell.column for cell in header}
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if row[0].value == unit:
            for words, text in zip(("保密审查人", "保密审查日期", "审签人", "审签日期"), typed, strict=False):
                sheet.cell(row[0].row, columns[words]).value = text
    book.save(path or office.root / "审签" / "审签单.xlsx")


def test_what_waits_gets_its_version_to_sign_and_is_not_published(signing: OfficeBench) -> None:
    assert published(signing) == {}
    assert {signing.label(code) for code in ("A001", "B002")} == {"to_sign"}
    names = {path.name for path in (signing.root / "审签").iterdir()}
    assert names == {"A001_甲局.docx", "B002_乙镇人民政府.docx", "审签单.xlsx"}


def test_a_version_to_sign_says_of_what_it_was_made(signing: OfficeBench) -> None:
    lines = [paragraph.text for paragraph in docx.Document(signing.root / "审签" / "A001_甲局.docx").paragraphs]
    campaign = signing.open()
    number = signing.state("A001").document[:16]
    assert lines[-1].startswith(f"文稿号 {number}　台账号 ")
    numbers = [event.seq for event in campaign.ledger.events()]
    assert int(lines[-1].split("台账号 ")[1].split("-")[0].split(" ")[0]) in numbers


def test_with_both_approvals_it_is_published(signing: OfficeBench) -> None:
    sign(signing, "甲局", "张三", "2025-01-11", "李四", "2025年1月12日")
    sign(signing, "乙镇人民政府", "张三", "2025-01-11")
    signing.run(commands.publish)
    assert [folder.partition("_")[0] for folder in published(signing)] == ["A001"]
    assert (signing.label("A001"), signing.label("B002")) == ("published", "to_sign")
    reviews = [event for event in signing.open().ledger.events() if event.kind is EventKind.REVIEWED]
    assert [(event.body["step"], event.body["person"], event.body["date"]) for event in reviews] == [
        ("secrecy", "张三", "2025-01-11"), ("signature", "李四", "2025-01-12"), ("secrecy", "张三", "2025-01-11"),
    ]  # fmt: skip
    signing.run(commands.publish)
    assert len([event for event in signing.open().ledger.events() if event.kind is EventKind.REVIEWED]) == 3


def test_a_change_asks_again_and_the_old_approval_counts_no_more(signing: OfficeBench, tmp_path: Path) -> None:
    kept = tmp_path / "签好的.xlsx"
    sign(signing, "甲局", "张三", "2025-01-11", "李四", "2025-01-12", path=kept)
    signing.send("甲局 改.json", "A001", values={"disclosure.penalties.decisions": 77})
    signing.collect()
    signing.type_into_list("采用这一份", about="甲局 改")
    campaign = signing.open()
    commands.publish(campaign, signed=kept)
    assert any("重新送审" in words for words in campaign.said)
    campaign.ledger.close()
    assert published(signing) == {}
    assert signing.label("A001") == "to_sign"


def test_a_withdrawal_asks_for_approval_again(signing: OfficeBench) -> None:
    sign(signing, "甲局", "张三", "2025-01-11", "李四", "2025-01-12")
    signing.run(commands.publish)
    signing.run(partial(commands.withdraw, name="A001", reason="含个人信息", authority="主任"))
    assert signing.label("A001") == "to_sign"
    signing.run(commands.publish)
    assert signing.state("A001").live is None
    sign(signing, "甲局", "张三", "2025-01-13", "李四", "2025-01-13")
    signing.run(commands.publish)
    assert signing.state("A001").live is not None


def test_a_date_cell_is_a_date_and_a_day_that_no_calendar_has_is_none(signing: OfficeBench) -> None:
    sign(signing, "甲局", "张三", datetime.date(2025, 1, 11), "李四", "2026-13-45")
    signing.run(commands.publish)
    reviews = [event for event in signing.open().ledger.events() if event.kind is EventKind.REVIEWED]
    assert [event.body["date"] for event in reviews] == ["2025-01-11"]
    sheet = openpyxl.load_workbook(signing.root / "审签" / "审签单.xlsx").active
    assert sheet is not None
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "2026-13-45" in words  # what was typed stays until it is right


def test_who_publishes_nothing_needs_no_approval(signing: OfficeBench) -> None:
    signing.write_roster({}, rows="单位代码,单位名称,是否单独发布\nA001,甲局,否\nB002,乙镇人民政府,是\n")
    signing.collect()
    assert (signing.label("A001"), signing.label("B002")) == ("passed", "to_sign")


def test_half_an_approval_is_told(signing: OfficeBench) -> None:
    sign(signing, "甲局", "张三", "昨天")
    campaign = signing.open()
    commands.publish(campaign)
    assert any("日期写成" in words for words in campaign.said)
    campaign.ledger.close()
    assert signing.label("A001") == "to_sign"
