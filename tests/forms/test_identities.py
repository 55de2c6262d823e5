"""The bundled form's identities: seven columns, twenty-five rows, seven totals of results, three blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_grid import BLOCKS_4, COLUMNS_3, ROWS_3

if TYPE_CHECKING:
    from nianbao import Form
    from nianbao.forms.definition import Identity

RESULTS = tuple(row for row in ROWS_3 if row not in ("received", "carried_in", "concluded", "carried_out"))


def of_role(form: Form, role: str) -> list[Identity]:
    return [identity for identity in form.identities if identity.role == role]


def field_ids(rows: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"requests.{row}.{column}" for row in rows for column in columns)


@pytest.mark.parametrize(
    ("role", "count"), [("application_flow", 7), ("row_total", 25), ("column_total", 7), ("block_total", 3)]
)
def test_a_family_has_its_members(form: Form, role: str, count: int) -> None:
    assert len(of_role(form, role)) == count


def test_there_is_no_other_identity_and_each_has_its_own_id(form: Form) -> None:
    assert len(form.identities) == 7 + 25 + 7 + 3
    assert len({identity.id for identity in form.identities}) == 42


def test_flow_holds_one_and_two_against_seven_and_four(form: Form) -> None:
    found = {identity.member: identity for identity in of_role(form, "application_flow")}
    assert tuple(found) == COLUMNS_3
    for column, identity in found.items():
        assert identity.left == field_ids(("received", "carried_in"), (column,))
        assert identity.right == field_ids(("concluded", "carried_out"), (column,))
        assert identity.anchor == f"requests.carried_out.{column}"
        assert not identity.total


def test_a_row_total_is_the_sum_of_six_columns(form: Form) -> None:
    found = {identity.member: identity for identity in of_role(form, "row_total")}
    assert tuple(found) == ROWS_3
    for row, identity in found.items():
        assert identity.left == field_ids((row,), COLUMNS_3[:-1])
        assert identity.right == (f"requests.{row}.total",)
        assert identity.anchor == f"requests.{row}.total"
        assert identity.total


def test_seven_is_the_sum_of_twenty_one_results(form: Form) -> None:
    assert len(RESULTS) == 21
    found = {identity.member: identity for identity in of_role(form, "column_total")}
    assert tuple(found) == COLUMNS_3
    for column, identity in found.items():
        assert identity.left == field_ids(RESULTS, (column,))
        assert identity.right == (f"requests.concluded.{column}",)
        assert identity.anchor == f"requests.concluded.{column}"
        assert identity.total


def test_a_block_total_is_the_sum_of_four_outcomes(form: Form) -> None:
    found = {identity.member: identity for identity in of_role(form, "block_total")}
    assert tuple(found) == BLOCKS_4
    for block, identity in found.items():
        assert identity.left == tuple(
            f"disputes.{block}.{name}" for name in ("upheld", "corrected", "other", "pending")
        )
        assert identity.right == (f"disputes.{block}.total",)
        assert identity.anchor == f"disputes.{block}.total"
        assert identity.total


def test_member_words_are_those_of_the_form(form: Form) -> None:
    words = {identity.id: identity.member_words for identity in form.identities}
    assert words["requests.application_flow.natural_person"] == "自然人"
    assert words["requests.application_flow.other_organisation"] == "其他"
    assert words["requests.row_total.denied_security_stability"] == "（三）不予公开 3.危及“三安全一稳定”"
    assert words["disputes.block_total.direct_suit"] == "行政诉讼 未经复议直接起诉"


def test_thirty_four_totals_are_named_with_their_parts(form: Form) -> None:
    assert len(form.totals) == 31 + 3
    assert form.totals["requests.concluded.total"] == field_ids(("concluded",), COLUMNS_3[:-1])
    assert form.totals["requests.concluded.enterprise"] == field_ids(RESULTS, ("enterprise",))


def test_what_is_left_over_is_carried_forward_but_not_the_total(form: Form) -> None:
    pairs = [(each.source, each.target) for each in form.carried_forward]
    assert pairs == [
        (f"requests.carried_out.{column}", f"requests.carried_in.{column}") for column in COLUMNS_3[:-1]
    ]


def test_every_role_must_be_claimed(form: Form) -> None:
    assert {"application_flow", "row_total", "column_total", "block_total", "fee_text", "contact"} <= form.claims()
