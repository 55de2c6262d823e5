"""The list in which the office decides: read back by its headings, whatever was sorted, saved or left out."""

from __future__ import annotations

import io

import openpyxl
import pytest

from nianbao.campaigns.decisions.sheet import DECIDE, KEY, OPINION, REASON, opinion_of, typed_rows, weak_words
from nianbao.campaigns.states.questions import Opinion
from nianbao.language import in_language


def book(*rows: list[str]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = DECIDE
    sheet.append(["说明"])
    sheet.append([KEY, "单位", REASON, OPINION])
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_only_rows_with_an_opinion_are_read_wherever_the_columns_stand() -> None:
    found = typed_rows(
        book(["m | b | 5", "甲局", "因为", "豁免"], ["n | c | 5", "乙局", "", ""], ["", "丙局", "", "退回"])
    )
    assert [(row.matter, row.bound, row.opinion, row.reason) for row in found] == [("m", "b", "豁免", "因为")]


def test_a_file_that_is_no_list_decides_nothing() -> None:
    assert typed_rows(b"") is None
    assert typed_rows(b"PK\x03\x04 broken") is None


@pytest.mark.parametrize("opinion", Opinion)
def test_every_opinion_is_known_by_its_words_in_both_languages(opinion: Opinion) -> None:
    for name in ("zh", "en"):
        with in_language(name):
            assert opinion_of(opinion.words) is opinion
    assert opinion_of("同意") is None


@pytest.mark.parametrize(
    ("reason", "weak"), [("核实无误", True), ("属实。", True), ("", False), ("上年集中清缴欠费所致", False)]
)
def test_a_reason_that_says_nothing_is_marked(reason: str, weak: bool) -> None:
    assert bool(weak_words(reason)) is weak
