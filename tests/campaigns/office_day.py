"""An office's January by its commands and by what it types into Excel: ``python -m tests.campaigns.office_day --agencies 100``.

Nothing is called but the program; openpyxl stands for the hands. Printed are the seconds of each command, and what is
still done by hand: how often, and about how many minutes it takes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from nianbao import PluginRegistry
from nianbao.campaigns.decisions.sheet import DECIDE, OPINION, REASON, TARGET, WHO
from nianbao.campaigns.ledger.heads import VARIABLE
from tests.cli.command import nianbao

from .big import YEAR, District
from .units import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from openpyxl.worksheet.worksheet import Worksheet

WHO_DECIDES, DISTRICT = "张三", "样例区人民政府"
MINUTES = {
    "roster pasted": 10.0, "settings typed": 5.0, "workbook sent": 0.5, "file dropped into the inbox": 0.25,
    "letter looked at and sent": 1.0, "decision chosen": 0.5, "telephone call": 3.0, "approval typed": 0.25,
    "report put on the website": 2.0, "address typed": 0.25,
}  # fmt: skip
"""About how many minutes each thing takes that is done by hand."""


@dataclass
class Day:
    """The commands of an office and the work of its hands; ``in_process``: commands without a process of their own."""

    district: District
    in_process: bool = False
    by_hand: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.district.folder

    def hand(self, what: str, times: int = 1) -> None:
        self.by_hand[what] = self.by_hand.get(what, 0) + times

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run a command in the folder; raises ``AssertionError`` for another exit code than expected."""
        home = self.folder.parent / "home"
        home.mkdir(exist_ok=True)
        started = time.perf_counter()
        folder = self.folder if self.folder.exists() else self.folder.parent
        if self.in_process:
            here = nianbao(*arguments, folder=folder, **{VARIABLE: str(home)})
            code, out, err = here.code, here.text, here.message
        else:
            ran = subprocess.run(
                [sys.executable, "-m", "nianbao", *arguments],
                cwd=folder, env={**os.environ, VARIABLE: str(home)}, capture_output=True, text=True, check=False,
            )  # fmt: skip
            code, out, err = ran.returncode, ran.stdout, ran.stderr
        name = " ".join(arguments[:2])
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started
        assert code in codes, f"{arguments}: {code}\n{out}\n{err}"
        return out

    # ---- what is typed

    def typed(self, path: Path, sheet: str | None, fill: Callable[[dict[str, Any]], dict[str, object]]) -> int:
        """Type into the rows of a list what ``fill`` returns for each, by heading; return how many rows were typed into."""
        book = openpyxl.load_workbook(path)
        page = book[sheet] if sheet else book.worksheets[0]
        count = 0
        for number, columns, row in _rows(page):
            values = fill(row)
            for heading, value in values.items():
                page.cell(number, columns[heading]).value = value  # type: ignore[assignment]
            count += bool(values)
        book.save(path)
        return count

    def begin(self) -> None:
        """Make the folder, paste the roster, type the settings, send the workbooks."""
        self.run("init", self.folder.name, "--year", str(YEAR))
        roster = self.folder / "名单.xlsx"
        book = openpyxl.load_workbook(roster)
        page = book.worksheets[0]
        columns = {cell.value: cell.column for cell in page[1]}
        for number, (code, name) in enumerate(self.district.names.items(), 2):
            for heading, value in (("单位代码", code), ("单位名称", name), ("类别", "部门"), ("联系人", f"张{code}"),
                                   ("电话", f"027-{code[2:]}")):  # fmt: skip
                page.cell(number, columns[heading]).value = value
        book.save(roster)
        self.hand("roster pasted")
        settings = self.folder / "nianbao.toml"
        text = settings.read_text("utf-8").replace("# office =", "office =").replace("# contact =", "contact =")
        settings.write_text(text.replace("# gates =", "gates ="), "utf-8")
        self.hand("settings typed")
        self.run("distribute")
        self.hand("workbook sent", len(list((self.folder / "发出").glob("*.xlsx"))) - 1)

    def receive(self, send: Callable[[], None]) -> None:
        """Put what came in into the inbox, and collect it."""
        before = sum(path.is_file() for path in (self.folder / "收件").rglob("*"))
        send()
        self.hand(
            "file dropped into the inbox", sum(p.is_file() for p in (self.folder / "收件").rglob("*")) - before
        )
        returned = set((self.folder / "退回").rglob("*.docx"))
        self.run("collect")
        self.hand("letter looked at and sent", len(set((self.folder / "退回").rglob("*.docx")) - returned))

    def decide(self) -> int:
        """Choose in the status list whose files are whose, and which of two versions counts."""
        chosen: set[object] = set()
        names = self.district.names.values()

        def choose(row: dict[str, Any]) -> dict[str, object]:
            matter, file = str(row["事项"]), str(row["所见数值或文件"])
            place = file.partition("；")[0]
            if row[OPINION] or not matter:
                return {}
            if "采用哪一份" in matter:
                if row["代码"] in chosen or "（改）" not in place:
                    return {}
                chosen.add(row["代码"])
                self.hand("telephone call")
                return {OPINION: "采用这一份", REASON: "电话核对：后一份为准", WHO: WHO_DECIDES}
            if "请确认是哪个单位的" in matter:
                self.hand("telephone call")
                owner = next(name for name in names if name in place)
                return {OPINION: "归属", TARGET: owner, REASON: "电话核对：借用了别的单位的空表", WHO: WHO_DECIDES}
            if "看不出是哪个单位" in matter:
                return {OPINION: "不计", WHO: WHO_DECIDES}
            return {}

        count = self.typed(self.folder / "状态一览.xlsx", DECIDE, choose)
        self.hand("decision chosen", count)
        return count

    def approve(self) -> None:
        """Type both approvals of every version that waits."""
        row = {"保密审查人": "李四", "保密审查日期": "2025-01-20", "审签人": "王五", "审签日期": "2025-01-21"}
        self.hand("approval typed", self.typed(self.folder / "审签" / "审签单.xlsx", None, lambda _row: dict(row)))

    def post(self) -> None:
        """Put every report on the website, save the pages, and type where they are."""
        live = self.folder.parent / "网页"
        live.mkdir()
        for number, page in enumerate(sorted((self.folder / "发布").glob("*/*.html"))):
            if "片段" not in page.name:
                shutil.copyfile(page, live / f"{number}_{page.name}")

        def where(row: dict[str, Any]) -> dict[str, object]:
            if row["状态"] != "发布中":
                return {}
            return {"网页地址": f"https://example.gov.cn/{row['代码']}.html", "上网日期": "2025-01-25"}

        count = self.typed(self.folder / "发布" / "发布清单.xlsx", None, where)
        self.hand("report put on the website", count)
        self.hand("address typed", count)

    def whole(self) -> list[str]:
        """Live through the whole of it; return what did not come out as it must."""
        self.begin()
        self.receive(self.district.first_round)
        while self.decide():
            self.run("collect")
        self.receive(self.district.second_round)
        self.run("status")
        self.run("publish")
        self.approve()
        self.run("publish")
        self.post()
        self.run("compare", "--live", "../网页", codes=(0, 1))
        self.run("consolidate", "--agency", DISTRICT)
        self.run("export", "-o", "../export.json")
        self.run("audit")
        self.run("close")
        published = {path.name.partition("_")[0] for path in (self.folder / "发布").iterdir() if path.is_dir()}
        return [f"{code} is not published" for code in self.district.names if code not in published]


def _rows(page: Worksheet) -> Iterator[tuple[int, dict[str, int], dict[str, Any]]]:
    """Return number, columns by heading and values of every row below the heading of a list."""
    header = next(row for row in page.iter_rows(max_row=6) if sum(bool(cell.value) for cell in row) > 3)
    columns = {str(cell.value): cell.column or 0 for cell in header if cell.value}
    for row in page.iter_rows(min_row=(header[0].row or 0) + 1):
        values = {heading: row[column - 1].value for heading, column in columns.items()}
        if any(values.values()):
            yield row[0].row or 0, columns, values


def live(folder: Path, agencies: int, *, in_process: bool = False) -> tuple[Day, list[str]]:
    """Live through a campaign of so many agencies; return it and what went wrong."""
    district = District(folder / "年报", Units(registry=PluginRegistry()), agencies)
    district.draw()
    day = Day(district, in_process)
    return day, day.whole()


def main() -> None:
    """Print what the day took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agencies", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        day, wrong = live(Path(folder), given.agencies)
    for name, seconds in day.seconds.items():
        print(f"nianbao {name}: {seconds:.1f} s")  # noqa: T201
    for what, times in day.by_hand.items():
        print(f"by hand: {what}, {times} times, about {times * MINUTES[what]:.0f} minutes")  # noqa: T201
    total = sum(times * MINUTES[what] for what, times in day.by_hand.items())
    print(f"together about {total / 60:.1f} hours; {len(wrong)} wrong", *wrong, sep="\n")  # noqa: T201
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
