"""Speed as ratios that hold on any machine: ``python -m tests.benchmarks.measure``.

Whole processes are measured against a bare import in a process, both in a virtual environment that has
nianbao and its core dependencies; the pipeline against
``openpyxl.load_workbook`` of the same file, in one process, the two taking turns. Every figure is the
median of the pairs' ratios. Nothing here is asserted.
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
import venv
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from nianbao import (
    Checker,
    PluginRegistry,
    compose,
    draft,
    fitted,
    interpret,
    read_raw,
    read_submission_json,
    write_workbook,
)
from nianbao.formatters.findings_json import findings_json
from nianbao.reports.render import render as render_printable
from nianbao.reports.render import render_report as render
from tests.corpus.producers import PRODUCERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao import Submission

ROOT = Path(__file__).parent.parent.parent
PAIRS = 11
FORM = "zfxxgk-2021"
SHAPES = ("XlsxWriter", "LibreOffice", "Excel")
"""The producers whose files are measured, as the corpus of the tests shapes them."""


def seconds(action: Callable[[], object]) -> float:
    """Return the wall time of one call, in seconds."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def ratio(action: Callable[[], object], yardstick: Callable[[], object]) -> float:
    """Return the median ratio of interleaved pairs, after a warm-up."""
    action(), yardstick()
    return statistics.median(seconds(action) / seconds(yardstick) for _ in range(PAIRS))


@dataclass(frozen=True, slots=True)
class Installation:
    """A virtual environment with nianbao and its core dependencies, as a user has it."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Installation:
        """Install the checkout, built as a wheel, into a new virtual environment."""
        venv.create(folder, with_pip=True)
        made = cls(folder)
        made.run("python", "-m", "pip", "install", "-q", str(ROOT))()
        return made

    def run(self, program: str, *arguments: str) -> Callable[[], object]:
        """Return an action that runs a program of the environment to its end."""
        path = self.folder / ("Scripts" if sys.platform == "win32" else "bin") / program
        return lambda: subprocess.run([str(path), *arguments], stdout=subprocess.DEVNULL, check=True)


def workbooks(registry: PluginRegistry) -> list[bytes]:
    """Return different workbooks, as a batch has them: the form's example with other figures and texts in each."""
    example = (registry.form_folders[FORM].folder / "example.json").read_bytes()
    made = []
    for number in range(PAIRS + 1):
        document = json.loads(example)
        document["agency"]["code"] = f"SL{number:03}"
        document["values"]["requests.received.natural_person"] += number
        document["values"]["requests.granted.natural_person"] += number
        document["texts"]["overview.summary"] = f"第 {number} 份报告的总体情况。"
        made.append(write_workbook(fitted(read_submission_json(json.dumps(document).encode(), registry.find_form))))
    return made


def pipeline_ratio(registry: PluginRegistry, files: list[bytes]) -> float:
    """Return the median ratio of the whole pipeline to ``openpyxl.load_workbook``, each file of its own read once."""
    checker = Checker(registry)

    def pipeline(data: bytes) -> None:
        checked = checker.check("report.xlsx", data)
        findings_json([checked], checked.conditions)
        printable = draft(checked)
        assert printable is not None
        render_printable(printable, "md")

    pipeline(files[0])
    openpyxl.load_workbook(io.BytesIO(files[0]))
    return statistics.median(
        seconds(lambda: pipeline(data)) / seconds(lambda: openpyxl.load_workbook(io.BytesIO(data)))  # noqa: B023
        for data in files[1:]
    )


def word_seconds(registry: PluginRegistry, files: list[bytes]) -> float:
    """Return the median time of composing and rendering a report as Word, in seconds, each of its own."""
    folder = registry.form_folders[FORM].folder
    submissions = [interpret(read_raw(data), registry.find_form).submission for data in files]

    def word(submission: Submission) -> None:
        render(compose(submission, folder), "docx", [folder])

    first, *others = [submission for submission in submissions if submission is not None]
    word(first)
    return statistics.median(seconds(partial(word, each)) for each in others)


def measure(workbook: Path, registry: PluginRegistry, user: Installation) -> dict[str, tuple[float, float]]:
    """Return each measured ratio with its target."""
    files = workbooks(registry)
    shapes = {producer.name: producer.shape for producer in PRODUCERS if producer.name in SHAPES}
    return {
        "nianbao --help : import click (whole processes)": (
            ratio(user.run("nianbao", "--help"), user.run("python", "-c", "import click")), 1.3),
        "nianbao check of one file : import openpyxl (whole processes)": (
            ratio(user.run("nianbao", "check", str(workbook)), user.run("python", "-c", "import openpyxl")), 1.25),
        **{
            f"read + layout + rules + render : openpyxl.load_workbook, saved by {name}": (
                pipeline_ratio(registry, [shape(data) for data in files]), 0.20)
            for name, shape in shapes.items()
        },
        "a report as Word, seconds": (word_seconds(registry, files), 0.5),
    }  # fmt: skip


def main() -> None:
    """Measure and print the table."""
    warnings.simplefilter("ignore")  # openpyxl warns of every extension that it drops
    registry = PluginRegistry()
    example = (registry.form_folders[FORM].folder / "example.json").read_bytes()
    data = write_workbook(fitted(read_submission_json(example, registry.find_form)))
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "example.xlsx"
        workbook.write_bytes(data)
        user = Installation.make(Path(folder) / "user")
        print(f"| what | ratio | target |\n| --- | --- | --- |")  # noqa: F541, T201
        for words, (found, target) in measure(workbook, registry, user).items():
            print(f"| {words} | {found:.2f} | {target:.2f} |")  # noqa: T201


if __name__ == "__main__":
    main()
