"""``nianbao check``: its own options and what it refuses; formats, jobs and exit codes have files of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .command import BLOCKED, MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


def test_either_reader_finds_the_same(inputs: Inputs, tmp_path: Path) -> None:
    fast, slow = (
        nianbao("check", inputs.bad, "--reader", reader, "--format", "json", folder=tmp_path)
        for reader in ("fast", "openpyxl")
    )
    assert (fast.code, fast.out) == (slow.code, slow.out)


def test_a_selection_is_named_in_the_output_and_nothing_else_ran(inputs: Inputs, tmp_path: Path) -> None:
    ran = nianbao(
        "check", inputs.bad, "--select", "tb, vl", "--ignore", "TB102", "--format", "json", folder=tmp_path
    )
    document = json.loads(ran.out)
    codes = {finding["code"] for finding in document["files"][0]["findings"]}
    assert codes
    assert all(code.startswith(("TB", "VL")) for code in codes)
    assert "TB102" in document["tool"]["not_run"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "请给出要校核的文件"),
        (("--select", "QQ"), "QQ"),
        (("--ignore", "RD1"), "RD1"),
        (("--reader", "quick"), "quick"),
    ],
)
def test_what_makes_no_sense_is_refused(
    inputs: Inputs, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    ran = nianbao("check", *((inputs.good,) if options else ()), *options, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert words in ran.message


def test_the_context_is_checked_before_any_file_is_read(inputs: Inputs, tmp_path: Path) -> None:
    ran = nianbao("check", inputs.garbage, "--registers", inputs.roster, folder=tmp_path)
    assert ran.code == MISUSED
    assert "roster.csv" in ran.message


def test_expectations_come_in_with_the_others(inputs: Inputs, tmp_path: Path) -> None:
    assert (
        nianbao("check", inputs.good, "--expect-year", 2024, "--roster", inputs.roster, folder=tmp_path).code == OK
    )
    ran = nianbao("check", inputs.good, "--expect-year", 2023, folder=tmp_path)
    assert ran.code == BLOCKED
    assert "LT105" in ran.text
