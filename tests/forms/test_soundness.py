"""Mistakes of a form file that would only show later: each is refused when the file is read."""

from __future__ import annotations

import pytest

from nianbao import parse_form
from nianbao.errors import FormFileError
from tests.whole.test_forms_are_data import SECOND_FORM

LONG = "长" * 32


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('accepts: ["2"]', 'accepts: ["1"]', "accepts", "2"),
        ("last: 2030", "last: 2019", "years", "last"),
        ("{agency}{year}年", "{agency}{month}", "title", "month"),
        ("sheet: 游客", f"sheet: {LONG}", "sheets", "31"),
        ("sheet: 游客", "sheet: 游/客", "sheets", "游/客"),
        ("sheet: 游客", "sheet: 首页", "sheets", "首页"),
        ("checks: 核对", "checks: _META", "sheets", "_META"),
        ("id: remarks\n", "id: visits\n", "sections", "visits"),
        ("left: [adults, children], total: total", "left: [], total: total", "identities[0]", "left"),
        ("left: [adults, children], total: total", "left: [adults, total], total: total", "identities[0]", "total"),
        ("nil:\n", "nil:\n- {table: visits, statement: 闭园}\n", "nil", "visits"),
        ("id: contact.name", "id: visits.north_total", "cover[0]", "visits.north"),
        ("id: contact.name", "id: D6", "cover[0]", "D6"),
        ("id: contact.name", "id: r", "cover[0]", "r"),
        ("id: contact.name", "id: 1.name", "cover[0]", "1.name"),
    ],
)
def test_a_mistake_is_named_with_its_place(old: str, new: str, place: str, words: str) -> None:
    assert SECOND_FORM.count(old) >= 1, old
    with pytest.raises(FormFileError) as caught:
        parse_form(SECOND_FORM.replace(old, new, 1).encode(), "park.yaml")
    assert f"park.yaml 的 {place}" in str(caught.value)
    assert words in str(caught.value)


def test_a_table_twice_is_told_by_its_number() -> None:
    table = SECOND_FORM[SECOND_FORM.index("tables:\n- id: visits") : SECOND_FORM.index("identities:")]
    twice = SECOND_FORM.replace("identities:", table.removeprefix("tables:\n") + "identities:")
    with pytest.raises(FormFileError, match=r"tables\[1\].*visits"):
        parse_form(twice.encode(), "park.yaml")


def test_names_that_look_like_cells_only_nearly_are_names() -> None:
    form = parse_form(SECOND_FORM.replace("id: contact.name", "id: d6.name").encode(), "park.yaml")
    assert "d6.name" in form.texts
