"""Whose a file is: by marks and hints that agree; where they disagree, nobody's."""

from __future__ import annotations

import pytest

from nianbao.campaigns.states.attribution import Attribution, Roster, attribute
from nianbao.campaigns.states.facts import ReceivedFile
from nianbao.campaigns.units import join_roster
from nianbao.intake.roster_entry import RosterEntry
from nianbao.submissions.submission import Agency


def entry(code: str, name: str, short: str | None = None, parent: str | None = None) -> RosterEntry:
    return RosterEntry(agency=Agency(code=code, name=name, short_name=short), parent=parent)


JOINED = join_roster(
    [
        entry("XZ001", "新洲区财政局", "财政局"),
        entry("XZ002", "新洲区财政局邾城分局"),
        entry("XZ003", "阳逻街道办事处"),
        entry("XZ004", "阳逻司法所", parent="阳逻街道办事处"),
        entry("XZ005", "阳逻司法所"),
    ],
    {},
)
ROSTER = Roster({unit.id: unit for unit in JOINED.units})
FINANCE, BRANCH, STREET, OFFICE = "u0001", "u0002", "u0003", "u0004"


def of(place: str, code: str | None = None, name: str | None = None) -> Attribution:
    answers = "x" if code or name else None
    file = ReceivedFile(seq=1, place=place, sha256="0", size=1, round=1, code=code, name=name, answers=answers)
    return attribute(file, ROSTER)


@pytest.mark.parametrize(
    ("place", "code", "name", "unit"),
    [
        ("1.xlsx", "XZ001", "新洲区财政局", FINANCE),
        ("新洲区财政局.jpg", None, None, FINANCE),
        ("财政局定稿（2）.jpg", None, None, FINANCE),
        ("新洲区财政局邾城分局.jpg", None, None, BRANCH),
        ("XZ001_2024.jpg", None, None, FINANCE),
        ("阳逻街道办事处/所里.xlsx", "XZ004", "阳逻司法所", OFFICE),
        ("XZ001.xlsx", "xz００１", "新洲区财政局（旧名）", FINANCE),
        ("财政局发来.zip/新洲区财政局.xlsx", "XZ001", "新洲区财政局", FINANCE),
    ],
)
def test_what_agrees_or_tells_alone_gives_the_unit(
    place: str, code: str | None, name: str | None, unit: str
) -> None:
    assert of(place, code, name) == Attribution(unit=unit)


@pytest.mark.parametrize(
    ("place", "code", "name", "named"),
    [
        ("新洲区财政局.xlsx", "XZ003", "阳逻街道办事处", {FINANCE, STREET}),
        ("新洲区财政局/表.xlsx", "XZ003", "阳逻街道办事处", {FINANCE, STREET}),
        ("1.xlsx", "XZ001", "阳逻街道办事处", {FINANCE, STREET}),
        ("新洲区财政局.xlsx", "QT001", "外区财政局某所", {FINANCE}),
        ("1.xlsx", None, "阳逻司法所", {OFFICE, "u0005"}),
    ],
)
def test_what_disagrees_gives_it_to_nobody(place: str, code: str | None, name: str | None, named: set[str]) -> None:
    found = of(place, code, name)
    assert found.unit is None
    assert set(found.named) == named


def test_a_stranger_is_nobodys() -> None:
    assert of("会议通知.docx") == Attribution()
    assert of("表.xlsx", "QT001", "外区水务局") == Attribution()


def test_a_unit_that_left_the_roster_still_names_nobody_else() -> None:
    from msgspec.structs import replace

    units = {unit.id: replace(unit, struck=unit.id == FINANCE) for unit in JOINED.units}
    roster = Roster(units)

    def told(place: str, code: str | None = None, name: str | None = None) -> Attribution:
        answers = "x" if code else None
        file = ReceivedFile(seq=1, place=place, sha256="0", size=1, round=1, code=code, name=name, answers=answers)
        return attribute(file, roster)

    assert told("新洲区财政局/表.xlsx", "XZ003", "阳逻街道办事处").unit is None
    assert told("新洲区财政局/表.xlsx", "XZ001", "新洲区财政局") == Attribution()
    assert told("表.xlsx", "XZ003", "阳逻街道办事处").unit == STREET
