"""Collect, ended at random instants by INT, TERM and KILL: ``python -m tests.campaigns.interrupted --runs 100``.

Between the runs files change: a unit's workbook is mended or spoilt, goes away, comes twice. After each run that had
begun, no report lies there of a unit that does not pass; a run that is let alone asks no question about files of ours
and ends with exactly the reports that pass.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from nianbao import PluginRegistry
from nianbao.campaigns.results.writing import REPORTS_FOLDER
from nianbao.files.folder_lock import LOCK
from tests.campaigns.units import BROKEN, Units

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
LONGER = {"requests.received.natural_person": 48, "requests.carried_out.natural_person": 8}
_LONGEST_START = 30.0


@dataclass
class Inbox:
    """A folder of units' workbooks that changes, and what should come of it."""

    folder: Path
    variants: dict[str, dict[str, bytes]]
    chance: random.Random
    state: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, count: int, seed: int) -> Inbox:
        """Make the workbooks of so many units, each in three variants."""
        registry = PluginRegistry()
        units = Units(registry=registry)
        folder.mkdir()
        variants = {}
        for number in range(count):
            name, code = f"第{number}局", f"{number:03}"
            variants[f"{code}_{name}"] = {
                "good": units.workbook(name, code),
                "other": units.workbook(name, code, values=LONGER),
                "bad": units.workbook(name, code, values=BROKEN),
            }
        inbox = cls(folder=folder, variants=variants, chance=random.Random(seed))
        for unit in variants:
            inbox.put(unit, "good")
        return inbox

    def put(self, unit: str, state: str) -> None:
        """Bring a unit's files into a state: good, other, bad, gone or twice."""
        first, second = self.folder / f"{unit}.xlsx", self.folder / f"{unit}_2.xlsx"
        for path in (first, second):
            path.unlink(missing_ok=True)
        if state in ("good", "other", "bad"):
            first.write_bytes(self.variants[unit][state])
        elif state == "twice":
            first.write_bytes(self.variants[unit]["good"])
            second.write_bytes(self.variants[unit]["other"])
        self.state[unit] = state

    def change(self) -> None:
        """Change a sixth of the units."""
        for unit in self.chance.sample(sorted(self.variants), max(1, len(self.variants) // 6)):
            self.put(unit, self.chance.choice(("good", "other", "bad", "gone", "twice")))

    @property
    def passing(self) -> set[str]:
        """The units of which a report may lie there now."""
        return {unit for unit, state in self.state.items() if state in ("good", "other")}


def reports(out: Path) -> set[str]:
    """Return the units of which any report lies there."""
    return {path.stem for path in (out / REPORTS_FOLDER).glob("*") if path.is_file()}


def folder_of_reports(out: Path) -> int:
    """Return which folder holds the reports now, 0 for none."""
    try:
        return (out / REPORTS_FOLDER).stat().st_ino
    except OSError:
        return 0


def _hear_signals() -> None:
    """Hear every signal again: whoever started this may have told it to ignore some."""
    for number in SIGNALS[:2]:
        signal.signal(number, signal.SIG_DFL)


def run(
    inbox: Inbox, out: Path, jobs: int, ended_by: signal.Signals | None, longest: float
) -> tuple[int, str, bool]:
    """Collect; where ``ended_by`` is given, end it at a random instant after it began. Return code, words, begun."""
    command = [sys.executable, "-m", "nianbao", "collect", inbox.folder.name, "-o", out.name, "--jobs", str(jobs)]
    with subprocess.Popen(
        command,
        cwd=out.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=_hear_signals,
    ) as process:
        begun = False
        if ended_by is not None:
            before = folder_of_reports(out)
            until = time.monotonic() + _LONGEST_START
            while process.poll() is None and time.monotonic() < until and not begun:
                # Ended before it took the reports of the last one away, a run changed nothing.
                locked = (out / LOCK).exists()
                begun = locked and (not before or folder_of_reports(out) != before)
                time.sleep(0.002)
            time.sleep(inbox.chance.random() * longest)
            if process.poll() is None:
                process.send_signal(ended_by)
        _out, err = process.communicate()
        return process.returncode, err, begun or ended_by is None


def measure(folder: Path, *, runs: int, units: int, jobs: int, seed: int) -> list[str]:
    """Return what went wrong in so many runs; empty where nothing did."""
    inbox, out = Inbox.of(folder / "收", units, seed), folder / "out"
    started = time.monotonic()
    wrong: list[str] = []
    code, err, _begun = run(inbox, out, jobs, None, 0)
    longest = time.monotonic() - started
    for number in range(runs):
        inbox.change()
        ended_by = None if number % 5 == 4 else inbox.chance.choice(SIGNALS)
        code, err, begun = run(inbox, out, jobs, ended_by, longest)
        where = f"run {number} ({ended_by.name if ended_by else 'whole'}, exit {code})"
        if begun and not reports(out) <= inbox.passing:
            wrong.append(f"{where}: reports of {sorted(reports(out) - inbox.passing)} lie there")
        if ended_by is None and (code != 0 or reports(out) != inbox.passing):
            wrong.append(f"{where}: {sorted(reports(out) ^ inbox.passing)} {err.strip()}")
        if "--force" in err or "内部出错" in err:
            wrong.append(f"{where}: {err.strip()}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 10**6)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        wrong = measure(folder, runs=asked.runs, units=asked.units, jobs=asked.jobs, seed=asked.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write("\n".join([*wrong, f"{asked.runs} runs, seed {asked.seed}: {len(wrong)} wrong"]) + "\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
