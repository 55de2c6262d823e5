"""Filled workbooks as every producer saves them, as many as are asked for: ``python -m tests.clients.many_files --files 200``.

It prints each file that is told of or read otherwise than it was written, by producer.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from nianbao import Checker, Office, PluginRegistry, Selection, fitted, submission_json, write_workbook
from tests.corpus.shapes_of_clients import CLIENTS

from .libreoffice import find_program
from .samples import Samples

if TYPE_CHECKING:
    from nianbao import Submission

SECONDS = 600
FILE_CODES = Office(selection=Selection(select=("RD", "LT", "VL", "SY")))
SHAPES = ("XlsxWriter", "openpyxl", "WPS", "Excel", "Excel after WPS", "an online editor without custom properties")


class Filled:
    """Workbooks filled at random and balanced, by file name, and the submissions that they hold."""

    def __init__(self, samples: Samples, count: int) -> None:
        self.samples = samples
        self.workbooks: dict[str, bytes] = {}
        self.expected: dict[str, bytes] = {}
        for number in range(count):
            submission = fitted(self._submission(random.Random(number)))
            name = f"单位{number:03}.xlsx"
            self.workbooks[name] = write_workbook(submission)
            self.expected[name] = submission_json(submission)

    def _submission(self, chance: random.Random) -> Submission:
        samples = self.samples
        return samples.submission(
            values={
                **samples.balanced(chance),
                **samples.figures(lambda _field: chance.randint(0, 40), "disclosure"),
                "disclosure.administrative_fees.amount": f"{chance.randint(0, 900)}.{chance.randint(1, 99):02}",
            },
            texts={
                field: samples.prose(chance, chance.randint(1, 3) if text.rows > 1 else 1)
                for field, text in samples.form.texts.items()
                if chance.random() < 0.8
            },
        )

    def wrong(self, saved: dict[str, bytes]) -> dict[str, list[str]]:
        """Return the files that are told of or read otherwise than they were written, with what is said."""
        registry = self.samples.registry
        wrong = {}
        for name, data in saved.items():
            checked = Checker(registry, FILE_CODES).check(name, data)
            same = checked.submission is not None and submission_json(checked.submission) == self.expected[name]
            if checked.findings or not same:
                wrong[name] = [str(finding.message) for finding in checked.findings]
        return wrong


def saved_by_libreoffice(filled: Filled, folder: Path) -> dict[str, bytes]:
    """Return the workbooks as one LibreOffice opens and saves them."""
    written, saved = folder / "written", folder / "saved"
    written.mkdir()
    for name, data in filled.workbooks.items():
        (written / name).write_bytes(data)
    home = (folder / "home").as_uri()
    subprocess.run(
        [find_program(), f"-env:UserInstallation={home}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, *sorted(written.iterdir())],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    return {name: (saved / name).read_bytes() for name in filled.expected}


def main() -> int:
    """Save and read so many workbooks; the exit code is 1 where one is told of or read otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    filled = Filled(Samples(PluginRegistry()), parser.parse_args().files)
    wrong = {
        shape: filled.wrong({n: CLIENTS[shape](data) for n, data in filled.workbooks.items()}) for shape in SHAPES
    }
    with tempfile.TemporaryDirectory() as folder:
        wrong["LibreOffice"] = filled.wrong(saved_by_libreoffice(filled, Path(folder)))
    for shape, files in wrong.items():
        print(f"{shape}: {len(files)} of {len(filled.workbooks)} wrong", *files.items(), sep="\n  ")  # noqa: T201
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
