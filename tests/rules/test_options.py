"""Thresholds of rules, as an office set them: typed, and refused with rule, key and cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import pytest
from msgspec.structs import replace

from nianbao import Office, UsageError
from nianbao.rules.options import options_for
from tests.plugins.packs import Disk, offering, registry_of

if TYPE_CHECKING:
    from nianbao.rules.rule import RegisteredRule


@dataclass(frozen=True, kw_only=True)
class Limits:
    least: int = 3


class StructLimits(msgspec.Struct, frozen=True, kw_only=True):
    least: int = 3
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unfinished:
    least: int


def with_options(disk: Disk, options: type | None) -> RegisteredRule:
    rule = replace(disk.rule("ZZ101"), options=options)
    return registry_of(mine=offering(rules=[rule])).rules[0]


@pytest.mark.parametrize("kind", [Limits, StructLimits])
def test_thresholds_are_taken_from_the_office(disk: Disk, kind: type) -> None:
    registered = with_options(disk, kind)
    assert registered.rule.option_names[0] == "least"
    assert options_for(registered, Office()) == kind()
    assert options_for(registered, Office(options={"ZZ101": {"least": 5}})) == kind(least=5)
    assert options_for(registered, Office(options={"ZZ102": {"least": 5}})) == kind()


@pytest.mark.parametrize(
    ("options", "words"), [({"mots": 5}, "mots.*least"), ({"least": "5"}, "least"), ({"least": None}, "least")]
)
def test_what_is_no_threshold_of_the_rule_is_refused(disk: Disk, options: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=f"ZZ101.*{words}"):
        options_for(with_options(disk, Limits), Office(options={"ZZ101": options}))


def test_a_rule_without_any_has_none_and_takes_none(disk: Disk) -> None:
    registered = with_options(disk, None)
    assert options_for(registered, Office()) is None
    with pytest.raises(UsageError, match="ZZ101"):
        options_for(registered, Office(options={"ZZ101": {"least": 5}}))


def test_a_threshold_without_a_default_is_told_with_its_rule(disk: Disk) -> None:
    registered = with_options(disk, Unfinished)
    assert options_for(registered, Office(options={"ZZ101": {"least": 5}})) == Unfinished(least=5)
    with pytest.raises(UsageError, match=r"ZZ101.*least"):
        options_for(registered, Office())
