"""From the records of a form file to a form: references resolved, and what refers to nothing refused."""

from __future__ import annotations

import pytest

from nianbao import Form, parse_form
from nianbao.errors import FormFileError
from tests.whole.test_forms_are_data import SECOND_FORM

TEXTS = "  - {id: remarks.text, label: 情况说明, rows: 3, hint: 写明情况。}\n"
NORTH = "    - {id: north, label: 北园, hint: 以闸机记录为准。}\n"


def resolved(*changes: tuple[str, str], more: str = "") -> Form:
    text = SECOND_FORM
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_form((text + more).encode(), "park.yaml")


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (TEXTS, TEXTS * 2, "sections[1]", "remarks.text"),
        ("rows: 3", "rows: 0", "sections[1]", "rows"),
        ("hint: 写明情况。", f"hint: {'长' * 231}", "sections[1]", "230"),
        ("rows: 3", "rows: 3, sheet: 没有", "sections[1]", "没有"),
        ("tables: [visits]", "tables: [visit]", "sections[0].tables", "visit"),
        ("tables: [visits]", "tables: []", "sections", "visits"),
        (NORTH, NORTH * 2, "tables[0]", "visits.north.adults"),
        (NORTH, NORTH.replace("以闸机记录为准。", "长" * 231), "tables", "visits.north.adults"),
        ("{table: visits, statement", "{table: visit, statement", "nil[0]", "visit"),
    ],
)
def test_a_mistake_is_named_with_its_place(old: str, new: str, place: str, words: str) -> None:
    with pytest.raises(FormFileError) as caught:
        resolved((old, new))
    assert f"park.yaml 的 {place}" in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ("roles: {visitors: [visits.east.total]}\n", "roles.visitors"),
        ("roles: {visitors: ['visits.east.*']}\n", "roles.visitors"),
        ("charts: [{id: a}]\n", "charts[0]"),
        ("charts: [{id: a, roles: [nobody]}]\n", "charts[0]"),
        ("roles: {x: [visits.north.adults]}\ncharts: [{id: a, parts_of: [x]}]\n", "charts[0]"),
        ("carry_forward: [{table: visits, from: north, into: east}]\n", "carry_forward[0]"),
        ("carry_forward: [{table: visit, from: north, into: south}]\n", "carry_forward[0]"),
    ],
)
def test_what_refers_to_nothing_is_refused(more: str, place: str) -> None:
    with pytest.raises(FormFileError) as caught:
        resolved(more=more)
    assert f"park.yaml 的 {place}" in str(caught.value)


def test_a_role_with_a_star_follows_the_rows_of_its_table() -> None:
    pattern = "roles: {visitors: ['visits.*.total']}\n"
    assert resolved(more=pattern).role("visitors") == (
        "visits.north.total",
        "visits.south.total",
        "visits.fees.total",
    )
    fewer = resolved((NORTH, ""), more=pattern)
    assert fewer.role("visitors") == ("visits.south.total", "visits.fees.total")


def test_totals_are_not_carried_forward_for_they_are_computed() -> None:
    form = resolved(more="carry_forward: [{table: visits, from: north, into: south}]\n")
    assert [(each.source, each.target) for each in form.carried_forward] == [
        ("visits.north.adults", "visits.south.adults"), ("visits.north.children", "visits.south.children"),
    ]  # fmt: skip


def test_the_digest_changes_with_what_a_workbook_depends_on_and_not_with_charts() -> None:
    plain = resolved(more="roles: {visitors: [visits.north.total]}\n")
    charted = resolved(more="roles: {visitors: [visits.north.total]}\ncharts: [{id: a, roles: [visitors]}]\n")
    assert plain.digest == charted.digest != resolved((NORTH, NORTH.replace("北园", "西园"))).digest


def test_texts_beside_a_narrow_table_stay_on_its_sheet_and_beside_a_wide_one_get_their_own() -> None:
    beside = ("tables: [visits]\n", f"tables: [visits]\n  texts:\n{TEXTS.replace('remarks.text', 'visits.text')}")
    assert resolved(beside).texts["visits.text"].sheet == "游客文字"
    assert resolved().texts["remarks.text"].sheet == "说明文字"
