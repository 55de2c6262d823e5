"""Findings as text for people: who, what verdict, then the findings by sheet with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Conditions, Verdict
from nianbao.checks.conditions import NO_CONDITIONS
from nianbao.formatters.findings_text import finding_text, findings_text, format_as_text, summary_text, text_lines
from nianbao.language import Message, in_language

if TYPE_CHECKING:
    from nianbao import CheckedFile
    from tests.checked_files import Files


def lines(checked: CheckedFile) -> list[str]:
    return [line.text for line in findings_text(checked)]


def test_a_file_that_passes_is_two_lines(files: Files) -> None:
    assert lines(files.good()) == ["示例县自然资源局（2024年）  收回/好.xlsx", "  通过"]


def test_findings_stand_under_their_sheets_with_figures_remedy_and_code(files: Files) -> None:
    bad = files.bad()
    found = lines(bad)
    sheets = [line for line in found if line.startswith("  [")]
    assert sheets == list(dict.fromkeys(sheets))
    assert "  [三依申请公开]" in sheets
    imbalance = next(each for each in bad.findings if each.code == "TB101")
    text = [line.text for line in finding_text(imbalance)]
    assert text[0].endswith("D6") or "，" in text[0]
    assert any(line.startswith("      应为 59，实为 ") for line in text)
    assert text[-1].endswith("[TB101]")
    for finding in bad.findings:
        assert str(finding.message) in "\n".join(found)


def test_what_could_not_be_read_is_called_by_its_path_and_belongs_to_the_whole_file(files: Files) -> None:
    found = lines(files.garbage())
    assert found[0] == "C:\\收回\\废.xlsx"
    assert "无法读取" in found[1]
    assert "  [整个文件]" in found


def test_what_a_file_says_forges_no_line(files: Files) -> None:
    hostile = files.hostile()
    assert not any("\n" in line for line in lines(hostile)[:2])
    assert "\x1b" not in lines(hostile)[0]


@pytest.mark.parametrize(("change", "words"), [("explained", "（已说明）"), ("waived", "（已豁免）")])
def test_what_is_explained_or_waived_says_so(files: Files, change: str, words: str) -> None:
    finding = next(each for each in files.bad().findings if each.code == "TB101")
    assert words in next(finding_text(replace(finding, **{change: True}))).text
    assert words not in next(finding_text(finding)).text


def test_why_there_is_no_report_is_said_where_no_finding_says_it(files: Files) -> None:
    withheld = (Message("没有看全。"),)
    assert "  不出报告：没有看全。" in lines(replace(files.good(), withheld=withheld))
    assert "  不出报告：没有看全。" not in lines(replace(files.bad(), withheld=withheld))


def test_several_files_have_a_summary_and_one_has_none(files: Files) -> None:
    formatted = [format_as_text(each) for each in (files.good(), files.bad())]
    several = [line.text for line in text_lines(formatted)]
    assert several[-1] == "共 2 个文件：通过 1，退回修改 1"
    assert "共" not in [line.text for line in text_lines(formatted[:1], NO_CONDITIONS)][-1]
    under = [
        line.text for line in text_lines(formatted[:1], Conditions(not_run=("SC107",), ran=("SC101", "SC102")))
    ]
    assert "SC107" in under[-1]


def test_english_has_a_plural() -> None:
    with in_language("en"):
        one, two = summary_text([Verdict.PASSED]).text, summary_text([Verdict.PASSED, Verdict.FAILED]).text
    assert one.startswith("1 file:")
    assert two.startswith("2 files:")
