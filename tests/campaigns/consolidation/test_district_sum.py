"""The sum: exact, whole, level by level, as an independent reckoning has it."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Agency, Form, UsageError
from nianbao.campaigns.consolidation.district_sum import DistrictSum, consolidate

if TYPE_CHECKING:
    from .conftest import MakeContribution

MONEY = "disclosure.administrative_fees.amount"


def test_it_is_what_a_database_makes_of_the_same_figures(district: DistrictSum) -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE figure (field TEXT, thousandths INTEGER)")
        rows = [
            (field, int(Fraction(figure) * 10**6))
            for each in district.contributions
            for field in each.submission.form.fields
            if (figure := each.submission.figure(field)) is not None
        ]
        database.executemany("INSERT INTO figure VALUES (?, ?)", rows)
        expected = dict(database.execute("SELECT field, SUM(thousandths) FROM figure GROUP BY field"))
    sums = {
        field: int(Fraction(figure) * 10**6) for field, figure in district.whole.sums.items() if figure is not None
    }
    assert sums == expected
    assert len(expected) > 150


def test_money_is_exact(district: DistrictSum) -> None:
    figures = [Decimal(str(each.figure(MONEY))) for each in district.contributions]
    assert district.whole.sums[MONEY] == sum(figures)
    assert str(district.whole.sums[MONEY]).partition(".")[2].rstrip("0") != ""


def test_each_level_is_summed_by_itself(district: DistrictSum) -> None:
    assert [(level.name, level.depth) for level in district.levels] == [("", 0), ("丙街道", 1)]
    below = district.levels[1]
    members = district.contributions[below.first : below.last + 1]
    assert [each.agency.code for each in members] == ["C1", "C2", "C3"]
    field = "disclosure.penalties.decisions"
    assert below.sums[field] == sum(each.figure(field) or 0 for each in members)


def test_the_districts_submission_has_the_sums_and_balances(district: DistrictSum) -> None:
    made = district.submission
    assert made.agency.name == "样例区"
    for field, figure in district.whole.sums.items():
        assert made.figure(field) == figure


def test_a_figure_leads_to_the_units_that_make_it(district: DistrictSum) -> None:
    for field in district.form.fields:
        assert sum(figure for _unit, figure in district.terms(field)) == (district.whole.sums[field] or 0)


def test_what_is_blank_everywhere_stays_blank(district: DistrictSum, form: Form) -> None:
    empty = consolidate(form, 2024, Agency(name="样例区"), [])
    assert set(empty.whole.sums.values()) == {None}
    assert empty.submission.answers == {}


def test_a_unit_is_not_counted_twice(contribution: MakeContribution, form: Form) -> None:
    with pytest.raises(UsageError, match="两份文件"):
        consolidate(form, 2024, Agency(name="样例区"), [contribution("甲局", "A1"), contribution("甲局", "A1")])


def test_another_year_is_refused(contribution: MakeContribution, form: Form) -> None:
    with pytest.raises(UsageError, match="2024 年度"):
        consolidate(form, 2025, Agency(name="样例区"), [contribution("甲局", "A1")])


def test_last_years_figures_stand_beside(district: DistrictSum) -> None:
    former = replace(district, previous=replace(district.submission, year=2023))
    assert former.former(MONEY) == district.whole.sums[MONEY]
    assert district.former(MONEY) is None
