"""The submission that a workbook starts from: blank, fitted to formulas, with last year's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nianbao import Agency, PluginRegistry, UsageError, blank_submission, fitted, layout_for
from nianbao.forms.arrange import EXPLANATIONS, FREE_EXPLANATIONS, LONGEST_ALLOTMENT
from nianbao.testing import example
from nianbao.workbooks.starting_submission import carried_forward
from tests.documents import FORM

if TYPE_CHECKING:
    from nianbao import Form, Submission

TOTAL = "requests.received.total"
OUT, IN = "requests.carried_out.natural_person", "requests.carried_in.natural_person"


def made(registry: PluginRegistry, **changes: Any) -> Submission:
    return example(registry.registered_form(FORM), **changes)


def test_a_blank_one_is_for_a_year_in_which_the_form_is_in_force(form: Form) -> None:
    assert blank_submission(form, 2024, Agency(name="甲局")).answers == {}
    with pytest.raises(UsageError, match=r"zfxxgk-2021.*1999"):
        blank_submission(form, 1999, Agency())


def test_a_stated_total_is_left_to_the_formula_or_refused_with_both_figures(registry: PluginRegistry) -> None:
    assert TOTAL not in fitted(made(registry, totals="stated", values={TOTAL: 50})).answers
    assert TOTAL not in fitted(made(registry, totals="stated", values={TOTAL: "５０件"})).answers
    for wrong in (51, "若干"):
        with pytest.raises(UsageError, match=rf"{wrong}.*50"):
            fitted(made(registry, values={TOTAL: wrong}))


def test_there_is_room_for_every_paragraph_and_explanation(registry: PluginRegistry, form: Form) -> None:
    rows = form.texts["problems.current"].rows
    place = {"code": "SC103", "field": None, "value": None, "text": "甲"}
    explanations = [place, {"text": "乙"}, {"text": "丙"}]
    submission = made(registry, texts={"problems.current": "\n".join("甲" * (rows + 3))}, explanations=explanations)
    layout = layout_for(submission)
    assert len(layout.placements["problems.current"].cells) == rows + 3
    assert (layout.allotment[EXPLANATIONS], layout.allotment[FREE_EXPLANATIONS]) == (1, 2)
    assert layout_for(made(registry)).allotment == {}


def test_more_paragraphs_than_any_workbook_holds_are_refused_with_the_longest(registry: PluginRegistry) -> None:
    text = "\n".join(["甲"] * (LONGEST_ALLOTMENT + 1))
    with pytest.raises(UsageError, match=f"{LONGEST_ALLOTMENT}.*五"):
        layout_for(made(registry, texts={"problems.current": text}))


def test_last_years_figures_go_into_blank_cells_alone(registry: PluginRegistry) -> None:
    last = made(registry, year=2023, values={OUT: 9})
    carried = carried_forward(made(registry, values={IN: None}), last)
    assert carried.figure(IN) == 9
    assert carried_forward(made(registry, values={IN: 4}), last).figure(IN) == 4
    assert (
        carried_forward(made(registry, values={IN: None}), made(registry, year=2023, values={OUT: None})).figure(IN)
        is None
    )


def test_only_the_year_before_is_carried_forward(registry: PluginRegistry) -> None:
    for year in (2022, 2024):
        with pytest.raises(UsageError, match=rf"{year}.*2023"):
            carried_forward(made(registry), made(registry, year=year))


def test_a_workbook_for_nobody_yet_asks_for_its_agency(form: Form) -> None:
    assert layout_for(blank_submission(form, 2024, Agency())).anonymous
    for agency in (Agency(name="甲局"), Agency(code="1")):
        assert not layout_for(blank_submission(form, 2024, agency)).anonymous


def test_answers_without_totals_are_left_alone(example: Submission) -> None:
    again = fitted(example)
    assert replace(again, totals=example.totals).answers == example.answers
