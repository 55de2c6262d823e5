"""Addresses and dates typed into the list of what is live: read back, kept, and told where they cannot be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from nianbao.campaigns import commands
from nianbao.campaigns.ledger.events import EventKind

if TYPE_CHECKING:
    from ..offices import OfficeBench

ADDRESS = "https://www.example.gov.cn/zwgk/2024.html"


def list_of(office: OfficeBench) -> openpyxl.Workbook:
    return openpyxl.load_workbook(office.root / "发布" / "发布清单.xlsx")


def type_in(office: OfficeBench, unit: str, address: str, date: object) -> None:
    book = list_of(office)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "网页地址" for cell in row))
    at = {cell.value: cell.column for cell in header}
    row = next(row for row in sheet.iter_rows(min_row=header[0].row + 1) if row[0].value == unit)
    sheet.cell(row[0].row, at["网页地址"]).value = address
    sheet.cell(row[0].row, at["上网日期"]).value = date
    book.save(office.root / "发布" / "发布清单.xlsx")


def words_of(office: OfficeBench) -> list[str]:
    return [str(cell.value) for row in list_of(office).worksheets[0].iter_rows() for cell in row if cell.value]


def posted(office: OfficeBench) -> list[dict[str, object]]:
    return [event.body for event in office.open().ledger.events() if event.kind is EventKind.POSTED]


def test_an_address_is_written_down_once_and_stays_in_the_list(office: OfficeBench) -> None:
    office.run(commands.publish)
    type_in(office, "甲局", ADDRESS, "2025年1月20日")
    office.run(commands.publish)
    office.collect()
    assert [(body["address"], body["date"], body["version"]) for body in posted(office)] == [
        (ADDRESS, "2025-01-20", 1)
    ]
    assert {ADDRESS, "2025-01-20"} <= set(words_of(office))
    assert ADDRESS in (office.root / "发布" / "index.html").read_text("utf-8")
    assert list(commands.audit(office.open()).troubles) == []


def test_a_date_that_is_none_is_told_and_kept(office: OfficeBench) -> None:
    office.run(commands.publish)
    type_in(office, "甲局", ADDRESS, "下周")
    campaign = office.open()
    commands.publish(campaign)
    assert any("下周" in words for words in campaign.said)
    campaign.ledger.close()
    assert posted(office) == []
    assert {ADDRESS, "下周"} <= set(words_of(office))


def test_a_corrected_version_is_not_taken_for_posted(office: OfficeBench) -> None:
    office.run(commands.publish)
    type_in(office, "甲局", ADDRESS, "2025-01-20")
    office.run(commands.publish)
    office.send("甲局 更正.json", "A001", values={"disclosure.penalties.decisions": 77})
    office.collect()
    office.type_into_list("采用这一份", about="甲局 更正")
    office.run(commands.publish)
    office.collect()
    assert len(posted(office)) == 1
    words = words_of(office)
    assert ADDRESS in words
    assert "2025-01-20" not in words
