"""A whole district as it comes in January: ``python -m tests.campaigns.big --agencies 500``.

Three rounds with 15 % of known faults, archives with names in GBK, last year's files, swapped workbooks, duplicates, two
versions, Word reports, pictures, strangers, forms that nobody filled in, and units that send nothing. Every file must
stand in the row that its maker knows, every planted fault must go back, every clean unit must pass. Times, ratios and
memory are printed. ``--kills N`` ends the first rounds N times with SIGKILL and runs them again.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao import Checker, PluginRegistry, draft, fitted, publishable, render, write_workbook
from nianbao.campaigns import commands
from nianbao.campaigns.campaign import Campaign
from nianbao.campaigns.initialising import initialise
from nianbao.campaigns.ledger.heads import SeenHeads

from .offices import PECULIAR
from .units import Units
from .verifying import verified

if TYPE_CHECKING:
    from collections.abc import Callable

YEAR = 2024
AS_YUAN = {"disclosure.administrative_fees.amount": "265500"}
KINDS = ("部门", "乡镇", "事业单位")
SHARES = {
    "fails": 8,
    "asks": 4,
    "damaged": 1,
    "last year": 1,
    "swapped": 2,
    "two": 1,
    "silent": 3,
    "blank": 2,
    "report too": 4,
}
"""Per cent of the units for each thing that can happen; the rest send one clean workbook."""
EXPECTED = {
    "clean": "passed", "fails": "failed", "asks": "to_explain", "damaged": "unreadable", "last year": "unreadable",
    "swapped": "unattributed", "two": "conflicting", "silent": "none", "blank": "blank", "report too": "passed",
}  # fmt: skip


@dataclass
class District:
    """The units of a district, what each does, and what is known of it."""

    folder: Path
    units: Units
    size: int
    fates: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)

    def draw(self) -> None:
        """Draw the names of the units, and what each of them does."""
        chance = random.Random(7)
        codes = [f"XZ{number:04}" for number in range(1, self.size + 1)]
        words = "财农水林环城住交文教民司审统商科卫体医退应市信"
        for code in codes:
            self.names[code] = f"{chance.choice(words)}{chance.choice(words)}管理第{int(code[2:])}局"
        fates = [fate for fate, share in SHARES.items() for _each in range(max(1, self.size * share // 100))]
        self.fates = dict(zip(chance.sample(codes, len(fates)), fates, strict=True))

    def prepare(self) -> None:
        """Begin the campaign with its roster."""
        self.draw()
        initialise(self.folder, year=YEAR, registry=self.units.registry, heads=self.heads()).ledger.close()
        (self.folder / "名单.xlsx").unlink()
        rows = [f"{code},{name},部门,张{code},027-{code[2:]}" for code, name in self.names.items()]
        (self.folder / "名单.csv").write_text(
            "\n".join(["单位代码,单位名称,类别,联系人,电话", *rows]) + "\n", "gb18030"
        )

    def heads(self) -> SeenHeads:
        return SeenHeads(self.folder.parent / "profile")

    def open(self) -> Campaign:
        return Campaign.open(self.folder, self.units.registry, pause=0, heads=self.heads())

    def timed(self, name: str, command: Callable[[Campaign], Any]) -> None:
        campaign = self.open()
        wall, cpu = time.perf_counter(), time.process_time()
        command(campaign)
        self.times[name] = time.perf_counter() - wall
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name}: {self.times[name]:.1f} s, {time.process_time() - cpu:.1f} s of CPU, peak {peak:.0f} MB")  # noqa: T201
        campaign.ledger.close()

    def workbook(self, code: str, name_of: str | None = None, **changes: Any) -> bytes:
        submission = self.units.submission(self.names[name_of or code], name_of or code, year=YEAR, **changes)
        return write_workbook(fitted(submission))

    def put(self, place: str, data: bytes) -> None:
        path = self.folder / "收件" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    # ---- what comes in

    def first_round(self) -> None:
        """Send what each unit sends first."""
        codes = list(self.names)
        packed: dict[str, bytes] = {}
        for number, code in enumerate(codes):
            fate, name = self.fates.get(code, "clean"), f"{self.names[code]}.xlsx"
            vary = {"disclosure.penalties.decisions": 20 + number}
            if fate == "silent":
                continue
            if fate == "blank":
                self.put(f"邮件/{name}", next((self.folder / "发出").glob(f"{code}_*.xlsx")).read_bytes())
            elif fate == "damaged":
                self.put(f"邮件/{name}", self.workbook(code)[:3000])
            elif fate == "last year":
                last = self.units.submission(self.names[code], code, year=YEAR - 1)
                self.put(f"邮件/{name}", write_workbook(fitted(last)))
            elif fate == "swapped":
                other = codes[(number + 1) % len(codes)]
                self.put(f"邮件/{name}", self.workbook(code, other, values={"disclosure.penalties.decisions": 999}))
            elif fate == "two":
                self.put(f"邮件/{name}", self.workbook(code))
                self.put(f"微信/{self.names[code]}（改）.xlsx", self.workbook(code, values=vary))
            else:
                values = {"fails": PECULIAR, "asks": AS_YUAN}.get(fate, {})
                data = self.workbook(code, values={**vary, **values})
                if number % 10 == 3 and fate == "clean":
                    packed[name] = data
                else:
                    self.put(f"邮件/{name}", data)
                if fate == "report too":
                    self.put(f"盖章件/{self.names[code]}.docx", self.report(code, vary))
                if number % 25 == 4:
                    self.put(f"又发一次/{name}", data)
        self.put("各乡镇.zip", gbk_archive(packed))
        self.put("~$表.xlsx", b"lock")
        self.put("会议通知.doc.txt", "请各单位参加会议。".encode("gbk"))
        self.put(
            "外区来件.xlsx", write_workbook(fitted(self.units.submission("外区某某管理局", "QT0001", year=YEAR)))
        )

    def report(self, code: str, values: dict[str, Any]) -> bytes:
        document = self.units.document(self.names[code], code, year=YEAR, values=values)
        checked = Checker(self.units.registry).check("a.json", json.dumps(document).encode())
        made = publishable(checked) or draft(checked)
        assert made is not None
        return render(made, "docx")

    def second_round(self) -> None:
        """Send corrections of what was returned, and what was asked for by telephone."""
        for number, (code, fate) in enumerate(self.fates.items()):
            if fate in ("fails", "asks", "silent", "blank", "damaged", "last year"):
                vary = {"disclosure.penalties.decisions": 5000 + number}
                self.put(f"第二批/{self.names[code]}（重报）.xlsx", self.workbook(code, values=vary))

    # ---- what must come of it

    def expected(self) -> dict[str, str]:
        expected = {code: EXPECTED[self.fates.get(code, "clean")] for code in self.names}
        codes = list(self.names)
        for number, code in enumerate(codes):
            if self.fates.get(code) == "swapped":  # neither unit is published before somebody says whose it is
                expected[codes[(number + 1) % len(codes)]] = "unattributed"
        return expected

    def differences(self, expected: dict[str, str]) -> list[str]:
        campaign = self.open()
        found = {state.unit.agency.code: state.label.value for state in campaign.states().all()}
        rows = campaign.standings().rows
        lying = {
            path.relative_to(self.folder / "收件").as_posix()
            for path in (self.folder / "收件").rglob("*")
            if path.is_file()
        }
        received = Counter(file.place for file in campaign.record.files.values() if file.container is None)
        return [
            *(
                f"{code}: {found.get(code)}, not {label}"
                for code, label in expected.items()
                if found.get(code) != label
            ),
            *(f"{place} was received {received[place]} times" for place in lying if received[place] != 1),
            *(f"{seq} stands in no row" for seq in campaign.record.files if seq not in rows),
            *map(str, commands.audit(campaign, rebuild=True).troubles),
        ]


def gbk_archive(files: dict[str, bytes]) -> bytes:
    """Return an archive as a Chinese Windows makes it: names in GBK, and nothing that says so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, data in enumerate(files.values()):
            archive.writestr(f"PLACEHOLDER{number:08}" + "X" * 40, data)
    raw = stream.getvalue()
    for number, name in enumerate(files):
        made = name.encode("gbk")
        raw = raw.replace(f"PLACEHOLDER{number:08}".encode() + b"X" * 40, made + b"/" * 0 + b"_" * (59 - len(made)))
    return raw


def killed(district: District, times: int) -> None:
    """Collect in processes of their own that are ended after a while, then once to the end."""
    chance = random.Random(3)
    program = (
        "import sys; from nianbao.campaigns.campaign import Campaign; from nianbao.campaigns import commands;"
        "from nianbao.campaigns.ledger.heads import SeenHeads; from pathlib import Path;"
        "commands.collect(Campaign.open(Path(sys.argv[1]), pause=0, heads=SeenHeads(Path(sys.argv[2]))))"
    )
    arguments = [sys.executable, "-c", program, str(district.folder), str(district.folder.parent / "profile")]
    for number in range(times):
        process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(2.0, 14.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        seq = district.open().ledger.head[0]
        print(f"  killed {number + 1}: the ledger ends with event {seq}")  # noqa: T201


def disagreeing(district: District) -> list[str]:
    """Return what the program beside an export says of it, where that is not that all agrees."""
    export = msgspec.json.encode(commands.export_campaign(district.open()))
    ran = verified(export, district.folder.parent)
    print(ran.stdout.strip())  # noqa: T201
    return [ran.stderr.strip()] if ran.returncode else []


def main() -> None:
    """Run a campaign and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--agencies", type=int, default=500)
    parser.add_argument("--kills", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        district = District(Path(folder) / "年报", Units(registry=PluginRegistry()), given.agencies)
        district.prepare()
        district.timed("distribute", commands.distribute)
        district.first_round()
        if given.kills:
            killed(district, given.kills)
        district.timed("collect, first round", commands.collect)
        wrong = district.differences(district.expected())
        district.timed("collect again, nothing new", commands.collect)
        district.timed("status", commands.show_status)
        district.second_round()
        district.timed("collect, second round", commands.collect)
        expected = {
            code: "passed"
            if district.fates.get(code) not in ("swapped", "two") and label != "unattributed"
            else label
            for code, label in district.expected().items()
        }
        wrong += district.differences(expected)
        district.timed("collect, third round: nothing", commands.collect)
        district.timed("publish (docx, html, txt, json)", commands.publish)
        district.timed("publish again, nothing new", commands.publish)
        district.timed("consolidate", partial(commands.consolidate, agency="样例区人民政府"))
        expected = {code: "published" if label == "passed" else label for code, label in expected.items()}
        wrong += district.differences(expected)
        wrong += disagreeing(district)
        campaign = district.open()
        print(*sorted(Counter(state.label.value for state in campaign.states().all()).items()))  # noqa: T201
        print(f"{len(campaign.record.files)} files, {campaign.ledger.head[0]} events, {len(wrong)} differences")  # noqa: T201
        print(*wrong[:20], sep="\n")  # noqa: T201
    os._exit(bool(wrong))


if __name__ == "__main__":
    main()
