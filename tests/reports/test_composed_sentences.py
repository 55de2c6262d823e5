"""Composed sentences: they pass the product's own rules over prose, and say only what is there."""

from __future__ import annotations

import random
from itertools import product
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Agency, Analysis, blank_submission, check, compose
from nianbao.reports.house_style import NUMBERINGS, OWN_NAMES, HouseStyle
from nianbao.submissions.submission import make_answers
from nianbao_rules.narrative.read_narrative import read_narrative

from .random_figures import random_submission

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form, PluginRegistry, Submission

CONTACTS = ("lead.office", "lead.address", "lead.postcode", "lead.phone", "lead.email", "lead.website")


def typed_in(submission: Submission, folder: Path, house_style: HouseStyle) -> Submission:
    """Return the submission with the sentences that are composed for it as its own texts."""
    report = compose(submission, folder, house_style=house_style)
    passages = [passage for section in report.sections for passage in section.passages if passage.composed]
    return replace(submission, texts={passage.field: "\n".join(passage.paragraphs) for passage in passages})


def codes_about_text(registry: PluginRegistry, submission: Submission) -> list[str]:
    found = check(submission, registry.rules_for(submission.form)).findings
    return [each.code for each in found if each.code.startswith(("NT", "TX", "FD101", "FD106", "FD107", "FD110"))]


def test_every_composed_sentence_passes_our_own_rules(
    registry: PluginRegistry, form: Form, form_folder: Path
) -> None:
    chance = random.Random(20241231)
    blank = blank_submission(form, 2024, Agency(name="示例县水利局"))
    for number in range(500):
        submission = random_submission(blank, chance)
        style = HouseStyle(numbering=chance.choice(NUMBERINGS), own_name=chance.choice((None, *OWN_NAMES)))
        typed = typed_in(submission, form_folder, style)
        assert set(typed.texts) == {"overview.proactive", "overview.on_request", "other.handling_fee"}
        assert codes_about_text(registry, typed) == [], (number, typed.texts)


def test_those_rules_read_every_number_of_the_sentences(
    registry: PluginRegistry, example: Submission, form_folder: Path
) -> None:
    typed = typed_in(replace(example, texts={}), form_folder, HouseStyle())
    every = Analysis(typed).derive(read_narrative).mentions
    bound = {role for mentions in every for mention in mentions for role in mention.roles}
    assert len(bound) == 22
    for field in ("requests.received.natural_person", "requests.denied_state_secret.enterprise",
                  "disclosure.licensing.decisions", "disputes.direct_suit.upheld", "handling_fee.notified"):  # fmt: skip
        figure = typed.shown(field) or 0
        other = replace(typed, answers={**typed.answers, **make_answers(typed.form, {field: int(figure) + 10})})
        assert codes_about_text(registry, other), field


@pytest.mark.parametrize("field", ["requests.received.natural_person", "disputes.direct_suit.upheld"])
def test_nothing_is_said_of_a_blank_figure(example: Submission, form_folder: Path, field: str) -> None:
    answers = {**example.answers, **make_answers(example.form, {field: None})}
    answers = {each: answer for each, answer in answers.items() if each != field}
    report = compose(replace(example, answers=answers, texts={}), form_folder, draft=True)
    said = " ".join(
        words for section in report.sections for passage in section.passages for words in passage.paragraphs
    )
    assert ("新收政府信息公开申请" in said) is not field.startswith("requests")
    assert ("被提起行政诉讼" in said) is not field.startswith("disputes")


def test_the_contact_paragraph_says_only_what_is_there(example: Submission, form_folder: Path) -> None:
    for given in product((False, True), repeat=len(CONTACTS)):
        texts = {field: field.upper() for field, there in zip(CONTACTS, given, strict=True) if there}
        lead = "".join(compose(replace(example, texts=texts), form_folder).lead)
        assert [field for field in CONTACTS if field.upper() in lead] == list(texts)
        assert ("请与" in lead) is any(given[:5])
        assert not any(marks in lead for marks in ("；）", "（）", "：；", "：）", "。。", "与联系", "（；"))


@pytest.mark.parametrize(
    ("kind", "articles"),
    [
        ("department", "第四十九条第一款、第五十条"),
        ("county", "第四十九条第二款、第五十条"),
        ("institution", "第五十条、第五十四条"),
        ("town", "（国务院令第711号）第五十条和"),
        (None, "（国务院令第711号）第五十条和"),
    ],
)
def test_the_legal_basis_is_that_of_the_kind_of_body(
    example: Submission, form_folder: Path, kind: str | None, articles: str
) -> None:
    agency = replace(example.agency, kind=kind)
    assert articles in compose(replace(example, agency=agency), form_folder).lead[0]


@pytest.mark.parametrize(
    ("style", "headings"),
    [
        (HouseStyle(), ["（一）主动公开情况", "（二）依申请公开情况"]),
        (HouseStyle(numbering="1."), ["1.主动公开情况", "2.依申请公开情况"]),
        (HouseStyle(short_headings=True), ["（一）主动公开", "（二）依申请公开"]),
    ],
)
def test_sub_headings_follow_the_house_style(
    example: Submission, form_folder: Path, style: HouseStyle, headings: list[str]
) -> None:
    report = compose(replace(example, texts={}), form_folder, house_style=style)
    found = [passage.heading for section in report.sections for passage in section.passages if passage.heading]
    assert found == headings


def test_a_sub_heading_alone_is_left_out(example: Submission, form_folder: Path) -> None:
    texts = {"other.handling_fee": "本年度未收取信息处理费。"}
    (passage,) = compose(replace(example, texts=texts), form_folder).sections[-1].passages
    assert passage.heading == ""


def test_local_customs_have_a_sub_heading_only_where_there_is_something_under_it(
    example: Submission, form_folder: Path
) -> None:
    texts = {"other.key_areas": "按月公开了示例项目的进度。", "other.handling_fee": "本年度未收取信息处理费。"}
    section = compose(replace(example, texts=texts), form_folder).sections[-1]
    assert [passage.heading for passage in section.passages] == [
        "（一）信息处理费收取情况", "（二）重点领域信息公开情况",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("own_name", "kind", "short_name", "said"),
    [
        (None, "department", "县资源局", "本机关"),
        (None, "institution", "县资源中心", "本单位"),
        ("我单位", "department", None, "我单位"),
        ("本机关", "institution", None, "本机关"),
        ("简称", "department", "县资源局", "县资源局"),
        ("简称", "department", None, "本机关"),
    ],
)
def test_the_agency_is_called_as_the_house_style_says(
    example: Submission, form_folder: Path, own_name: str | None, kind: str, short_name: str | None, said: str
) -> None:
    agency = replace(example.agency, kind=kind, short_name=short_name)
    style = HouseStyle(own_name=own_name)  # type: ignore[arg-type]
    report = compose(replace(example, agency=agency, texts={}), form_folder, house_style=style)
    assert report.sections[0].passages[1].paragraphs[0].startswith(f"2024年，{said}新收")
