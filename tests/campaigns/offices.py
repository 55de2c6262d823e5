"""An office with a campaign of its own: roster, inbox, decisions typed into the status list, kills at any write."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from nianbao.campaigns import commands
from nianbao.campaigns.campaign import Campaign
from nianbao.campaigns.decisions.sheet import DECIDE, KEY, OPINION, REASON, TARGET, WHO
from nianbao.campaigns.initialising import initialise
from nianbao.campaigns.ledger.heads import SeenHeads

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao.campaigns.states.unit_state import UnitState

    from .units import Units

YEAR = 2024
NAMES = {"A001": "甲局", "B002": "乙镇人民政府", "C003": "丙中心", "D004": "丁委员会"}
PECULIAR: dict[str, Any] = {"requests.received.natural_person": 4700}
"""A figure that upsets the balance of table 3."""


class Killed(BaseException):
    """The process ends here; nothing after it is done."""


@dataclass
class Fuse:
    """Ends a command before its write of a number, counted from 0; never where there is no number."""

    number: int | None = None
    writes: list[str] = field(default_factory=list)

    def __call__(self, what: str) -> None:
        if self.number is not None and len(self.writes) >= self.number:
            raise Killed
        self.writes.append(what)


@dataclass
class OfficeBench:
    """One office: its folder, opened anew for each command as a process would."""

    root: Path
    units: Units
    now: datetime.datetime = datetime.datetime(2025, 1, 10, 3, 0, tzinfo=datetime.UTC)
    fuse: Fuse = field(default_factory=Fuse)

    def begin(self, roster: dict[str, str] | None = None, **options: Any) -> OfficeBench:
        initialise(
            self.root, year=YEAR, registry=self.units.registry, heads=self._heads(), **options
        ).ledger.close()
        self.write_roster(roster or NAMES)
        return self

    def _heads(self) -> SeenHeads:
        return SeenHeads(self.root.parent / "profile")

    def write_roster(self, names: dict[str, str], more: str = "", rows: str = "") -> None:
        """Write the roster; ``rows`` replaces what is made of names."""
        (self.root / "名单.xlsx").unlink(missing_ok=True)
        lines = [f"单位代码,单位名称,类别{more}", *(f"{code},{name},部门" for code, name in names.items())]
        (self.root / "名单.csv").write_text(rows or "\n".join(lines) + "\n", "utf-8")

    def open(self) -> Campaign:
        return Campaign.open(
            self.root, self.units.registry, clock=lambda: self.now, before=self.fuse, pause=0, heads=self._heads()
        )

    def run(self, command: Callable[[Campaign], Any], *, kill_at: int | None = None) -> Campaign:
        """Run a command as a process of its own would; raises :class:`Killed` where it is ended."""
        self.fuse = Fuse(kill_at)
        campaign = self.open()
        try:
            command(campaign)
        finally:
            campaign.ledger.close()
            self.fuse.number = None
        return self.open()

    def collect(self, *, kill_at: int | None = None) -> Campaign:
        return self.run(commands.collect, kill_at=kill_at)

    # ---- the inbox

    def document(self, code: str, *, name: str | None = None, **changes: Any) -> dict[str, Any]:
        return self.units.document(name or NAMES.get(code, code), code, year=YEAR, **changes)

    def send(self, place: str, code: str, **changes: Any) -> Path:
        """Put a submission into the inbox as JSON: read a hundred times as fast as a workbook, by the same way."""
        return self.put(place, json.dumps(self.document(code, **changes), ensure_ascii=False).encode())

    def send_workbook(self, place: str, code: str, **changes: Any) -> Path:
        return self.put(place, self.units.workbook(NAMES[code], code, year=YEAR, **changes))

    def put(self, place: str, data: bytes) -> Path:
        path = self.root / "收件" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    # ---- looking

    def state(self, code: str) -> UnitState:
        return self.open().state_of(code)

    def label(self, code: str) -> str:
        return self.state(code).label.value

    def rows(self) -> dict[str, str]:
        """Return the row of every file by its place."""
        campaign = self.open()
        rows = campaign.standings().rows
        return {file.place: rows[file.seq].row.value for file in campaign.record.files.values()}

    # ---- the status list

    def type_into_list(
        self, opinion: str, *, about: str, reason: str = "", target: str = "", who: str = "", value: str = ""
    ) -> None:
        """Choose an opinion in the first row of the list that tells of something, as a person would in Excel."""
        book = openpyxl.load_workbook(self.root / "状态一览.xlsx")
        sheet = book[DECIDE]
        header = next(row for row in sheet.iter_rows(max_row=4) if any(cell.value == KEY for cell in row))
        at = {cell.value: cell.column for cell in header}
        for row in sheet.iter_rows(min_row=header[0].row + 1):
            words = " ".join(str(cell.value) for cell in row)
            if about in words and value in words:
                number = row[0].row
                for key, text in ((OPINION, opinion), (REASON, reason), (TARGET, target), (WHO, who)):
                    sheet.cell(number, at[key]).value = text or None
                break
        else:
            raise AssertionError(f"no row of the list tells of {about}")
        book.save(self.root / "状态一览.xlsx")


def end_state(campaign: Campaign) -> dict[str, Any]:
    """Return all that a campaign comes to, times and salts apart."""
    record, standings = campaign.record, campaign.standings()
    states = campaign.states(standings)
    return {
        "units": {
            state.unit.label: (
                state.label.value,
                record.files[state.files.counting].place if state.files.counting else None,
                sorted(block.bound for block in state.open_blocks),
                sorted(block.bound for block in state.settled),
            )
            for state in states.all()
        },
        "files": sorted(
            (file.place, file.sha256, standings.rows[file.seq].row.value) for file in record.files.values()
        ),
        "returned": sorted(
            (record.units[key].label, record.files[each.file].place, each.round, tuple(sorted(each.blocks)))
            for key, answers in record.returns.items()
            for each in answers
        ),
        "decided": sorted((each.matter.partition(":")[2], each.opinion, each.reason) for each in record.decisions),
        "rounds": (sorted(record.rounds), sorted(record.rounds_closed)),
        "written": sorted(
            path.relative_to(campaign.folder.root).as_posix()
            for folder in (campaign.folder.returned, campaign.folder.sent)
            for path in folder.rglob("*")
            if path.is_file()
        ),
    }
