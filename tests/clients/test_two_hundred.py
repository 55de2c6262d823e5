"""Two hundred filled workbooks saved by LibreOffice: no finding about the file, the same submission."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from nianbao import Profile, Selection, check_bytes, fitted, submission_json, write_workbook

from .libreoffice import find_program
from .samples import Samples

pytestmark = pytest.mark.libreoffice

COUNT = 200
SECONDS = 600
FILE_CODES = Profile(selection=Selection(select=("RD", "LT", "VL", "SY")))


def test_two_hundred_saves_give_no_false_alarm(samples: Samples, tmp_path: Path) -> None:
    written, saved = tmp_path / "written", tmp_path / "saved"
    written.mkdir()
    expected = {}
    for number in range(COUNT):
        chance = random.Random(number)
        submission = fitted(
            samples.submission(
                values={
                    **samples.balanced(chance),
                    **samples.figures(lambda _field, chance=chance: chance.randint(0, 40), "disclosure"),  # type: ignore[misc]
                    "disclosure.administrative_fees.amount": f"{chance.randint(0, 900)}.{chance.randint(1, 99):02}",
                },
                texts={
                    field: samples.prose(chance, chance.randint(1, 3) if text.rows > 1 else 1)
                    for field, text in samples.form.texts.items()
                    if chance.random() < 0.8
                },
            )
        )
        name = f"单位{number:03}.xlsx"
        (written / name).write_bytes(write_workbook(submission))
        expected[name] = submission_json(submission)
    home = (tmp_path / "home").as_uri()
    subprocess.run(
        [find_program(), f"-env:UserInstallation={home}", "--headless", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", saved, *sorted(written.iterdir())],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    wrong = {}
    for name, document in expected.items():
        registry = samples.registry
        checked = check_bytes(
            (saved / name).read_bytes(), name, registry.find_form, registry.rules_for, profile=FILE_CODES
        )
        if checked.findings or checked.submission is None or submission_json(checked.submission) != document:
            wrong[name] = [str(finding.message) for finding in checked.findings]
    assert wrong == {}
