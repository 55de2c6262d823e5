from __future__ import annotations

import pytest

from nianbao.interpretation.facts import read_facts
from nianbao.published.blocks import Paragraph


def facts(
    *lines: str, texts: tuple[str, ...] = (), name: str = "", page_title: str = ""
) -> tuple[str, str | None, int | None]:
    found = read_facts([Paragraph(text=line) for line in lines], texts, name, page_title)
    return found.title, found.agency, found.year


@pytest.mark.parametrize(
    "lines",
    [
        ("示例县水利局2024年政府信息公开工作年度报告",),
        ("示例县水利局", "2024 年政府信息公开工作年度报告"),
        ("示例县水利局2024年政府信息公开", "工作年度报告"),
        ("首页 > 政府信息公开", "示例县水利局２０２４年政府信息公开工作年度报告", "发布时间"),
    ],
)
def test_a_title_may_stand_in_several_lines_and_behind_a_menu(lines: tuple[str, ...]) -> None:
    assert facts(*lines) == ("示例县水利局2024年政府信息公开工作年度报告", "示例县水利局", 2024)


def test_the_year_may_stand_first() -> None:
    assert facts("2024年示例县水利局政府信息公开工作年度报告")[1:] == ("示例县水利局", 2024)


def test_without_a_title_the_lead_tells() -> None:
    lead = "根据规定，现将示例县水利局（以下简称水利局）2024年度工作情况公布如下。"
    assert facts(lead) == ("", "示例县水利局", 2024)
    assert facts("特编制《示例县水利局2024年政府信息公开工作年度报告》，请予查阅。")[1:] == ("示例县水利局", 2024)


def test_the_period_goes_before_other_years_of_the_text() -> None:
    assert facts("承接2023年的工作，统计期限为2024年1月1日起。")[2] == 2024


def test_the_files_own_name_is_the_last_to_be_asked() -> None:
    assert facts(name="示例县水利局2024年政府信息公开工作年度报告.html")[1:] == ("示例县水利局", 2024)
    assert facts(page_title="示例县水利局2024年政府信息公开工作年度报告")[1] == "示例县水利局"


def test_what_is_not_told_is_not_guessed() -> None:
    assert facts("一份没有题目的材料。") == ("", None, None)


@pytest.mark.parametrize(
    "title", ["示例县水利局政府信息公开工作年度报告（2024年度）", "示例县水利局2024年度政府信息公开年报"]
)
def test_titles_are_understood_however_the_year_stands_in_them(title: str) -> None:
    assert facts(title) == (title, "示例县水利局", 2024)


def test_lists_of_other_reports_beside_the_title_do_not_count() -> None:
    title, former = "示例县水利局2024年政府信息公开工作年度报告", "示例县水利局2022年政府信息公开工作年度报告"
    period = "数据统计期限为2024年1月1日至2024年12月31日。"
    assert facts(title, former, period)[2] == 2024
    assert (
        facts(title, "示例县教育局2024年政府信息公开工作年度报告", page_title=f"{title}_示例县人民政府")[1]
        == "示例县水利局"
    )


def test_the_date_of_publication_is_no_report_year() -> None:
    assert facts("年度报告", "发布日期：2025年1月20日", "2024年，我局做了工作。")[2] == 2024
