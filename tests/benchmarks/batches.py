"""Batches of real workbooks through the installed command: ``python -m tests.benchmarks.batches``.

Makes 200 different workbooks, puts them under 10,000 names (``--files``), and runs
``nianbao check … --format json -o …`` over as many of them as each row of the table needs, every run a
whole process. Memory is the peak of the largest process of a run, as the system accounts for it.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nianbao import PluginRegistry, fitted, read_submission_json, write_workbook

FORM = "zfxxgk-2021"
DISTINCT = 200
REPEATS = 3
# A launcher of its own, because a process starts with the memory of the one that it was forked from.
LAUNCHER = """
import json, os, sys, time
started = time.perf_counter()
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_child, status, usage = os.wait4(child, 0)
print(json.dumps([time.perf_counter() - started, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run took: seconds in all and for each file, and the peak of its largest process in KiB."""

    files: int
    seconds: float
    memory: int

    @property
    def each(self) -> float:
        """Seconds for each file."""
        return self.seconds / self.files


def document(example: dict[str, Any], chance: random.Random, number: int) -> dict[str, Any]:
    """Return a unit's submission: its own name, words and figures, one in four with a fault."""
    words = {
        field: text if field.startswith(("lead.", "signoff.")) else _shuffled(text, chance)
        for field, text in example["texts"].items()
    }
    values = dict(example["values"])
    if number % 4 == 0:
        values["requests.received.natural_person"] = chance.randrange(100, 5000)
    agency = {"name": f"第{number}局", "code": f"B{number:04}"}
    return {**example, "agency": agency, "values": values, "texts": words}


def _shuffled(text: str, chance: random.Random) -> str:
    """Return a text of the same length in words that nobody else has."""
    return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) if "\u4e00" <= each <= "\u9fff" else each for each in text)


def make_files(folder: Path, count: int) -> list[Path]:
    """Write the workbooks under ``count`` names."""
    registry = PluginRegistry()
    example = json.loads((registry.form_folders[FORM].folder / "example.json").read_text("utf-8"))
    chance = random.Random(2024)
    made = []
    for number in range(min(DISTINCT, count)):
        data = json.dumps(document(example, chance, number)).encode()
        made.append(write_workbook(fitted(read_submission_json(data, registry.find_form))))
    paths = [folder / f"{number:05}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(made[number % len(made)])
    return paths


def run(paths: list[Path], jobs: int, folder: Path) -> Run:
    """Check files with so many processes."""
    program = str(Path(sys.executable).parent / "nianbao")
    (folder / "out.json").unlink(missing_ok=True)
    command = [
        program,
        "check",
        *(path.name for path in paths),
        "--jobs",
        str(jobs),
        "--format",
        "json",
        "-o",
        "out.json",
    ]
    launched = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    seconds, memory, code = json.loads(launched.stdout)
    summary = (folder / "out.json").read_bytes()[-200:]
    if code not in (0, 1) or f'"files": {len(paths)},'.encode() not in summary:
        raise RuntimeError(f"nianbao check ended with {code}")
    print(f"{len(paths)} files, {jobs} jobs: {seconds:.1f} s, {memory // 1024} MiB", file=sys.stderr)  # noqa: T201
    return Run(files=len(paths), seconds=seconds, memory=memory)


def least(paths: list[Path], jobs: int, folder: Path) -> Run:
    """Return the quickest of some runs: what disturbs a short run only ever makes it longer."""
    return min((run(paths, jobs, folder) for _ in range(REPEATS)), key=lambda found: found.seconds)


def measure(files: int, folder: Path) -> dict[str, tuple[float, float]]:
    """Return each measured ratio with its target."""
    paths = make_files(folder, files)
    tenth, hundredth = files // 10, files // 100
    small, middle = run(paths[:hundredth], 2, folder), least(paths[:tenth], 2, folder)
    many, serial = run(paths, 2, folder), run(paths, 1, folder)
    return {
        f"time a file of {files:,} files : of {tenth:,}": (many.each / middle.each, 1.15),
        f"peak memory with {files:,} files : with {hundredth:,}": (many.memory / small.memory, 1.2),
        f"two processes : one, {files:,} files": (many.seconds / serial.seconds, 0.70),
    }


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="how many files the largest run has")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(parser.parse_args().files, Path(folder))
    print("| what | ratio | target |\n| --- | --- | --- |")  # noqa: T201
    for words, (found, target) in rows.items():
        print(f"| {words} | {found:.2f} | {target:.2f} |")  # noqa: T201


if __name__ == "__main__":
    main()
