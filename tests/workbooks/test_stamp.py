"""Marks of identity: blanks in names are no disagreement; nobody's workbook cannot be made another's."""

from __future__ import annotations

import json

import pytest

from nianbao import Checker, PluginRegistry, fitted, write_workbook
from nianbao.submissions.submission_json import read_submission_json
from tests.corpus.base import base_workbook
from tests.corpus.damage import META
from tests.corpus.rewriting import packed, rewritten, sheet_part, unpacked, with_text


def codes(registry: PluginRegistry, data: bytes) -> list[str]:
    checked = Checker(registry).check("a.xlsx", data)
    return [finding.code for finding in checked.findings if finding.code.startswith(("LT", "RD"))]


@pytest.mark.parametrize("name", ["甲局 ", " 甲局", "\u3000甲局", "甲\xa0局", "甲 局"])
def test_blanks_about_a_name_are_no_disagreement(registry: PluginRegistry, name: str) -> None:
    document = {"form": "zfxxgk-2021", "year": 2024, "agency": {"name": name, "code": "1"}}
    submission = read_submission_json(json.dumps(document).encode(), registry.find_form)
    assert codes(registry, write_workbook(fitted(submission))) == []


def test_a_workbook_said_to_be_nobodys_stays_its_agencys(registry: PluginRegistry) -> None:
    data = with_text(base_workbook(), META, "B9", "1")
    assert codes(registry, data) == []
    assert "LT209" in codes(registry, with_text(data, "封面", "B4", "别的单位"))


@pytest.mark.parametrize("year", ["9" * 30, "9" * 5000, "2_024", "+2024", "²"])
def test_a_year_that_is_none_is_no_stamp(registry: PluginRegistry, year: str) -> None:
    assert codes(registry, with_text(base_workbook(), META, "B3", year)) == ["LT101"]


def test_what_stands_in_an_extension_is_no_part_of_the_sheet(registry: PluginRegistry) -> None:
    def change(xml: str) -> str:
        protection = xml[xml.index("<sheetProtection") :].partition(">")[0] + ">"
        more = protection + '<mergeCells><mergeCell ref="D6:E6"/></mergeCells>'
        return xml.replace(protection, "").replace(
            "</worksheet>", f"<extLst><ext>{more}</ext></extLst></worksheet>"
        )

    data = rewritten(base_workbook(), sheet_part(base_workbook(), "三依申请公开"), change)
    assert codes(registry, data) == ["LT206"]


@pytest.mark.parametrize(
    ("part", "xml", "expected"),
    [
        ("xl/drawings/drawing9.xml", "<d xmlns:a='a'><a:t>48</a:t></d>", ["LT208"]),
        ("xl/threadedComments/threadedComment1.xml", "<ThreadedComments><threadedComment ref='D6'/></ThreadedComments>",
         ["LT208"]),
        ("xl/drawings/drawing9.xml", "<d xmlns:a='a'><a:t> </a:t></d>", []),
    ],
)  # fmt: skip
def test_text_that_lies_over_the_cells_is_told(
    registry: PluginRegistry, part: str, xml: str, expected: list[str]
) -> None:
    assert sheet_part(base_workbook(), "封面")
    assert codes(registry, packed({**unpacked(base_workbook()), part: xml.encode()})) == expected
