"""The order of writing: nothing lies where people take files from before the ledger has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import BatchSettings, PluginRegistry
from nianbao.campaigns.results.collect import collect
from nianbao.campaigns.results.recording import Outcome, Recording
from nianbao.campaigns.results.results_ledger import ResultsLedger
from nianbao.campaigns.results.writing import FINDINGS_FOLDER, REPORTS_FOLDER, STATUS_LIST
from nianbao.errors import OutputError, UsageError
from nianbao.files.manifest import read_journal
from nianbao.files.output_folder import OutputFolder

from .test_rounds import OTHER

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


def test_where_the_ledger_cannot_be_written_nothing_more_is_and_the_next_run_does_all_of_it(
    units: Units, tmp_path: Path
) -> None:
    paths, out = (
        [units.put(tmp_path / f"{number:03}.xlsx", f"第{number}局") for number in range(2)],
        tmp_path / "out",
    )

    def run() -> int:
        return len(collect(paths, OutputFolder(out, holds="collect"), units.registry, SETTINGS))

    def fail(_recording: Recording, _outcomes: list[Outcome]) -> None:
        raise OutputError("台账现在不能读写")

    assert run() == 2
    paths[0].write_bytes(units.workbook("第0局", "000", values=OTHER))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Recording, "record", fail)
        with pytest.raises(UsageError, match="台账"):
            run()
    assert not list((out / REPORTS_FOLDER).glob("*"))
    assert any(read_journal(out))  # status says that the last run was not finished
    assert run() == 2
    assert len(list((out / REPORTS_FOLDER).iterdir())) == 6


def test_an_output_that_could_not_be_written_is_tried_again(units: Units, tmp_path: Path) -> None:
    path, out = units.put(tmp_path / "001.xlsx", "甲局"), tmp_path / "out"
    out.mkdir()
    (out / STATUS_LIST).write_bytes(b"somebody's own")
    folder = OutputFolder(out, holds="collect")
    collect([path], folder, units.registry, SETTINGS)
    assert folder.problems
    (out / STATUS_LIST).unlink()
    collect([path], OutputFolder(out, holds="collect"), units.registry, SETTINGS)
    assert (out / STATUS_LIST).exists()


def test_what_was_not_received_has_no_report(units: Units, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = units.put(tmp_path / "001.xlsx", "甲局"), tmp_path / "out"
    monkeypatch.setattr("nianbao.campaigns.results.receiving.bytes_of", lambda _path: None)  # it changes meanwhile
    (row,) = collect([path], OutputFolder(out, holds="collect"), units.registry, SETTINGS)
    assert (row.report, row.blocks, list((out / REPORTS_FOLDER).glob("*"))) == (None, True, [])
    assert "再收一次" in row.withheld[-1]
