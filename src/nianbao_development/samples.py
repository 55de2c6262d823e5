"""Make everything in ``sample_reports/`` from its data files: ``python -m nianbao_development.samples``."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path

from nianbao.cli import main

ROOT = Path(__file__).parents[2]
SAMPLES = Path("sample_reports")
MADE = ("workbooks", "collected", "drafts")


def run(*arguments: object) -> int:
    """Run a command of the product in this process; give its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as finished:
        return int(finished.code or 0)
    raise AssertionError("the command did not exit")


def make_samples(root: Path) -> None:
    """Make workbooks, findings, reports and drafts below ``root`` from the data files there."""
    with chdir(root):
        for data in sorted((SAMPLES / "data").glob("*.json")):
            assert run("template", "--data", data, "-o", SAMPLES / "workbooks" / f"{data.stem}.xlsx") == 0
        workbooks = sorted((SAMPLES / "workbooks").glob("*.xlsx"))
        assert run("collect", SAMPLES / "workbooks", "-o", SAMPLES / "collected") == 0
        for workbook in workbooks:
            if run("check", workbook):
                for to in ("md", "txt", "html"):
                    draft = SAMPLES / "drafts" / f"{workbook.stem}.{to}"
                    assert run("render", workbook, "--draft", "-o", draft) == 0


if __name__ == "__main__":
    for name in MADE:
        shutil.rmtree(ROOT / SAMPLES / name, ignore_errors=True)
    make_samples(ROOT)
