"""Two hundred filled workbooks as every producer saves them: no finding about the file, the same submission."""

from __future__ import annotations

import random
import subprocess
from typing import TYPE_CHECKING

import pytest

from nianbao import Checker, Office, Selection, fitted, submission_json, write_workbook
from tests.corpus.shapes_of_clients import CLIENTS

from .libreoffice import find_program
from .samples import Samples

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

COUNT = 200
SECONDS = 600
FILE_CODES = Office(selection=Selection(select=("RD", "LT", "VL", "SY")))
SHAPES = ("XlsxWriter", "openpyxl", "WPS", "Excel", "Excel after WPS", "an online editor without custom properties")


class Filled:
    """Workbooks filled at random and balanced, by file name, and the submissions that they hold."""

    def __init__(self, samples: Samples) -> None:
        self.samples = samples
        self.workbooks: dict[str, bytes] = {}
        self.expected: dict[str, bytes] = {}
        for number in range(COUNT):
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


@pytest.fixture(scope="module")
def filled(samples: Samples) -> Filled:
    return Filled(samples)


@pytest.mark.libreoffice
def test_two_hundred_saves_of_libreoffice_give_no_false_alarm(filled: Filled, tmp_path: Path) -> None:
    written, saved = tmp_path / "written", tmp_path / "saved"
    written.mkdir()
    for name, data in filled.workbooks.items():
        (written / name).write_bytes(data)
    home = (tmp_path / "home").as_uri()
    subprocess.run(
        [find_program(), f"-env:UserInstallation={home}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, *sorted(written.iterdir())],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    assert filled.wrong({name: (saved / name).read_bytes() for name in filled.expected}) == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_two_hundred_files_of_another_producer_give_no_false_alarm(filled: Filled, shape: str) -> None:
    assert filled.wrong({name: CLIENTS[shape](data) for name, data in filled.workbooks.items()}) == {}
