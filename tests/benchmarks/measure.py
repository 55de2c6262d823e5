"""Speed as ratios that hold on any machine: ``python -m tests.benchmarks.measure``.

Whole processes are measured against a bare import in a process; the pipeline against
``openpyxl.load_workbook`` of the same file, in one process, the two taking turns. Every figure is the
median of the pairs' ratios. Nothing here is asserted.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from nianbao import PluginRegistry, check_bytes, compose, fitted, read_submission_json, render, write_workbook
from nianbao.checks.findings_json import findings_json

if TYPE_CHECKING:
    from collections.abc import Callable

PAIRS = 11
FORM = "zfxxgk-2021"


def seconds(action: Callable[[], object]) -> float:
    """Give the wall time of one call, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def ratio(action: Callable[[], object], yardstick: Callable[[], object]) -> float:
    """Give the median ratio of interleaved pairs, after a warm-up."""
    action(), yardstick()
    return statistics.median(seconds(action) / seconds(yardstick) for _ in range(PAIRS))


def process(*arguments: str) -> Callable[[], object]:
    """Give an action that runs a Python process to its end."""
    return lambda: subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)


def command(*arguments: str) -> Callable[[], object]:
    """Give an action that runs the installed command to its end."""
    program = Path(sys.executable).parent / "nianbao"
    return lambda: subprocess.run([str(program), *arguments], stdout=subprocess.DEVNULL, check=True)


def measure(workbook: Path, data: bytes, registry: PluginRegistry) -> dict[str, tuple[float, float]]:
    """Give each measured ratio with its target."""
    folder = registry.form_folders[FORM].folder

    def pipeline() -> None:
        checked = check_bytes(data, workbook.name, registry.find_form, registry.rules_for)
        assert checked.submission is not None
        findings_json([checked], {})
        render(compose(checked.submission, folder), "md", [folder, registry.styles["standard"]])

    return {
        "nianbao --help : import click (whole processes)": (
            ratio(command("--help"), process("-c", "import click")), 1.3),
        "nianbao check of one file : import openpyxl (whole processes)": (
            ratio(command("check", str(workbook)), process("-c", "import openpyxl")), 1.25),
        "read + layout + rules + render : openpyxl.load_workbook": (
            ratio(pipeline, lambda: openpyxl.load_workbook(io.BytesIO(data))), 0.20),
    }  # fmt: skip


def main() -> None:
    """Measure and print the table."""
    registry = PluginRegistry()
    example = (registry.form_folders[FORM].folder / "example.json").read_bytes()
    data = write_workbook(fitted(read_submission_json(example, registry.find_form)))
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "example.xlsx"
        workbook.write_bytes(data)
        print(f"| what | ratio | target |\n| --- | --- | --- |")  # noqa: F541, T201
        for words, (found, target) in measure(workbook, data, registry).items():
            print(f"| {words} | {found:.2f} | {target:.2f} |")  # noqa: T201


if __name__ == "__main__":
    main()
