"""The conditions of a check in words: the configuration by its digest, and what did not run, the shorter way."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao import Conditions
from nianbao.checks.conditions import NO_CONDITIONS
from nianbao.formatters.conditions_words import conditions_words
from nianbao.office.office import Configuration


def words(**conditions: object) -> list[str]:
    return [str(each) for each in conditions_words(Conditions(**conditions))]  # type: ignore[arg-type]


def test_nothing_decided_is_nothing_said() -> None:
    assert conditions_words(NO_CONDITIONS) == ()
    assert words(ran=("A", "B"), packs={"x": "1"}) == []


def test_the_configuration_is_named_by_path_and_the_start_of_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    configuration = Configuration(path=tmp_path / "nianbao.toml", sha256="0123456789abcdef" * 4)
    assert words(configuration=configuration) == ["设置：nianbao.toml（SHA-256 0123456789abcdef…）"]


@pytest.mark.parametrize(
    ("ran", "not_run", "said"),
    [
        (("A", "B"), ("C",), "没有运行的规则：C"),
        (("A",), ("B", "C"), "只运行了：A；其余 2 条规则没有运行"),
        ((), ("B",), "只运行了：无；其余 1 条规则没有运行"),
        (("A",), ("B",), "没有运行的规则：B"),
    ],
)
def test_the_shorter_list_is_said(ran: tuple[str, ...], not_run: tuple[str, ...], said: str) -> None:
    assert words(ran=ran, not_run=not_run) == [said]


def test_packs_that_were_set_aside_are_named() -> None:
    assert words(set_aside=("hubei_rules", "x")) == ["没有使用的规则包：hubei_rules、x"]
