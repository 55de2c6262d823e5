"""The ledger of a folder of results: begun, locked, refused."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.results.results_ledger import ResultsLedger
from nianbao.errors import OutputError
from nianbao.files.folder_lock import FolderLock
from nianbao.files.manifest import JOURNAL
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


@pytest.mark.parametrize("left", ["nothing", "an empty file", "half a transaction"])
def test_what_the_first_run_left_when_it_was_killed_locks_nobody_out(empty_office: Office, left: str) -> None:
    empty_office.send("一", "甲")
    inner = empty_office.out / ".nianbao"
    inner.mkdir(parents=True)
    (empty_office.out / JOURNAL).write_text('["", "collect"]\n', "utf-8")
    if left == "an empty file":
        (inner / "ledger.sqlite").touch()
    elif left == "half a transaction":
        program = (
            "import os, sys\nfrom pathlib import Path\nfrom nianbao.campaigns.ledger.ledger import Ledger\n"
            "ledger = Ledger(Path(sys.argv[1]))\nledger.create()\ndatabase = ledger._connected()\n"
            "database.execute('PRAGMA cache_size = 1')\ndatabase.execute('BEGIN IMMEDIATE')\n"
            "rows = [('a', str(n), 'x' * 4000) for n in range(200)]\n"
            "database.executemany('INSERT INTO projection VALUES (?, ?, ?)', rows)\nos._exit(9)\n"
        )
        subprocess.run([sys.executable, "-c", program, str(inner)], check=False)
        assert (inner / "ledger.sqlite-journal").exists()
    empty_office.collect("一")
    assert empty_office.reports == ["甲"]
    assert empty_office.run("audit", folder="out").code == OK


def test_those_who_were_expected_stay_so_in_a_second_folder(office: Office) -> None:
    (office.root / "名单.csv").write_text("单位代码,单位名称\n甲,甲局\n戊,戊局\n", "utf-8")
    assert office.run("collect", "一", "-o", "out", "--roster", "名单.csv").code == OK
    office.send("二", "丁")
    assert "未交 1 个单位：戊局" in office.run("collect", "二", "-o", "out").text
    office.send("三", "戊")
    assert "未交" not in office.run("collect", "三", "-o", "out").text


def test_a_run_interrupted_while_it_acquires_the_lock_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acquire = FolderLock.acquire

    def interrupted(lock: FolderLock) -> None:
        acquire(lock)
        raise KeyboardInterrupt

    monkeypatch.setattr(FolderLock, "acquire", interrupted)
    with pytest.raises(KeyboardInterrupt), ResultsLedger(tmp_path):
        pass
    assert not list((tmp_path / ".nianbao").iterdir())
