"""Speed as ratios that hold on any machine: ``python -m tests.benchmarks.measure``.

Everything is CPU time (user and system) on files that all differ. What runs in this process is measured in pairs, the two
taking turns; whole processes are accounted for by the system, in a virtual environment that has the wheel and its core
dependencies alone. Every figure is the median of the pairs' ratios. Nothing here is asserted.
"""

from __future__ import annotations

import io
import os
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
from unittest.mock import patch

import openpyxl
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from nianbao import Checker, PluginRegistry, compose, draft, interpret, read_raw, write_workbook
from nianbao.formatters.findings_html import findings_html
from nianbao.formatters.findings_json import findings_json
from nianbao.reports.render import render, render_report
from nianbao.submissions.submission import Agency
from nianbao.workbooks.formula_sheet import FormulaSheet
from nianbao.workbooks.starting_submission import blank_submission
from nianbao.workbooks.template_series import TemplateSeries
from tests.benchmarks.different_files import FORM, different_submissions, different_workbooks
from tests.corpus.producers import PRODUCERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent.parent
PAIRS = 15
SHAPES = ("LibreOffice", "Excel")
"""The producers whose files are measured besides our own, as the corpus of the tests shapes them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; ``target`` is ``None`` for peers."""

    words: str
    ratio: float
    target: float | None = None


def cpu(action: Callable[[], object]) -> float:
    """Return the CPU time of one call in this process, in seconds."""
    started = time.process_time()
    action()
    return time.process_time() - started


def cpu_of_process(command: Sequence[str], **environment: str) -> float:
    """Return the CPU time of a whole process, in seconds."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, env={**os.environ, **environment}, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def ratio(measure: Callable[[int], float], yardstick: Callable[[int], float], pairs: int = PAIRS) -> float:
    """Return the median ratio of interleaved pairs, after a warm-up; each pair is told its number."""
    measure(0), yardstick(0)
    return statistics.median(measure(pair) / yardstick(pair) for pair in range(1, pairs + 1))


@dataclass(frozen=True, slots=True)
class Installation:
    """A virtual environment with nianbao and its core dependencies, as a user has it."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Installation:
        """Install the checkout, built as a wheel, into a new virtual environment."""
        venv.create(folder, with_pip=True)
        made = cls(folder)
        subprocess.run([made.program("python"), "-m", "pip", "install", "-q", str(ROOT)], check=True)
        return made

    def program(self, name: str) -> str:
        """Return the path of a program of the environment."""
        return str(self.folder / ("Scripts" if sys.platform == "win32" else "bin") / name)


class Bench:
    """Files that all differ, and what is measured with them."""

    def __init__(self) -> None:
        self.registry = PluginRegistry()
        self.checker = Checker(self.registry)
        self.submissions = different_submissions(self.registry, PAIRS + 1)
        self.files = [write_workbook(submission) for submission in self.submissions]
        self.form = self.registry.registered_form(FORM)

    def load(self, files: Sequence[bytes], number: int) -> float:
        """Return the time of the yardstick: ``openpyxl.load_workbook`` of a file."""
        return cpu(lambda: openpyxl.load_workbook(io.BytesIO(files[number])))

    def pipeline(self, files: Sequence[bytes], number: int) -> float:
        """Return the time of reading, checking, findings as JSON and the report as Markdown."""

        def run() -> None:
            checked = self.checker.check("report.xlsx", files[number])
            findings_json([checked], checked.conditions)
            printable = draft(checked)
            assert printable is not None
            render(printable, "md")

        return cpu(run)

    def in_process(self) -> list[Row]:
        """Return the rows of what runs in this process."""
        load = partial(self.load, self.files)
        rows = [
            Row(
                "read + layout + rules + JSON + Markdown : openpyxl.load_workbook",
                ratio(partial(self.pipeline, self.files), load),
                0.14,
            ),
            Row(
                "read : openpyxl.load_workbook",
                ratio(lambda number: cpu(lambda: read_raw(self.files[number])), load),
                0.04,
            ),
        ]
        for producer in PRODUCERS:
            if producer.name in SHAPES:
                shaped = [producer.shape(data) for data in self.files]
                words = f"read + layout + rules + JSON + Markdown : the same, saved by {producer.name}"
                rows.append(Row(words, ratio(partial(self.pipeline, shaped), partial(self.load, shaped)), 0.14))
        return [*rows, *self._pages(load), *self._building(), *self._peers(load)]

    def _pages(self, load: Callable[[int], float]) -> list[Row]:
        # Against load_workbook as well, which took 100 ms where the prototypes took what the targets say.
        faulty = [self.checker.check("r.xlsx", data) for data in self._faulty()]
        reports = [compose(interpret(read_raw(data), self.registry.find_form).submission or self.submissions[0], self.form.folder)
                   for data in self.files]  # fmt: skip
        folders = list(self.registry.template_folders(FORM))
        rows = [
            Row(
                "a page of findings : openpyxl.load_workbook",
                ratio(lambda n: cpu(lambda: findings_html([faulty[n]])), load),
                0.031,
            )
        ]
        for to, target in (("txt", 0.013), ("html", 0.025), ("docx", 0.19)):
            render_one = lambda n, to=to: cpu(lambda: render_report(reports[n], to, folders))  # noqa: E731
            rows.append(Row(f"a report as {to} : openpyxl.load_workbook", ratio(render_one, load), target))
        return rows

    def _faulty(self) -> list[bytes]:
        """Return workbooks that do not balance: every fourth of those that all differ."""
        return [different_workbooks(self.registry, 1, 4 * number)[0] for number in range(PAIRS + 1)]

    def _building(self) -> list[Row]:
        blanks = [
            blank_submission(self.form.form, 2024, Agency(name=f"样例区第{n}局", code=f"B{n:05}"))
            for n in range(PAIRS + 2)
        ]
        series = TemplateSeries()
        series.workbook(blanks[-1])

        def as_xlsxwriter(number: int) -> float:
            with patch.object(FormulaSheet, "_prepare_formula", Worksheet._prepare_formula):
                return cpu(lambda: write_workbook(blanks[number]))

        return [
            Row("build of one workbook : XlsxWriter with its own search of formulas",
                ratio(lambda n: cpu(lambda: write_workbook(blanks[n])), as_xlsxwriter), 0.4),
            Row("workbook of a roster (one build for all) : the same",
                ratio(lambda n: cpu(lambda: series.workbook(blanks[n])), as_xlsxwriter), 0.07),
        ]  # fmt: skip

    def _peers(self, load: Callable[[int], float]) -> list[Row]:
        def calamine(number: int) -> float:
            def run() -> None:
                book = CalamineWorkbook.from_filelike(io.BytesIO(self.files[number]))
                for name in book.sheet_names:
                    book.get_sheet_by_name(name).to_python()

            return cpu(run)

        def read_only(number: int) -> float:
            def run() -> None:
                for sheet in openpyxl.load_workbook(io.BytesIO(self.files[number]), read_only=True):
                    for _row in sheet.iter_rows(values_only=True):
                        pass

            return cpu(run)

        return [
            Row("peer: calamine, values alone : openpyxl.load_workbook", ratio(calamine, load)),
            Row("peer: openpyxl read_only, values alone : openpyxl.load_workbook", ratio(read_only, load)),
        ]


def whole_processes(user: Installation, workbook: Path) -> list[Row]:
    """Return the rows of whole processes."""
    python, nianbao = user.program("python"), user.program("nianbao")
    run = lambda *command, **environment: lambda _number: cpu_of_process(command, **environment)  # noqa: E731
    check, load = run(nianbao, "check", str(workbook)), run(python, "-c", "import openpyxl")
    return [
        Row("nianbao --help : import click", ratio(run(nianbao, "--help"), run(python, "-c", "import click")), 1.1),
        Row("nianbao check of one file : import openpyxl", ratio(check, load), 0.98),
        Row("nianbao check of one file : import openpyxl without lxml",
            ratio(check, run(python, "-c", "import openpyxl", OPENPYXL_LXML="False")), None),
    ]  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| what | ratio | target |", "| --- | --- | --- |"]
    lines += [
        f"| {row.words} | {row.ratio:.3f} | {'–' if row.target is None else f'{row.target:g}'} |" for row in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print the table."""
    warnings.simplefilter("ignore")  # openpyxl warns of every extension that it drops
    bench = Bench()
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "example.xlsx"
        workbook.write_bytes(bench.files[1])
        user = Installation.make(Path(folder) / "user")
        print(table([*bench.in_process(), *whole_processes(user, workbook)]))  # noqa: T201


if __name__ == "__main__":
    main()
