"""Batches of workbooks that all differ through the installed command: ``python -m tests.benchmarks.batches``.

Makes 10,000 workbooks (``--files``) and runs ``nianbao check … --format json -o …`` over as many of them as each row of
the table needs, ``nianbao collect`` over 500, every run a whole process. Times are CPU time of all processes of a run but
for the row that compares one process with two; memory is the peak of the largest process, as the system accounts for it.
Above 1,000 files nothing is compared between files, so that the first row is the same work on both sides.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from nianbao import PluginRegistry
from tests.benchmarks.different_files import different_workbooks

REPEATS = 3
COLLECTED = 500
# A launcher of its own, because a process starts with the memory of the one that it was forked from.
LAUNCHER = """
import json, os, sys, time
started = time.perf_counter()
child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
_child, status, usage = os.wait4(child, 0)
seconds, cpu = time.perf_counter() - started, usage.ru_utime + usage.ru_stime
print(json.dumps([seconds, cpu, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run took: seconds in all, CPU time in all and for each file, and the peak of its largest process in KiB."""

    files: int
    seconds: float
    cpu: float
    memory: int

    @property
    def each(self) -> float:
        """CPU time for each file."""
        return self.cpu / self.files


def make_files(folder: Path, count: int) -> list[Path]:
    """Write so many workbooks that all differ."""
    registry = PluginRegistry()
    paths = [folder / f"{number:05}.xlsx" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(different_workbooks(registry, 1, number)[0])
    return paths


def launched(command: list[str], folder: Path, files: int) -> Run:
    """Run a command as a whole process."""
    program = str(Path(sys.executable).parent / "nianbao")
    ended = subprocess.run(
        [sys.executable, "-c", LAUNCHER, program, *command],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    seconds, cpu, memory, code = json.loads(ended.stdout.splitlines()[-1])
    if code not in (0, 1):
        raise RuntimeError(f"nianbao {command[0]} ended with {code}")
    words = f"{command[0]} {files} files: {seconds:.1f} s, {cpu:.1f} s of CPU, {memory // 1024} MiB"
    print(words, file=sys.stderr)  # noqa: T201
    return Run(files=files, seconds=seconds, cpu=cpu, memory=memory)


def run(paths: list[Path], jobs: int, folder: Path) -> Run:
    """Check files with so many processes."""
    (folder / "out.json").unlink(missing_ok=True)
    names = [path.name for path in paths]
    made = launched(
        ["check", *names, "--jobs", str(jobs), "--format", "json", "-o", "out.json"], folder, len(paths)
    )
    if f'"files": {len(paths)},'.encode() not in (folder / "out.json").read_bytes()[-200:]:
        raise RuntimeError("not all files were checked")
    return made


def least(paths: list[Path], jobs: int, folder: Path) -> Run:
    """Return the quickest of some runs: what disturbs a short run only ever makes it longer."""
    return min((run(paths, jobs, folder) for _ in range(REPEATS)), key=lambda made: made.cpu)


def collected(paths: list[Path], folder: Path) -> tuple[Run, Run]:
    """Collect files into a folder of results, and once more with nothing new."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for path in paths:
        shutil.copy(path, inbox)
    command = ["collect", "inbox", "-o", "results", "--jobs", "1"]
    return launched(command, folder, len(paths)), launched(command, folder, len(paths))


def measure(files: int, folder: Path) -> list[str]:
    """Return the rows of the table."""
    paths = make_files(folder, files)
    fifth, hundredth = files // 5, files // 100
    small, middle = run(paths[:hundredth], 1, folder), least(paths[:fifth], 1, folder)
    many, in_two = run(paths, 1, folder), run(paths, 2, folder)
    compared, few = run(paths[:1000], 1, folder), least(paths[:100], 1, folder)
    first, again = collected(paths[:COLLECTED], folder)
    return [
        f"| time a file of {files:,} : of {fifth:,} files, the same work | {many.each / middle.each:.2f} | 1.05 |",
        f"| time a file of 1,000 : of 100 files, compared with each other | {compared.each / few.each:.2f} | 1.2 |",
        f"| peak memory with {files:,} : with {hundredth:,} files | {many.memory / small.memory:.2f} | 1.1 |",
        f"| two processes : one, {files:,} files, by the clock | {in_two.seconds / many.seconds:.2f} | 0.58 |",
        f"| collect of {COLLECTED} files, ms of CPU a file | {first.each * 1000:.1f} | 16 |",
        f"| collecting again, nothing new : the first time | {again.cpu / first.cpu:.2f} | 0.10 |",
    ]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="how many files the largest run has")
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(parser.parse_args().files, Path(folder))
    print("\n".join(["| what | ratio | target |", "| --- | --- | --- |", *rows]))  # noqa: T201


if __name__ == "__main__":
    main()
