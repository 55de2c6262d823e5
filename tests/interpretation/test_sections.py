from __future__ import annotations

import pytest

from nianbao.interpretation.form_of_report import row_labels
from nianbao.interpretation.sections import Parts, paragraphs_of, take_apart
from nianbao.published.blocks import Paragraph
from tests.interpretation.reports import FORM, registry

FORM_2021 = registry().form_folders[FORM].form


def parts(*lines: str) -> Parts:
    return take_apart([Paragraph(text=line) for line in lines], FORM_2021, row_labels(FORM_2021))


def heads(line: str) -> str:
    found = parts(line, "正文。")
    return found.sections[0].id if found.sections else ""


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("一、总体情况", "overview"),
        ("## 一、总体情况".removeprefix("## "), "overview"),
        ("1.总体情况", "overview"),
        ("三、收到和处理政府信息公开的申请情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在的主要问题及整改措施", "problems"),
        ("五、存在问题及改进情况", "problems"),
        ("二、存在的主要问题及改进情况", "problems"),
        ("六、其他需要报告的事项", "other"),
    ],
)
def test_variants_of_headings_are_understood_whatever_their_number(line: str, section: str) -> None:
    assert heads(line) == section


@pytest.mark.parametrize(
    "line",
    [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
        "一、机构概况",
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六个部分组成。",
        "（一）主动公开情况",
    ],
)
def test_rows_of_tables_menus_and_lists_of_parts_are_no_headings(line: str) -> None:
    assert heads(line) == ""


def test_a_list_of_contents_is_no_section() -> None:
    headings = [section.heading for section in FORM_2021.sections]
    found = parts("题目", *headings, *(line for heading in headings for line in (heading, "正文。")))
    assert [section.id for section in found.sections] == [section.id for section in FORM_2021.sections]
    assert all(paragraphs_of(section.blocks) for section in found.sections)


def test_a_heading_glued_to_a_sentence_and_one_with_its_text_behind_are_parted() -> None:
    found = parts(
        "电话：0000-5550100。一、总体情况",
        "正文。",
        "六、其他需要报告的事项：本年度无其他事项，特此报告，欢迎公众监督和查阅。",
    )
    assert [section.id for section in found.sections] == ["overview", "other"]
    assert paragraphs_of(found.of("other"))[0].text.startswith("本年度无")
    assert paragraphs_of(found.front)[0].text == "电话：0000-5550100。"
