"""A folder in which rounds arrive, and the folder of their results."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from nianbao.campaigns.results.results_ledger import ResultsLedger
from tests.campaigns.units import BROKEN
from tests.cli.command import OK, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.campaigns.results.remembered import RememberedFile
    from tests.campaigns.units import Units
    from tests.cli.command import Ran

FIRST = ["campaign_opened", "context_changed", "round_opened", *["received"] * 3, *["read"] * 3, *["checked"] * 3,
         *["published"] * 2, "round_closed"]  # fmt: skip
"""The kinds of the events of a first round of three files, two of which pass."""


@dataclass
class Office:
    """A folder in which rounds arrive, and the results beside them."""

    root: Path
    units: Units

    @property
    def out(self) -> Path:
        return self.root / "out"

    def send(self, folder: str, *names: str, **changes: object) -> None:
        (self.root / folder).mkdir(exist_ok=True)
        for name in names:
            (self.root / folder / f"{name}.xlsx").write_bytes(self.units.workbook(f"{name}局", name, **changes))

    def run(self, command: str, *arguments: object, folder: str = ".") -> Ran:
        return nianbao(command, *arguments, folder=self.root / folder)

    def collect(self, *inputs: str, exit_code: int = OK) -> str:
        ran = self.run("collect", *inputs, "-o", "out", "--to", "txt")
        assert ran.code == exit_code, ran.message
        return ran.message

    @property
    def reports(self) -> list[str]:
        return sorted(path.stem.partition("_")[0] for path in (self.out / "年度报告").glob("*.txt"))

    @property
    def received(self) -> list[RememberedFile]:
        with ResultsLedger(self.out) as ledger:
            return list(ledger.remembered.files.values())

    @property
    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """The events so far, each with kind and body; an erased body is empty."""
        with closing(sqlite3.connect(self.out / ".nianbao" / "ledger.sqlite")) as database:
            rows = database.execute("SELECT kind, body FROM event ORDER BY seq").fetchall()
        return [(kind, json.loads(body or "{}")) for kind, body in rows]

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _body in self.events]

    @property
    def verdicts(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for file in json.loads((self.out / "findings.json").read_bytes())["files"]:
            found.setdefault(file["agency"]["code"], []).append(file["verdict"])
        return found


@pytest.fixture
def empty_office(tmp_path: Path, units: Units) -> Office:
    return Office(tmp_path, units)


@pytest.fixture
def office(empty_office: Office) -> Office:
    """An office with a first round: 甲 and 乙 pass, 丙 has to go back."""
    empty_office.send("一", "甲", "乙")
    empty_office.send("一", "丙", values=BROKEN)
    empty_office.collect("一")
    assert empty_office.reports == ["乙", "甲"]
    return empty_office
