"""A unit outlives its code and its name; what nobody can tell is asked, never guessed."""

from __future__ import annotations

from nianbao.campaigns.units import Joined, Unit, join_roster, unit_of_record, unit_record
from nianbao.intake.roster_entry import RosterEntry
from nianbao.submissions.submission import Agency


def entry(
    code: str | None, name: str, *, former: tuple[str, ...] = (), aliases: tuple[str, ...] = ()
) -> RosterEntry:
    return RosterEntry(agency=Agency(code=code, name=name, aliases=aliases), former_codes=former)


def known(joined: Joined) -> dict[str, Unit]:
    return {unit.id: unit for unit in joined.units}


FIRST = join_roster([entry("1", "甲局"), entry("2", "乙局"), entry(None, "丙局")], {})


def test_the_first_roster_gives_every_unit_an_id() -> None:
    assert [unit.id for unit in FIRST.units] == ["u0001", "u0002", "u0003"]
    assert (FIRST.struck, FIRST.asked) == ((), ())


def test_a_renamed_unit_is_the_same_by_its_code_and_keeps_its_name() -> None:
    now = join_roster([entry("1", "甲新局"), entry("2", "乙局"), entry(None, "丙局")], known(FIRST))
    assert next((unit.id, unit.former_names) for unit in now.units) == ("u0001", ("甲局",))


def test_a_unit_that_gets_another_code_is_the_same_by_what_the_roster_says() -> None:
    by_code = join_roster(
        [entry("9", "甲局", former=("1",)), entry("2", "乙局"), entry(None, "丙局")], known(FIRST)
    )
    by_name = join_roster(
        [entry("9", "甲新局", aliases=("甲局",)), entry("2", "乙局"), entry("3", "丙局")], known(FIRST)
    )
    assert [unit.id for unit in by_code.units] == [unit.id for unit in by_name.units] == ["u0001", "u0002", "u0003"]


def test_what_vanishes_while_something_appears_is_asked_about() -> None:
    now = join_roster([entry("9", "甲新局"), entry("2", "乙局"), entry(None, "丙局")], known(FIRST))
    assert (now.asked, now.struck) == (("u0001",), ())
    assert next(unit.id for unit in now.units) == "u0004"


def test_what_vanishes_alone_is_struck_off_and_comes_back_as_the_same() -> None:
    now = join_roster([entry("2", "乙局"), entry(None, "丙局")], known(FIRST))
    assert (now.asked, now.struck) == ((), ("u0001",))
    again = join_roster([entry("1", "甲局"), entry("2", "乙局"), entry(None, "丙局")], known(FIRST))
    assert next(unit.id for unit in again.units) == "u0001"


def test_several_former_codes_are_a_merger() -> None:
    now = join_roster([entry("9", "甲乙局", former=("1", "2")), entry(None, "丙局")], known(FIRST))
    assert now.units[0].id == "u0004"
    assert now.units[0].predecessors == ("u0001", "u0002")
    assert (now.asked, now.struck) == ((), ("u0001", "u0002"))


def test_two_units_may_share_a_name_where_their_codes_differ() -> None:
    first = join_roster([entry("1", "司法所"), entry("2", "司法所")], {})
    again = join_roster([entry("2", "司法所"), entry("1", "司法所")], known(first))
    assert [unit.id for unit in again.units] == ["u0002", "u0001"]


def test_a_unit_is_read_back_as_it_was_kept() -> None:
    for unit in FIRST.units:
        assert unit_of_record(unit_record(unit)) == unit
