"""A form, resolved: what its parts say together, and that nobody can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from nianbao import Form

TOTAL = "requests.received.total"


def test_a_form_is_in_force_from_its_first_year_to_its_last(form: Form) -> None:
    from msgspec.structs import replace

    bounded = replace(form, first_year=2021, last_year=2023)
    assert [year for year in range(2019, 2027) if bounded.accepts_year(year)] == [2021, 2022, 2023]
    assert replace(form, last_year=None).accepts_year(2999)


def test_totals_are_no_inputs_and_their_parts_are_known(form: Form) -> None:
    for table in form.tables:
        inputs, fields = set(form.inputs(table)), {field.id for field in table.fields}
        assert inputs | (fields & set(form.totals)) == fields
        assert not inputs & set(form.totals)
    assert len(form.totals[TOTAL]) == 6


def test_every_table_stands_in_one_section(form: Form) -> None:
    assert set(form.section_of_table) == set(form.table_by_id)


def test_what_rules_must_claim_are_the_roles_of_identities_and_fields(form: Form) -> None:
    assert {identity.role for identity in form.identities} <= form.claims()
    assert form.role("no such role") == ()
    assert set(form.roles) <= form.claims()


def test_a_field_is_named_with_its_table_a_text_by_its_label_and_anything_else_by_itself(form: Form) -> None:
    assert form.words(TOTAL).startswith(form.table_by_id["requests"].name)
    assert form.words("problems.current") == form.texts["problems.current"].label
    assert form.words("no.such") == "no.such"


def test_nobody_can_change_a_form(form: Form) -> None:
    for mapping in (form.texts, form.roles, form.bases, form.fields, form.totals, form.table_by_id):
        with pytest.raises(TypeError):
            mapping["x"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        form.version = "2"  # type: ignore[misc]
    assert len({form, form}) == 1
