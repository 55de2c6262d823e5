from __future__ import annotations

from nianbao.interpretation.page_lines import unnamed_tail
from nianbao.published.blocks import Paragraph


def test_signature_date_and_footer_are_no_text() -> None:
    lines = [
        Paragraph(text=text) for text in ("无其他事项。", "示例县水利局", "2025年1月10日", "主办单位：某处", "甲")
    ]
    assert [each.text for each in unnamed_tail(lines, "示例县水利局")] == ["无其他事项。"]


def test_a_sentence_that_begins_like_a_footer_is_none() -> None:
    lines = [
        "本年度未收费。",
        "附件1：办理情况汇总表已经随文公开。",
        "相关链接",
        "某某网",
        "【打印】",
        "版权所有：某局",
        "以后的。",
    ]
    kept = unnamed_tail([Paragraph(text=line) for line in lines], None)
    assert [paragraph.text for paragraph in kept] == lines[:2]
