"""What a rule may look at: by ids of the form, blanks by its own policy, last year only where it says something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from nianbao import Analysis, CheckContext, PluginRegistry
from nianbao.findings.documents import core_fault
from nianbao.intake.read_file import reading_of
from nianbao.language import Message
from nianbao.rules.context import FieldMissingError
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from nianbao import Submission

FIGURE = "requests.received.natural_person"


def context(registry: PluginRegistry, blanks: str = "skip", **changes: Any) -> CheckContext:
    more = {key: changes.pop(key) for key in ("previous", "options") if key in changes}
    submission: Submission = example(registry.registered_form(FORM), **changes)
    return CheckContext(
        submission=submission,
        fault=replace(core_fault("SY900"), blanks=blanks),
        analysis=Analysis(submission),
        places=reading_of(submission).places,
        **more,
    )


def test_a_field_that_the_form_does_not_have_is_named_and_never_blank(registry: PluginRegistry) -> None:
    found = context(registry)
    for look in (found.answer, found.figure, found.text):
        with pytest.raises(FieldMissingError) as caught:
            look("no.such")
        assert caught.value.field == "no.such"
    with pytest.raises(FieldMissingError):
        found.text(FIGURE)
    with pytest.raises(FieldMissingError):
        found.figure("problems.current")


@pytest.mark.parametrize(
    ("raw", "blanks", "figure"),
    [(None, "skip", None), (None, "zero", 0), ("若干", "zero", None), ("无", "skip", 0), (7, "zero", 7)],
)
def test_a_blank_counts_by_the_rules_own_policy_and_what_is_unreadable_never(
    registry: PluginRegistry, raw: object, blanks: str, figure: int | None
) -> None:
    assert context(registry, blanks, values={FIGURE: raw}).figure(FIGURE) == figure


def test_last_year_says_nothing_of_what_it_does_not_have(registry: PluginRegistry) -> None:
    assert context(registry).before(FIGURE) is None
    last = example(registry.registered_form(FORM), year=2023, values={FIGURE: 9})
    assert context(registry, previous=last).before(FIGURE) == 9
    assert context(registry, previous=last).before("no.such") is None


def test_options_are_of_the_type_that_the_rule_asked_for(registry: PluginRegistry) -> None:
    assert context(registry, options=3).option(int) == 3
    with pytest.raises(TypeError, match=r"SY900.*str"):
        context(registry, options=3).option(str)


def test_a_finding_is_of_the_rules_own_fault_and_involves_its_field(registry: PluginRegistry) -> None:
    found = context(registry)
    finding = found.finding(Message("不妥"), field=FIGURE, expected=3, actual=5)
    assert (finding.code, finding.severity, finding.fields) == ("SY900", found.fault.severity, (FIGURE,))
    assert found.finding(Message("不妥"), field=FIGURE, fields=("a", "b")).fields == ("a", "b")
    assert found.finding(Message("不妥")).fields == ()


def test_places_are_those_of_the_file(registry: PluginRegistry) -> None:
    found = context(registry)
    place = found.place(FIGURE)
    assert place is not None
    assert place.label == "D6"
    assert found.areas([FIGURE, "requests.received.enterprise"]) == ("D6:E6",)


def test_nothing_in_it_can_be_changed(registry: PluginRegistry) -> None:
    found = context(registry)
    with pytest.raises(AttributeError):
        found.options = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        found.submission.texts["title"] = "另一个题目"  # type: ignore[index]
