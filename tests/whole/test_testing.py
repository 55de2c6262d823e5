"""The example builder of ``nianbao.testing``: a form's example submission, with changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Checker, UnreadableError, Verdict
from nianbao.testing import example, example_document

if TYPE_CHECKING:
    from nianbao import PluginRegistry
    from nianbao.plugins.registered_forms import RegisteredForm


@pytest.fixture
def form(registry: PluginRegistry) -> RegisteredForm:
    return registry.registered_form("zfxxgk-2021")


def test_changes_are_laid_over_by_field(form: RegisteredForm) -> None:
    made = example(form, values={"disclosure.penalties.decisions": 3}, texts={"title": "题"}, agency={"code": "9"})
    plain = example(form)
    assert made.shown("disclosure.penalties.decisions") == 3
    assert made.text("title") == "题"
    assert (made.agency.code, made.agency.name) == ("9", plain.agency.name)
    assert made.shown("disclosure.licensing.decisions") == plain.shown("disclosure.licensing.decisions")


def test_none_makes_a_cell_blank_and_other_keys_take_the_place(form: RegisteredForm) -> None:
    made = example(form, values={"disclosure.penalties.decisions": None}, year=2023)
    assert made.shown("disclosure.penalties.decisions") is None
    assert made.year == 2023


def test_two_examples_share_nothing(form: RegisteredForm) -> None:
    one, two = example_document(form, values={"disclosure.penalties.decisions": 3}), example_document(form)
    assert one["values"] != two["values"]
    assert example_document(form) == two


def test_what_the_form_does_not_have_is_refused(form: RegisteredForm) -> None:
    with pytest.raises(UnreadableError):
        example(form, values={"no.such.field": 1})


def test_the_example_passes(form: RegisteredForm, registry: PluginRegistry) -> None:
    import json

    assert Checker(registry).check("a.json", json.dumps(example_document(form)).encode()).verdict is Verdict.PASSED
