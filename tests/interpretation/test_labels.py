from __future__ import annotations

import pytest

from nianbao.interpretation.labels import bare_label, likeness, nearest, without_remark


@pytest.mark.parametrize(
    "printed",
    [
        "1.属于国家秘密",
        "1、属于国家秘密",
        "1. 属于国家秘密",
        "1属于国家秘密",
        "（三）1.属于国家秘密",
        "1．属于 国家\n秘密",
        "(1)属于国家秘密",
    ],
)
def test_numbers_blanks_and_punctuation_are_no_part_of_a_label(printed: str) -> None:
    assert bare_label(printed) == "属于国家秘密"


def test_brackets_of_any_kind_and_half_ones_come_off() -> None:
    assert {bare_label(each) for each in ("（一）予以公开", "(一) 予以公开", "一)予以公开")} == {"予以公开"}


def test_the_mark_of_a_footnote_is_no_part_of_a_label() -> None:
    assert bare_label("（七）总计[上标1]") == "总计"


def test_a_numeral_inside_a_label_stays() -> None:
    assert bare_label("3.危及“三安全一稳定”") == "危及三安全一稳定"


def test_a_remark_in_brackets_comes_off_behind_the_words() -> None:
    assert bare_label(without_remark("（二）部分公开（区分处理的，只计这一情形）")) == "部分公开"


def test_the_nearest_label_is_taken_only_where_it_is_near_and_no_other_is() -> None:
    known = ["本年制发件数", "本年废止件数", "现行有效件数"]
    assert nearest("本年度止件数", known) == "本年废止件数"
    assert nearest("本年件数合计", known) is None
    assert nearest("其他", ["其他", "其它"]) is None
    assert likeness("甲乙", "甲乙") == 1
