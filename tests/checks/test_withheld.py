"""Reasons to withhold a report although nothing blocks it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Office, PluginRegistry, Selection, Severity
from nianbao.checks.withheld import is_new, reasons_to_withhold
from nianbao.findings.explanation import Waiver
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from nianbao import Submission

TODAY = datetime.date(2025, 1, 20)


def reasons(registry: PluginRegistry, office: Office | None = None, **changes: Any) -> list[str]:
    no_last_year, compared = changes.pop("no_last_year", False), changes.pop("compared", True)
    submission = example(registry.registered_form(FORM), **changes)
    found = reasons_to_withhold(
        submission, office or Office(), registry.rules, TODAY, no_last_year=no_last_year, compared=compared
    )
    return [str(each) for each in found]


def new(**changes: Any) -> Waiver:
    whole = {"agency": "SL001", "field": None, "reason": "新设立", "who": "公开办", "until": TODAY}
    return Waiver(code="XY101", **(whole | changes))


def test_nothing_withholds_a_whole_report(registry: PluginRegistry) -> None:
    assert reasons(registry) == []


@pytest.mark.parametrize("selection", [Selection(select=("TB",)), Selection(ignore=("TB",))])
def test_whoever_looked_at_a_part_publishes_nothing(registry: PluginRegistry, selection: Selection) -> None:
    (reason,) = reasons(registry, Office(selection=selection))
    assert "只供查看" in reason


def test_blank_and_unreadable_figures_are_counted_and_the_first_three_named(registry: PluginRegistry) -> None:
    columns = ("natural_person", "enterprise", "research_institute", "public_welfare")
    (reason,) = reasons(registry, values={f"requests.granted.{column}": None for column in columns})
    assert "有 4 个数字" in reason
    assert reason.count("予以公开") == 3
    (one,) = reasons(registry, values={"requests.granted.enterprise": "若干"})
    assert "有 1 个数字" in one


def test_a_table_that_is_not_printed_may_be_blank_but_not_unreadable(registry: PluginRegistry) -> None:
    assert reasons(registry, values={"handling_fee.notices": None}) == []
    assert len(reasons(registry, values={"handling_fee.notices": "两三件"})) == 1


def test_without_last_year_it_waits_for_the_office_to_say_that_there_is_none(registry: PluginRegistry) -> None:
    (reason,) = reasons(registry, no_last_year=True)
    assert "XY101" in reason
    assert reasons(registry, Office(waivers=(new(),)), no_last_year=True) == []
    assert reasons(registry, Office(ignored=("XY",)), no_last_year=True) == []  # nothing would have compared it


@pytest.mark.parametrize(
    "changes", [{"agency": None}, {"agency": "别的局"}, {"until": TODAY - datetime.timedelta(days=1)}]
)
def test_only_a_waiver_in_force_for_this_very_unit_makes_it_new(
    example: Submission, changes: dict[str, object]
) -> None:
    assert is_new(example.agency, Office(waivers=(new(),)), TODAY)
    assert not is_new(example.agency, Office(waivers=(new(**changes),)), TODAY)


def test_a_file_that_was_not_compared_waits_only_where_comparing_could_block(registry: PluginRegistry) -> None:
    assert reasons(registry, compared=False) == []
    (reason,) = reasons(registry, Office(severities={"SM101": Severity.VERIFY}), compared=False)
    assert "SM101" in reason
    assert "collect" in reason
