"""Standard output that is closed, full or read by nobody stops no command, and none ends with a fault of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .command import BLOCKED, MISUSED, OK

if TYPE_CHECKING:
    from .conftest import Inputs

COMMANDS = [("check", "{good}"), ("check", "{good}", "--format", "json"), ("collect", "{good}", "-o", "out"), ("rules",),
            ("render", "{good}", "--to", "txt"), ("read", "{good}"), ("config",)]  # fmt: skip


def ran(
    arguments: tuple[str, ...], inputs: Inputs, folder: Path, redirected: str
) -> subprocess.CompletedProcess[bytes]:
    words = " ".join([sys.executable, "-m", "nianbao", *(each.format(good=inputs.good) for each in arguments)])
    return subprocess.run(
        ["bash", "-c", f"{words} {redirected}"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_closed_stream(arguments: tuple[str, ...], inputs: Inputs, tmp_path: Path) -> None:
    found = ran(arguments, inputs, tmp_path, ">&-")
    assert found.returncode == OK, found.stderr.decode()
    assert found.stderr.decode().count("内部出错") == 0
    if arguments[0] == "collect":
        assert json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["summary"]["passed"] == 1


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_pipe_that_nobody_reads(arguments: tuple[str, ...], inputs: Inputs, tmp_path: Path) -> None:
    found = ran(arguments, inputs, tmp_path, "| true; exit ${PIPESTATUS[0]}")
    assert found.returncode in (OK, BLOCKED), found.stderr.decode()
    assert "内部出错" not in found.stderr.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_full_disk(arguments: tuple[str, ...], inputs: Inputs, tmp_path: Path) -> None:
    found = ran(arguments, inputs, tmp_path, "> /dev/full")
    assert found.returncode == MISUSED, found.stderr.decode()
    assert "不能写到标准输出" in found.stderr.decode()
    assert os.fsdecode(found.stdout) == ""
