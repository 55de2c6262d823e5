"""Every way to type a number gives its state, its value and its codes, and no other value anywhere."""

from __future__ import annotations

from functools import cache

import pytest

from nianbao import CheckedFile, layout_for

from . import pending
from .base import base_workbook, checked, original, other_values
from .numbers import ALL
from .rewriting import in_sheet
from .typed import COUNT, Typed, last_string

TOGETHER = [typed for typed in ALL if not typed.alone]


@cache
def counts() -> list[str]:
    """Return the counts of the count's table, the count itself first."""
    form = original().form
    return [COUNT, *(field for field in form.inputs(form.table_by_id["requests"]) if field != COUNT)]


@cache
def read_together() -> CheckedFile:
    """Read one workbook with many of them, each in a cell of its own."""
    sheet, _cell = layout_for(original()).cell(COUNT) or ("", "")

    def change(xml: str) -> str:
        for typed, field in zip(TOGETHER, counts(), strict=False):
            xml = typed.put(xml, (layout_for(original()).cell(field) or ("", ""))[1], 0)
        return xml

    return checked(in_sheet(base_workbook(), sheet, change))


def read_alone(typed: Typed) -> CheckedFile:
    sheet, cell = layout_for(original()).cell(typed.field) or ("", "")
    base = base_workbook()
    prepared = typed.changes(base) if typed.changes else base
    return checked(in_sheet(prepared, sheet, lambda xml: typed.put(xml, cell, last_string(base))))


def test_there_are_many_and_no_name_twice() -> None:
    assert len(ALL) >= 60
    assert len({typed.name for typed in ALL}) == len(ALL)
    assert len(TOGETHER) <= len(counts())


@pytest.mark.parametrize("typed", ALL, ids=lambda typed: typed.name)
def test_what_was_typed_is_what_is_understood(request: pytest.FixtureRequest, typed: Typed) -> None:
    pending.mark(request, typed.name, pending.NUMBERS)
    field = typed.field if typed.alone else counts()[TOGETHER.index(typed)]
    result = read_alone(typed) if typed.alone else read_together()
    codes = {finding.code for finding in result.findings}
    if result.submission is None:
        assert codes & typed.refusals, codes
        return
    answer = result.submission.answer(field)
    of_field = frozenset(finding.code for finding in result.findings if field in (*finding.fields, finding.field))
    assert (answer.state.value, answer.value, of_field) == (typed.state, typed.value, typed.codes)
    if typed.alone:
        assert codes - {"RD105", "RD106"} == typed.codes
        assert set(other_values(result)) <= {field}


def test_numbers_in_many_cells_change_no_other_cell() -> None:
    assert set(other_values(read_together())) <= set(counts()[: len(TOGETHER)])
