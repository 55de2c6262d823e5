"""``nianbao.testing``: a form's example with changes, and the runner of cases that pack authors use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Checker, PluginRegistry, UnreadableError, UsageError, Verdict
from nianbao.errors import DocumentError
from nianbao.testing import Case, assert_case, cases_of_pack, example, example_document

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.plugins.registered_forms import RegisteredForm


PACK = "nianbao_rules"
CASES = """\
cases:
- name: a figure that is missing
  values: {requests.received.natural_person: null}
  finds: [{}]
"""


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
    assert Checker(registry).check("a.json", json.dumps(example_document(form)).encode()).verdict is Verdict.PASSED


def test_examples_and_cases_come_together_with_readable_ids(registry: PluginRegistry, tmp_path: Path) -> None:
    (tmp_path / "VL101.yaml").write_text(CASES, "utf-8")
    cases = cases_of_pack(registry, PACK, tmp_path)
    assert len(cases) == 2 * len(registry.rules) + 1
    assert str(cases[0]).endswith(": wrong example")
    assert str(cases[-1]) == "VL101: a figure that is missing"
    assert_case(registry, cases[-1])


def test_a_case_that_fails_says_which_and_what_was_found(registry: PluginRegistry, tmp_path: Path) -> None:
    (tmp_path / "VL101.yaml").write_text(CASES, "utf-8")
    case = cases_of_pack(registry, PACK, tmp_path)[-1]
    wrong = replace(case, example=replace(case.example, finds=()))
    with pytest.raises(AssertionError) as caught:
        assert_case(registry, wrong)
    assert "VL101: a figure that is missing: expected 0 findings" in str(caught.value)
    assert "found requests.received.natural_person: " in str(caught.value)


def test_a_pack_that_is_not_installed_or_has_no_rules_is_refused(registry: PluginRegistry, tmp_path: Path) -> None:
    for name in ("no_such_pack", "nianbao_forms"):
        with pytest.raises(UsageError, match=rf"{name}.*pip install"):
            cases_of_pack(registry, name, tmp_path)


def test_a_case_file_named_after_no_rule_is_refused(registry: PluginRegistry, tmp_path: Path) -> None:
    (tmp_path / "VL999.yaml").write_text(CASES, "utf-8")
    with pytest.raises(DocumentError, match=r"VL999\.yaml.*VL101"):
        cases_of_pack(registry, PACK, tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cases: [", "YAML"),
        ("case: []\n", "case"),
        ("cases:\n- name: x\n", "finds"),
        (CASES.replace("values", "vaules"), "vaules"),
        ("- 1\n", "object"),
    ],
)
def test_a_case_file_that_cannot_be_read_is_named_with_its_cause(
    registry: PluginRegistry, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "VL101.yaml").write_text(text, "utf-8")
    with pytest.raises(DocumentError) as caught:
        cases_of_pack(registry, PACK, tmp_path)
    assert "VL101.yaml" in str(caught.value)
    assert words in str(caught.value)


def test_a_case_in_a_field_that_the_form_does_not_have_fails(registry: PluginRegistry, tmp_path: Path) -> None:
    (tmp_path / "VL101.yaml").write_text(CASES.replace("natural_person", "martian"), "utf-8")
    case: Case = cases_of_pack(registry, PACK, tmp_path)[-1]
    with pytest.raises(Exception, match="martian"):
        assert_case(registry, case)
