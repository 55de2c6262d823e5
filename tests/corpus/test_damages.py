"""Every layout damage gives its findings, on its cells, and never another value."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from nianbao import CheckedFile

from . import pending
from .base import base_workbook, checked, other_values
from .damage import Damage, Expected
from .damages import DAMAGES

BY_NAME = {damage.name: damage for damage in DAMAGES}


@cache
def read(name: str) -> CheckedFile:
    damage = BY_NAME[name]
    return checked(damage.make(base_workbook()), office=damage.office)


def matches(expected: Expected, found: tuple[str, str, tuple[str, ...]]) -> bool:
    code, sheet, cells = found
    wanted = (expected.code, expected.sheet)
    return wanted == (code, sheet) and (expected.cells is None or sorted(expected.cells) == sorted(cells))


def findings(checked_file: CheckedFile) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return code, sheets and cells of every finding about the file."""
    return [
        (
            finding.code,
            "、".join(sorted({cell.sheet for cell in finding.cells})),
            tuple(c.cell for c in finding.cells),
        )
        for finding in checked_file.findings
    ]


def as_wanted(damage: Damage, found: list[tuple[str, str, tuple[str, ...]]]) -> bool:
    """Tell whether exactly the findings came, or a set of codes that is right as well."""
    left = list(found)
    for expected in damage.expected:
        match = next((each for each in left if matches(expected, each)), None)
        if match is None:
            break
        left.remove(match)
    else:
        if not left:
            return True
    return "+".join(sorted({code for code, _sheet, _cells in found})) in damage.others


def test_there_are_many_and_no_name_twice() -> None:
    assert len(DAMAGES) >= 40
    assert len(BY_NAME) == len(DAMAGES)


def test_the_base_workbook_is_sound() -> None:
    assert checked(base_workbook()).findings == ()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_gives_its_findings(request: pytest.FixtureRequest, damage: Damage) -> None:
    pending.mark(request, damage.name, pending.DAMAGES)
    found = findings(read(damage.name))
    assert as_wanted(damage, found), Counter(found)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_never_gives_another_value(damage: Damage) -> None:
    assert other_values(read(damage.name)) == ()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_what_blocks_is_not_read_and_what_is_read_does_not_block(damage: Damage) -> None:
    result = read(damage.name)
    unexpected = {finding.code for finding in result.findings} & {"LT104", "LT105"}
    assert (result.submission is None) == any(finding.blocks for finding in result.findings) or unexpected
