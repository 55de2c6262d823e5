"""Texts as they are pasted: indents, headings and blanks that the report has of its own."""

from __future__ import annotations

import pytest

from nianbao import Form
from nianbao.reports.pasted_text import (
    numbers_items,
    paragraphs_of,
    printed_paragraphs,
    without_heading,
    without_own_heading,
)

PROACTIVE = ("一、总体情况", "主动公开情况")
FEE = ("六、其他需要报告的事项", "信息处理费收取情况")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("　　第一段。\n　　第二段。", ("第一段。", "第二段。")),
        ("    第一段。\r\n\xa0第二段。\t", ("第一段。", "第二段。")),
        ("第一段。\n\n\n第二段。", ("第一段。", "第二段。")),
        ("第一段。　　第二段。", ("第一段。", "第二段。")),
        ("前一句。 后一句；  再一句， 又一句", ("前一句。后一句；", "再一句，又一句")),
        ("电话： 0000-1234567", ("电话：0000-1234567",)),
        ("使用 APP 办理 2 件，见 Open Data 栏目。", ("使用 APP 办理 2 件，见 Open Data 栏目。",)),
    ],
)
def test_indents_and_blanks_between_sentences_go(text: str, paragraphs: tuple[str, ...]) -> None:
    assert paragraphs_of(text) == paragraphs


@pytest.mark.parametrize(
    "pasted",
    [
        "主动公开情况\n全年公开信息12条。",
        "（一）主动公开情况\n全年公开信息12条。",
        "(一) 主动公开\n全年公开信息12条。",
        "一、主动公开情况：\n全年公开信息12条。",
        "1. 主动公开政府信息情况\n全年公开信息12条。",
        "一、总体情况\n（一）主动公开情况\n全年公开信息12条。",
        "2024年度主动公开工作情况\n全年公开信息12条。",
        "（一）主动公开情况。全年公开信息12条。",
        "（一）主动公开情况　全年公开信息12条。",
        "主动公开：全年公开信息12条。",
    ],
)
def test_a_heading_that_is_printed_anyway_goes(pasted: str) -> None:
    assert without_heading(paragraphs_of(pasted), PROACTIVE) == ("全年公开信息12条。",)


@pytest.mark.parametrize(
    "text",
    [
        "主动公开政府信息12条。",
        "主动公开情况良好，更新及时。\n第二段。",
        "（一）财政信息公开\n公开预算。",
        "主动公开 12条",
        "（一）主动公开情况",
    ],
)
def test_what_is_no_such_heading_stays(text: str) -> None:
    assert without_heading(paragraphs_of(text), PROACTIVE) == tuple(text.split("\n"))


def test_words_that_headings_may_leave_out_do_not_matter() -> None:
    assert without_heading(("（一）信息处理费收取情况", "未收取。"), FEE) == ("未收取。",)
    assert without_heading(("（一）政府信息处理费收取情况", "未收取。"), FEE) == ("未收取。",)


def test_the_first_of_several_headings_in_one_text_stays() -> None:
    problems = ("存在的主要问题",)
    both = ("（一）存在的主要问题", "解读少。", "（二）改进措施", "多解读。")
    assert without_own_heading(both, problems) == both
    points = ("（二）存在的主要问题", "（一）解读少。", "（二）更新慢。")
    assert without_own_heading(points, problems) == points[1:]


def test_numbers_of_items() -> None:
    assert numbers_items(("解读少。", "（二）更新慢。"))
    assert not numbers_items(("1.解读少。", "（1）更新慢。", "一是解读少。"))


@pytest.mark.parametrize(
    ("field", "pasted", "printed"),
    [
        ("problems.improvement", "（二）改进情况\n已改进。", ("已改进。",)),
        ("problems.improvement", "下一步措施：已改进。", ("已改进。",)),
        ("problems.current", "五、存在的主要问题及改进情况\n（一）存在的主要问题\n1. 有。", ("1. 有。",)),
        ("problems.current", "改进情况\n有。", ("改进情况", "有。")),
        ("problems.improvement", "改进情况", ("改进情况",)),
    ],
)
def test_the_half_of_a_sections_heading_that_fits_the_text_goes(
    form: Form, field: str, pasted: str, printed: tuple[str, ...]
) -> None:
    assert printed_paragraphs(form, field, pasted) == printed
