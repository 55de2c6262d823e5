"""The office program of a computer is found by its name on the path, or where installers put it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from nianbao.files import libreoffice

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform == "win32", reason="the program here is a shell script")
def test_libreoffice_is_found_by_the_path_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert libreoffice.find_libreoffice() in (None, *libreoffice._PROGRAMS[2:])
    made = tmp_path / "soffice"
    made.write_text("#!/bin/sh\n", "utf-8")
    made.chmod(0o755)
    assert libreoffice.find_libreoffice() == str(made)
