"""Answers taken over into another version of a form, by the ids of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, parse_form
from nianbao.submissions.taking_over import taken_over
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form

LAST = "      - {id: concluded, label: （七）总计}\n"
REPEATED = ("id: rejected_repeat", "rejected_repeat: [")


@pytest.fixture(scope="module")
def smaller(form_folder: Path) -> Form:
    """Return the bundled form without one row, and without the declaration that table four is empty."""
    lines = (form_folder / "form.yaml").read_text("utf-8").split("\n")
    kept = [
        line
        for line in lines
        if not any(words in line for words in REPEATED) and "{table: disputes, statement" not in line
    ]
    assert len(lines) - len(kept) == 3
    text = "\n".join(kept).replace(
        "blanks_are_zero: [disclosure, requests, disputes]", "blanks_are_zero: [disclosure, requests]"
    )
    return parse_form(text.encode(), "smaller")


def test_what_both_have_is_taken_as_it_was_typed(registry: PluginRegistry, smaller: Form) -> None:
    before = example(registry.registered_form(FORM), values={"requests.granted.enterprise": "３件"})
    after, _left_out = taken_over(before, smaller)
    assert after.form is smaller
    assert after.answer("requests.granted.enterprise") == before.answer("requests.granted.enterprise")
    assert dict(after.texts) == dict(before.texts)
    assert after.agency == before.agency


def test_what_the_other_does_not_have_is_named_and_what_was_blank_there_is_not(
    registry: PluginRegistry, smaller: Form
) -> None:
    gone = "requests.rejected_repeat.enterprise"
    before = example(registry.registered_form(FORM), nil=["disputes"], values={gone: 2})
    after, left_out = taken_over(before, smaller)
    assert gone in left_out
    assert set(left_out) <= {field for field in before.answers if field.startswith("requests.rejected_repeat.")}
    assert after.nil == frozenset()


def test_what_the_other_asks_for_besides_is_blank(registry: PluginRegistry, smaller: Form, form: Form) -> None:
    small, _left_out = taken_over(example(registry.registered_form(FORM)), smaller)
    back, left_out = taken_over(small, form)
    assert left_out == ()
    assert back.figure("requests.rejected_repeat.natural_person") is None
