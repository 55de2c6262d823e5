"""A submission: which number counts for a field, and texts as they are kept."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao import PluginRegistry, State, UnreadableError
from nianbao.submissions.submission import (
    LONGEST_TEXTS,
    figure_text,
    hold_texts,
    illegal_character,
    legal_text,
    make_answers,
    normalise_text,
    printed_figure,
    text_digest,
)
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from nianbao import Form, Submission

TOTAL, PART = "requests.received.total", "requests.received.natural_person"
ANY = st.text(max_size=40)


def made(registry: PluginRegistry, **changes: Any) -> Submission:
    return example(registry.registered_form(FORM), **changes)


@pytest.mark.parametrize(
    ("raw", "figure"), [(7, 7), ("７件", 7), ("无", 0), ("若干", None), (None, None), ("1.5", Decimal("1.5"))]
)
def test_a_figure_is_the_number_a_dash_is_none_and_what_is_unreadable_is_nothing(
    registry: PluginRegistry, raw: object, figure: object
) -> None:
    assert made(registry, values={PART: raw}).figure(PART) == figure


def test_a_total_is_known_where_all_its_parts_are_and_shown_over_what_is_there(registry: PluginRegistry) -> None:
    whole = made(registry)
    assert whole.figure(TOTAL) == whole.shown(TOTAL) == 50
    part = made(registry, values={PART: None})
    assert (part.figure(TOTAL), part.shown(TOTAL)) == (None, 3)
    assert part.is_computed(TOTAL)


def test_a_stated_total_goes_before_its_parts_and_is_not_made_up(registry: PluginRegistry) -> None:
    stated = made(registry, totals="stated", values={TOTAL: 51})
    assert stated.figure(TOTAL) == 51
    assert stated.computed == frozenset()
    assert made(registry, totals="stated").figure(TOTAL) is None
    both = made(registry, values={TOTAL: 51})
    assert (both.figure(TOTAL), both.is_computed(TOTAL)) == (51, False)


def test_blanks_of_a_table_declared_nil_are_zero_and_what_is_typed_there_stands(
    registry: PluginRegistry, form: Form
) -> None:
    values = dict.fromkeys(field.id for field in form.table_by_id["requests"].fields) | {PART: 4}
    found = made(registry, nil=["requests"], values=values)
    assert (found.figure("requests.received.enterprise"), found.figure(PART), found.figure(TOTAL)) == (0, 4, 4)
    assert found.declared_nil(PART)
    assert not found.declared_nil("disputes.reconsideration.upheld")


def test_what_is_blank_is_no_answer(form: Form) -> None:
    answers = make_answers(form, {PART: None, "requests.received.enterprise": " ", TOTAL: "若干"})
    assert {field: answer.state for field, answer in answers.items()} == {TOTAL: State.INVALID}


@given(ANY)
def test_a_text_is_kept_without_blank_ends_and_in_one_way(text: str) -> None:
    kept = normalise_text(text)
    assert normalise_text(kept) == kept
    assert not any(mark in kept for mark in "\r\x0b\x0c\x85\u2028\u2029")
    assert not kept or (kept.split("\n")[0].strip() and kept.split("\n")[-1].strip())


@given(st.text(st.sampled_from("甲a\x00\x1f\t\n\r\ufffe\ud800𠮷"), max_size=20))
def test_what_xml_does_not_allow_is_found_and_left_out(text: str) -> None:
    legal = legal_text(text)
    assert illegal_character(legal) is None
    assert (illegal_character(text) is None) == (legal == text)


def test_the_first_illegal_character_is_named_by_its_number() -> None:
    assert illegal_character("甲\x0b\x00") == "U+000B"


def test_texts_longer_than_any_report_are_refused_together() -> None:
    half = "长" * (LONGEST_TEXTS // 2)
    hold_texts({"a": half, "b": half})
    with pytest.raises(UnreadableError) as caught:
        hold_texts({"a": half, "b": half, "c": "长"})
    assert caught.value.code == "RD103"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (Decimal("26.50"), "26.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.10"), "-0.1"),
        (Decimal("3.0"), "3"),
    ],
)
def test_a_figure_as_plain_text(value: Decimal, text: str) -> None:
    assert figure_text(value) == text


@given(st.decimals(-(10**9), 10**9, places=6, allow_nan=False))
def test_printing_changes_no_figure(value: Decimal) -> None:
    assert Decimal(figure_text(value)) == value


def test_fixed_places_are_filled_with_zeros_and_never_cut(form: Form) -> None:
    from msgspec.structs import replace

    money = replace(form.fields["disclosure.administrative_fees.amount"], places=2, fixed_places=True)
    assert [printed_figure(money, value) for value in (3, Decimal("2.5"), Decimal("1.234"))] == [
        "3.00",
        "2.50",
        "1.234",
    ]
    assert printed_figure(replace(money, fixed_places=False), Decimal("2.5")) == "2.5"


def test_an_explanation_is_bound_to_the_trimmed_text() -> None:
    assert text_digest(" 甲\n") == text_digest("甲") == hashlib.sha256("甲".encode()).hexdigest()
