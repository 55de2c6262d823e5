from __future__ import annotations

from nianbao.interpretation.passages import fee_figures, texts_of
from nianbao.published.blocks import Paragraph
from tests.interpretation.reports import FORM, registry

FORM_2021 = registry().form_folders[FORM].form


def texts(section: str, *lines: str) -> dict[str, str]:
    found = next(each for each in FORM_2021.sections if each.id == section)
    return texts_of(FORM_2021, found, [Paragraph(text=line) for line in lines], 2024).texts


def test_sub_headings_lead_to_the_aspects_however_they_are_written() -> None:
    found = texts(
        "overview", "开头一段。", "（一）主动公开情况", "主动公开的正文。", "2.依申请公开：收到申请的正文。",
        "政府信息管理方面。管理的正文。", "（四）政务信息公开平台建设方面", "平台的正文。", "(五)监督保障", "监督的正文。",
    )  # fmt: skip
    assert found == {
        "overview.summary": "开头一段。",
        "overview.proactive": "主动公开的正文。",
        "overview.on_request": "收到申请的正文。",
        "overview.management": "管理的正文。",
        "overview.platform": "平台的正文。",
        "overview.supervision": "监督的正文。",
    }


def test_an_overview_without_aspects_is_one_text() -> None:
    assert texts("overview", "第一段。", "第二段。") == {"overview.text": "第一段。\n第二段。"}


def test_problems_and_improvement_are_parted_by_sub_headings_or_by_their_words() -> None:
    assert texts(
        "problems",
        "（一）上年度问题的改进情况",
        "已经改了。",
        "（二）本年度存在的问题",
        "还有不足。",
        "2025年，我局将改进。",
    ) == {
        "problems.previous": "已经改了。",
        "problems.current": "还有不足。",
        "problems.improvement": "2025年，我局将改进。",
    }
    for both in (
        "（二）本年度存在的问题及下年度改进举措",
        "（二）2024年存在的不足和下年度工作重点",
        "二、今年的短板与对策",
    ):
        assert texts(
            "problems",
            "（一）上年度存在的问题及改进做法",
            "去年不全，已经补全。",
            both,
            "公开还不够及时。",
            "2025年，我局将按月核对。",
        ) == {
            "problems.previous": "去年不全，已经补全。",
            "problems.current": "公开还不够及时。",
            "problems.improvement": "2025年，我局将按月核对。",
        }, both
    assert texts("problems", "仍有问题：一是慢。整改措施：一是快。") == {
        "problems.current": "仍有问题：一是慢。",
        "problems.improvement": "整改措施：一是快。",
    }
    assert texts(
        "problems", "针对2023年存在的公开不及时的问题，我局作了改进。", "一是人手不足。", "下一步，增加人手。"
    ) == {
        "problems.previous": "针对2023年存在的公开不及时的问题，我局作了改进。",
        "problems.current": "一是人手不足。",
        "problems.improvement": "下一步，增加人手。",
    }


def test_other_matters_are_told_by_heading_or_by_their_words() -> None:
    found = texts(
        "other", "1.政府信息处理费用收取情况。", "无", "2.建议提案办理公开情况。", "承办2件。", "没有其他情况。"
    )
    assert found["other.handling_fee"] == "无"
    assert found["other.proposals"].startswith("承办2件。")
    assert texts("other", "本年度未产生信息公开处理费。", "人大代表建议和政协提案已公开。", "无其他事项。") == {
        "other.handling_fee": "本年度未产生信息公开处理费。",
        "other.proposals": "人大代表建议和政协提案已公开。",
        "other.matters": "无其他事项。",
    }


def test_a_plain_sentence_gives_the_fee_figures_and_any_other_does_not() -> None:
    assert fee_figures("发出信息处理费收费通知3件，通知总金额620元，实际收取480元。") == {
        "fee_notices": "3", "fee_notified": "620", "fee_collected": "480",
    }  # fmt: skip
    assert fee_figures("未收取信息处理费。") == {}
    assert fee_figures("收费通知3件，通知总金额620元，实际收取480元，另一次收费通知1件。") == {}


def test_short_sentences_are_no_sub_headings() -> None:
    assert texts("other", "本年度未收取信息处理费。") == {"other.handling_fee": "本年度未收取信息处理费。"}
    assert "严格政府信息管理。" in texts("overview", "认真学习条例。", "严格政府信息管理。")["overview.text"]
    points = texts(
        "problems", "（一）存在问题", "1.公开意识有待加强。", "2.解读形式不多", "（二）改进情况", "1.加强业务培训。"
    )
    assert points == {
        "problems.current": "1.公开意识有待加强。\n2.解读形式不多",
        "problems.improvement": "1.加强业务培训。",
    }


def test_other_matters_may_be_a_sub_heading() -> None:
    found = texts("other", "（一）信息处理费收取情况", "未收费。", "（二）其他需要报告的事项", "无其他事项。")
    assert found == {"other.handling_fee": "未收费。", "other.matters": "无其他事项。"}
