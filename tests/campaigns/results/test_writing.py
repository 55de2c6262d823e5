"""The order of writing: nothing lies where people take files from before the ledger has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import BatchSettings, PluginRegistry
from nianbao.campaigns.results.collect import collect
from nianbao.campaigns.results.recording import Outcome, Recording
from nianbao.campaigns.results.results_ledger import ResultsLedger
from nianbao.campaigns.results.writing import FINDINGS_FOLDER, REPORTS_FOLDER
from nianbao.files.output_folder import OutputFolder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.units import Units

SETTINGS = BatchSettings(make_registry=PluginRegistry)


def test_nothing_lies_there_before_it_is_recorded(
    units: Units, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = units.put(tmp_path / "001.xlsx", "甲局"), tmp_path / "out"
    record = Recording.record
    seen: list[bool] = []

    def watched(recording: Recording, outcomes: list[Outcome]) -> None:
        seen.append((out / REPORTS_FOLDER).exists() or (out / FINDINGS_FOLDER).exists())
        record(recording, outcomes)

    monkeypatch.setattr(Recording, "record", watched)
    collect([path], OutputFolder(out, holds="collect"), units.registry, SETTINGS)
    assert seen == [False]
    assert len(list((out / REPORTS_FOLDER).iterdir())) == 3


def test_two_files_with_the_same_answers_have_one_report(units: Units, tmp_path: Path) -> None:
    paths = [units.put(tmp_path / f"{number}.xlsx", "甲局", "001") for number in range(2)]
    out = tmp_path / "out"
    rows = collect(paths, OutputFolder(out, holds="collect"), units.registry, SETTINGS)
    assert {row.report for row in rows} == {f"{REPORTS_FOLDER}/001_甲局.html"}
    assert len({row.findings for row in rows}) == 2
    with ResultsLedger(out) as ledger:
        assert len(ledger.remembered.reports) == 1
