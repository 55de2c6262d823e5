"""``nianbao read``: the data of a workbook, or why it cannot be trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.corpus.base import base_workbook
from tests.corpus.rewriting import with_number, with_text

from .command import BLOCKED, OK, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


def test_what_is_read_can_be_written_into_a_workbook_again(inputs: Inputs, tmp_path: Path) -> None:
    assert nianbao("read", inputs.bad, "-o", "a.json", folder=tmp_path).code == OK
    assert nianbao("template", "--data", "a.json", "-o", "a.xlsx", folder=tmp_path).code == OK
    again = nianbao("read", "a.xlsx", folder=tmp_path)
    assert json.loads(again.out) == json.loads((tmp_path / "a.json").read_text("utf-8"))


def test_what_is_found_about_the_file_goes_to_stderr_and_the_data_stands(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(with_text(base_workbook(), "三依申请公开", "B60", "另有3件"))
    ran = nianbao("read", "a.xlsx", folder=tmp_path)
    assert ran.code == OK
    assert json.loads(ran.out)["year"] == 2024
    assert "LT208" in ran.message


def test_figures_that_cannot_be_trusted_are_no_data(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(with_number(base_workbook(), "三依申请公开", "D29", "50"))
    ran = nianbao("read", "a.xlsx", "-o", "a.json", folder=tmp_path)
    assert (ran.code, ran.out) == (BLOCKED, b"")
    assert "LT205" in ran.message
    assert not (tmp_path / "a.json").exists()
