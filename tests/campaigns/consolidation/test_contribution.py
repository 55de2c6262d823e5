"""Units below one stand together, whatever order they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.consolidation.contribution import by_level
from nianbao.campaigns.units import is_named

from .conftest import NAMES

if TYPE_CHECKING:
    from .conftest import MakeContribution


def levels(contribution: MakeContribution, *units: tuple[str, str, str]) -> list[tuple[str, tuple[str, ...]]]:
    made = [contribution(name, code, parent) for name, code, parent in units]
    return [(each.agency.name or "", chain) for each, chain in by_level(made, [each.agency for each in made])]


def test_units_below_one_stand_behind_it_in_their_order(contribution: MakeContribution) -> None:
    below = ("丙街道",)
    assert levels(contribution, *NAMES) == [
        ("甲局", ()), ("乙局", ()), ("丙街道", below), ("丙街道财政所", below), ("丙街道司法所", below),
    ]  # fmt: skip


def test_a_parent_that_is_no_unit_is_a_heading_of_its_own(contribution: MakeContribution) -> None:
    assert levels(contribution, ("甲局", "A1", "政府部门"), ("乙局", "B1", "")) == [
        ("乙局", ()),
        ("甲局", ("政府部门",)),
    ]


def test_levels_go_as_deep_as_the_roster(contribution: MakeContribution) -> None:
    units = (("丙村", "V1", "丙街道"), ("丙街道", "C1", "丙片区"), ("丁村", "V2", "C1"))
    below = ("丙片区", "丙街道")
    assert levels(contribution, *units) == [("丙街道", below), ("丙村", below), ("丁村", below)]


def test_parents_that_go_in_a_circle_are_cut(contribution: MakeContribution) -> None:
    assert {name for name, _chain in levels(contribution, ("甲", "A1", "B1"), ("乙", "B1", "A1"))} == {"甲", "乙"}


def test_figures_say_where_they_stand(contribution: MakeContribution) -> None:
    unit = contribution("甲局", "A1")
    assert unit.place("requests.received.natural_person") == "三依申请公开 D6"
    assert unit.figure("requests.received.total") == unit.submission.figure("requests.received.total")
    assert unit.figure("of.another.form") is None
    assert is_named(unit.agency, "A1")
    assert not is_named(unit.agency, "")
