"""An office's decisions: which rules run, how grave a fault is, for whom a waiver is, which file says so."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from nianbao import Agency, Office, Selection, Severity
from nianbao.findings.documents import core_fault
from nianbao.findings.explanation import Waiver
from nianbao.office.office import Configuration


def test_standing_decisions_and_a_selection_count_together_by_the_longest_prefix() -> None:
    office = Office(ignored=("SC1",), selection=Selection(select=("SC", "SC103"), ignore=("TX",)))
    assert [code for code in ("SC101", "SC103", "SC201", "TX101", "TB101") if office.takes(code)] == [
        "SC103",
        "SC201",
    ]


def test_the_longest_prefix_decides_how_grave_a_fault_is() -> None:
    office = Office(severities={"L": Severity.NOTE, "LT205": Severity.VERIFY, "LT2": Severity.WARNING})
    assert office.severity(core_fault("LT205")) is Severity.VERIFY
    assert office.severity(core_fault("LT206")) is Severity.WARNING
    assert office.severity(core_fault("LT101")) is Severity.NOTE
    assert office.severity(core_fault("RD101")) is core_fault("RD101").severity


@pytest.mark.parametrize(
    ("agency", "fits"), [(None, True), ("A1", True), ("甲局", True), ("a1", False), ("", False)]
)
def test_a_waiver_is_for_an_agency_by_code_or_name_or_for_all(agency: str | None, fits: bool) -> None:
    waiver = Waiver(
        code="SC106", agency=agency, field=None, reason="搬迁", who="公开办", until=datetime.date(2025, 1, 1)
    )
    assert bool(Office(waivers=(waiver,)).waivers_for(Agency(code="A1", name="甲局"))) is fits
    assert bool(Office(waivers=(waiver,)).waivers_for(Agency())) is (agency is None)


def test_a_configuration_is_named_from_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert Configuration(path=tmp_path / "nianbao.toml", sha256="").relative_path == "../nianbao.toml"


def test_it_can_be_kept_and_compared() -> None:
    assert Office(ignored=("SC",)) == Office(ignored=("SC",)) != Office()
    with pytest.raises(AttributeError):
        Office().ignored = ("SC",)  # type: ignore[misc]
