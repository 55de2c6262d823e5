"""Prose taken apart: sentences without loss, quantities with their measure, doubt where there is any."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.submissions.sentences import LONGEST_SENTENCE, bare_sentences, read_quantities, read_sentences

PROSE = st.text(st.sampled_from("公开收到申请12０３十万件条。！？；;\n，约余多 .%元第（"), max_size=80)


@pytest.mark.parametrize(
    ("text", "value", "measure", "vague"),
    [
        ("收到申请3件", 3, "件", False),
        ("公开信息1,234条", 1234, "条", False),
        ("公开信息１２条", 12, "条", False),
        ("答复十二件", 12, "件", False),
        ("收费26.55万元", Decimal("26.55"), "万元", False),
        ("点击1.2万人次", 12000, "人次", True),
        ("点击3万人次", 30000, "人次", False),
        ("发布200余篇", 200, "篇", True),
        ("约10件", 10, "件", True),
        ("近百件", None, "", False),
        ("10件以上", 10, "件", True),
        ("占比35.5%", Decimal("35.5"), "%", False),
        ("提高2个百分点", 2, "个百分点", False),
        ("共3人", 3, "人", False),
        ("3人大代表", None, "", False),
        ("第3条", None, "", False),
        ("〔2021〕30号", None, "", False),
        ("（一）件", None, "", False),
        ("二〇二四年", None, "", False),
    ],
)
def test_a_number_with_its_measure(text: str, value: object, measure: str, vague: bool) -> None:
    found = read_quantities(text)
    if value is None:
        assert found == () or found[0].value == 100
        return
    (one,) = found
    assert (one.value, one.measure, one.vague) == (value, measure, vague)
    assert text[one.start : one.end].startswith(text[one.start])


def test_several_in_order_with_their_places() -> None:
    text = "新收申请12件，其中自然人10件、企业2件。"
    found = read_quantities(text)
    assert [(each.value, text[each.start : each.end]) for each in found] == [(12, "12件"), (10, "10件"), (2, "2件")]


def test_sentences_know_their_paragraph() -> None:
    found = read_sentences("problems.current", "一是不够细。二是更新慢！\n  \n三是渠道少")
    assert [(each.paragraph, each.text) for each in found] == [
        (0, "一是不够细。"),
        (0, "二是更新慢！"),
        (2, "三是渠道少"),
    ]
    assert {each.field for each in found} == {"problems.current"}


def test_what_nobody_punctuated_is_not_searched_for_numbers() -> None:
    for length, count in ((LONGEST_SENTENCE, True), (LONGEST_SENTENCE + 1, False)):
        (one,) = read_sentences("a.b", ("公开3件" + "甲" * length)[:length])
        assert bool(one.quantities) is count


@given(PROSE)
def test_nothing_but_marks_and_blanks_is_lost(text: str) -> None:
    kept = "".join(each.text for each in read_sentences("a.b", text))
    marks = "。！？；;\n"
    assert sorted(kept.translate({ord(each): None for each in marks}).replace(" ", "")) == sorted(
        text.translate({ord(each): None for each in marks}).replace(" ", "")
    )


@given(PROSE)
def test_quantities_lie_inside_the_sentence_one_after_the_other(text: str) -> None:
    end = 0
    for each in read_quantities(text):
        assert end <= each.start < each.end <= len(text)
        assert text[: each.end].endswith(("以上", "左右", "多", each.measure))
        end = each.end


def test_one_of_something_is_a_number_though_alone_in_a_cell_it_is_a_dash() -> None:
    assert [(each.value, each.measure) for each in read_quantities("出台文件一件，没有一件被纠正。")] == [
        (1, "件"),
        (1, "件"),
    ]


def test_bare_sentences_have_no_white_space_and_keep_their_stops() -> None:
    assert bare_sentences("收到 3 件。\n 全部 办结；无\n") == ["收到3件。", "全部办结；", "无"]
