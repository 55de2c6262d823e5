"""``nianbao export`` on the command line: a file, and the program beside it that verifies it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

from .command import MISUSED, OK
from .test_campaign_words import run

if TYPE_CHECKING:
    from pathlib import Path


def test_an_export_is_verified_by_the_program_beside_it(tmp_path: Path) -> None:
    assert run("init", "年报", "--year", 2024, folder=tmp_path).code == OK
    folder = tmp_path / "年报"
    made = run("export", "-o", "台账.json", folder=folder)
    assert made.code == OK, made.message
    proof = subprocess.run(
        [sys.executable, "-I", "verify_export.py", "台账.json"], cwd=folder, capture_output=True, check=True
    )
    assert b"agree" in proof.stdout
    schema = json.loads(run("export", "--schema", folder=tmp_path).out)
    assert list(Draft202012Validator(schema).iter_errors(json.loads((folder / "台账.json").read_bytes()))) == []
    (folder / "台账.json").write_text("mine", "utf-8")
    assert run("export", "-o", "台账.json", folder=folder).code == MISUSED
