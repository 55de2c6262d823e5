"""The ledger of a folder of results: begun, locked, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.results.results_ledger import ResultsLedger
from nianbao.errors import OutputError
from tests.cli.command import MISUSED, OK

from .conftest import FIRST

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Office


def test_units_that_are_to_send_a_file_are_recorded(office: Office) -> None:
    (office.root / "名单.csv").write_text("单位代码,单位名称\n甲,甲局\n戊,戊局\n", "utf-8")
    assert office.run("collect", "一", "-o", "out", "--roster", "名单.csv").code == OK
    rows = next(body["rows"] for kind, body in office.events if kind == "roster_read")
    assert [row["entry"]["agency"]["name"] for row in rows] == ["甲局", "戊局"]
    assert "戊局" in office.run("status", folder="out").text
    assert office.run("audit", folder="out").code == OK


def test_one_run_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nianbao.files.folder_lock.SECONDS", 0.1)
    with ResultsLedger(tmp_path), pytest.raises(OutputError, match="另一个 nianbao"), ResultsLedger(tmp_path):
        pass


def test_a_ledger_that_is_gone_is_begun_again(office: Office) -> None:
    (office.out / ".nianbao" / "ledger.sqlite").unlink()
    office.collect("一")
    assert office.kinds == FIRST
    assert office.reports == ["乙", "甲"]


def test_a_ledger_that_is_none_of_ours_is_not_opened(office: Office) -> None:
    (office.out / ".nianbao" / "ledger.sqlite").write_bytes(b"something else, and long enough" * 100)
    assert "台账" in office.collect("一", exit_code=MISUSED)
