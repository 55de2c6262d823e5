"""Identities evaluated: what balances, what blanks leave open, and the one cell that a person would name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao import PluginRegistry
from nianbao.submissions.balance import Balance, Outcome
from nianbao.testing import example
from tests.documents import FORM

if TYPE_CHECKING:
    from nianbao import Form

FLOW = "requests.application_flow.natural_person"
RECEIVED, CARRIED_OUT = "requests.received.natural_person", "requests.carried_out.natural_person"


def balance(registry: PluginRegistry, **changes: Any) -> Balance:
    return Balance(example(registry.registered_form(FORM), **changes))


def outcomes(found: Balance) -> dict[str, Outcome]:
    return {each.identity.id: each.outcome for each in found.evaluations}


def test_an_imbalance_is_named_once_with_what_it_should_be(registry: PluginRegistry) -> None:
    (found,) = balance(registry, values={CARRIED_OUT: 5}).imbalances
    assert found.identity.id == FLOW
    assert (found.expected, found.actual, found.difference, found.exact) == (59, 57, -2, True)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({}, Outcome.BALANCED),
        ({CARRIED_OUT: None}, Outcome.HELD_BACK),
        ({CARRIED_OUT: "若干"}, Outcome.HELD_BACK),
        ({RECEIVED: None}, Outcome.HELD_BACK),
        ({RECEIVED: 60, CARRIED_OUT: None}, Outcome.HELD_BACK),
        ({RECEIVED: 1, CARRIED_OUT: None}, Outcome.IMBALANCED),  # more is concluded than came in
        ({RECEIVED: 0, "requests.carried_in.natural_person": None}, Outcome.HELD_BACK),
    ],
)
def test_blanks_hold_back_only_what_they_could_still_mend(
    registry: PluginRegistry, values: dict[str, Any], outcome: Outcome
) -> None:
    found = outcomes(balance(registry, values=values))[FLOW]
    assert found is outcome


def test_nothing_at_all_is_empty_and_a_table_declared_nil_balances(registry: PluginRegistry, form: Form) -> None:
    fields = [field.id for field in form.table_by_id["requests"].fields]
    blank = dict.fromkeys(fields)
    assert outcomes(balance(registry, values=blank))[FLOW] is Outcome.EMPTY
    assert outcomes(balance(registry, values=blank, nil=["requests"]))[FLOW] is Outcome.BALANCED


def test_totals_that_are_computed_stand_for_the_cells_that_are_typed(registry: PluginRegistry, form: Form) -> None:
    found = balance(registry)
    total = "requests.concluded.total"
    leaves = found.leaves((total,))
    assert not set(leaves) & set(form.totals)
    assert sum(found.submission.figure(leaf) or 0 for leaf in leaves) == found.submission.shown(total)
    stated = balance(registry, totals="stated", values={total: 55})
    assert stated.leaves((total,)) == [total]


def test_two_wrong_cells_in_two_columns_are_two_imbalances(registry: PluginRegistry) -> None:
    found = balance(registry, values={CARRIED_OUT: 5, "requests.carried_out.enterprise": 9}).imbalances
    assert {each.identity.member for each in found} == {"natural_person", "enterprise"}


@given(
    st.dictionaries(
        st.sampled_from(
            [
                f"requests.{row}.{column}"
                for row in ("received", "carried_in", "granted", "denied_state_secret", "carried_out", "concluded")
                for column in ("natural_person", "enterprise", "total")
            ]
        ),
        st.one_of(st.none(), st.integers(0, 60), st.just("若干")),
        max_size=6,
    )
)
def test_whatever_is_named_does_not_balance_and_nothing_is_named_where_all_does(
    registry: PluginRegistry, values: dict[str, Any]
) -> None:
    found = balance(registry, values=values)
    failing = [each for each in found.evaluations if each.outcome is Outcome.IMBALANCED]
    assert all(each in failing for each in found.imbalances)
    assert bool(found.imbalances) == bool(failing)
    assert found.held_back == sum(each.outcome is Outcome.HELD_BACK for each in found.evaluations)
    assert all(each.difference for each in failing)
