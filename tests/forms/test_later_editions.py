"""What a form says of workbooks of later editions, and what it must not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.errors import FormFileError
from nianbao.forms.form_file import parse_form
from nianbao.forms.later_editions import rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


@pytest.fixture(scope="module")
def text(form_folder: Path) -> str:
    return (form_folder / "form.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("\nedition: 2", "", "blanks_are_zero"),
        ("blanks_are_zero: [disclosure", "blanks_are_zero: [nowhere", "blanks_are_zero"),
        ("{table: requests, sheet: 表三粘贴}", "{table: nowhere, sheet: 表三粘贴}", "paste[0]"),
        ("{table: requests, sheet: 表三粘贴}", "{table: disclosure, sheet: 表二粘贴}", "paste[0]"),
        ("{table: requests, sheet: 表三粘贴}", "{table: requests, sheet: 封面}", "sheets"),
        ("each: [aspect]}", "each: [nobody]}", "live_checks[0]"),
        ("each: [aspect]}", "each: [aspect], any: [problem]}", "live_checks[0]"),
        ("- {id: problem, name", "- {id: aspects, name", "live_checks[1]"),
    ],
)
def test_a_mistake_is_refused_with_its_place(text: str, old: str, new: str, place: str) -> None:
    assert text.count(old) == 1
    with pytest.raises(FormFileError, match="form") as caught:
        parse_form(text.replace(old, new).encode(), "form")
    assert place in str(caught.value)


def test_a_form_that_says_nothing_is_of_the_first_edition(form_folder: Path) -> None:
    first = parse_form((form_folder / "versions" / "1.0.yaml").read_bytes(), "1.0")
    assert (first.edition, first.paste, first.blanks_are_zero, first.live_checks) == (1, (), (), ())


def test_rows_hold_the_figures_of_a_table_from_left_to_right(form: Form) -> None:
    rows = rows_of(form.table_by_id["requests"])
    assert {len(row) for row in rows} == {7}
    assert len(rows) == 25
    assert rows[0][0] == "requests.received.natural_person"
    assert rows[-1][-1] == "requests.carried_out.total"
