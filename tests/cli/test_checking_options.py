"""``--jobs``: the same outputs from one process and from several; who may be one, and what is told."""

from __future__ import annotations

import multiprocessing
import sys
from typing import TYPE_CHECKING

import pytest

from nianbao.cli import main

from .command import BLOCKED, MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


@pytest.mark.parametrize("to", ["text", "json", "html", "sarif", "junit"])
def test_every_format_is_the_same_from_several_processes(inputs: Inputs, tmp_path: Path, to: str) -> None:
    files = (inputs.good, inputs.bad, inputs.garbage, inputs.good_json)
    for jobs in (1, 2):
        ran = nianbao("check", *files, "--jobs", jobs, "--format", to, "-o", f"{jobs}", folder=tmp_path)
        assert ran.code == BLOCKED, ran.message
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_collect_writes_the_same_from_several_processes(inputs: Inputs, tmp_path: Path) -> None:
    (tmp_path / "nianbao.toml").write_text("[collect]\njobs = 2\n", "utf-8")
    several = nianbao("collect", inputs.folder, "-o", "2", folder=tmp_path)
    one = nianbao("collect", inputs.folder, "-o", "1", "--jobs", 1, folder=tmp_path)
    assert (several.code, one.code) == (OK, OK)
    for path in (tmp_path / "1").rglob("*"):
        name = path.relative_to(tmp_path / "1")
        # No two ledgers are alike: they have times and salts.
        if path.is_file() and name.parts[0] != ".nianbao":
            assert path.read_bytes() == (tmp_path / "2" / name).read_bytes()


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1.5"])
def test_jobs_are_a_number_from_one(inputs: Inputs, tmp_path: Path, jobs: str) -> None:
    ran = nianbao("check", inputs.good, "--jobs", jobs, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)


def test_a_frozen_program_can_be_its_own_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[bool] = []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(multiprocessing, "freeze_support", lambda: called.append(True))
    with pytest.raises(SystemExit):
        main(["--version"])
    assert called == [True]
