"""The office says in the status list which files do not count; what it said is recorded, and may be taken back."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao.campaigns.results.deciding import typed_rows
from nianbao.campaigns.results.results_ledger import ResultsLedger
from nianbao.campaigns.results.status import status_list
from nianbao.language import in_language
from tests.cli.command import BLOCKED, MISUSED, OK

from .test_rounds import OTHER

if TYPE_CHECKING:
    from .conftest import Office


def type_into_list(office: Office, about: str, opinion: str, reason: str = "", who: str = "") -> None:
    """Type into the first row that names a file, as in Excel."""
    path = office.out / "状态一览.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    row = next(cells for cells in sheet.iter_rows(min_row=2) if about in str(cells[header.index("文件")].value))
    for heading, text in (("处理意见", opinion), ("理由", reason), ("处理人", who)):
        row[header.index(heading)].value = text
    book.save(path)


@pytest.fixture
def differing(office: Office) -> Office:
    """An office whose 甲 has sent two right files that differ; the folder of the first is gone."""
    shutil.rmtree(office.root / "一")
    office.send("二", "甲", values=OTHER)
    assert "处理意见" in office.collect("二")
    assert office.reports == ["乙"]
    return office


def test_one_of_two_files_is_chosen_and_the_choice_taken_back(differing: Office) -> None:
    type_into_list(differing, "一/甲.xlsx", "不计", "已经重报", "张三")
    assert "1 个文件" in differing.collect("二")
    assert differing.reports == ["乙", "甲"]
    assert differing.verdicts["甲"] == ["passed"]
    _kind, body = next(event for event in reversed(differing.events) if event[0] == "decided")
    assert (body["opinion"], body["reason"], body["saw"]) == ("ignore", "已经重报", "../一/甲.xlsx")
    with ResultsLedger(differing.out) as ledger:
        assert ledger.archive.is_intact(body["evidence"][0])
    for _again in range(2):
        differing.collect("二")
        assert differing.reports == ["乙", "甲"]
    type_into_list(differing, "一/甲.xlsx", "撤销")
    differing.collect("二")
    assert differing.reports == ["乙"]
    assert differing.run("audit", folder="out").code == OK


def test_what_was_set_aside_does_not_come_back_with_its_folder(differing: Office) -> None:
    type_into_list(differing, "二/甲.xlsx", "不计")
    for _again in range(2):
        differing.collect("二")
        assert differing.reports == ["乙", "甲"]
    differing.send(
        "二", "甲", values={"disclosure.penalties.decisions": 78}
    )  # another version: the decision is not about it
    differing.collect("二")
    assert differing.reports == ["乙"]


@pytest.mark.parametrize(("opinion", "words"), [("随便", "认不出"), ("认可说明", "认不出"), ("", "认不出")])
def test_what_cannot_be_applied_is_said_with_its_row(differing: Office, opinion: str, words: str) -> None:
    type_into_list(differing, "一/甲.xlsx", opinion, "因为")
    said = differing.collect("二")
    assert "没有采用" in said
    assert words in said
    assert differing.reports == ["乙"]


def test_a_decision_about_a_file_that_is_not_there_any_more_is_said(differing: Office) -> None:
    type_into_list(differing, "一/甲.xlsx", "不计")
    (differing.out / ".nianbao" / "ledger.sqlite").unlink()
    assert "已经换过或者不在" in differing.collect("二")


def test_a_list_that_was_edited_without_a_decision_is_left_alone(differing: Office) -> None:
    type_into_list(differing, "一/甲.xlsx", "")
    edited = (differing.out / "状态一览.xlsx").read_bytes()
    assert "--force" in differing.collect("二", exit_code=MISUSED)
    assert (differing.out / "状态一览.xlsx").read_bytes() == edited


def test_a_list_is_read_in_either_language() -> None:
    for language_code, heading in (("zh", "处理意见"), ("en", "Decision")):
        with in_language(language_code):
            data = status_list([], set_aside=[("../甲.xlsx", "5:attribute | abc")])
        book = openpyxl.load_workbook(io.BytesIO(data))
        column = next(cell.column for cell in book.worksheets[0][1] if cell.value == heading)
        book.worksheets[0].cell(2, column).value = "撤销"
        stream = io.BytesIO()
        book.save(stream)
        (row,) = typed_rows(stream.getvalue())
        assert (row.matter, row.bound, row.opinion, row.number) == ("5:attribute", "abc", "撤销", 2)
    assert typed_rows(b"no workbook") == []


def test_files_that_differ_block_until_it_is_decided(differing: Office) -> None:
    assert differing.run("collect", "二", "-o", "out", "--to", "txt", "--strict").code == BLOCKED


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_file_whose_name_is_no_utf8_may_be_set_aside(empty_office: Office) -> None:
    empty_office.send("一", "甲")
    path = empty_office.root / "一" / "甲.xlsx"
    path.rename(path.parent / os.fsdecode(b"\xff.xlsx"))
    empty_office.collect("一")
    type_into_list(empty_office, "", "不计")
    empty_office.collect("一")
    assert empty_office.reports == []
    assert empty_office.run("audit", folder="out").code == OK
