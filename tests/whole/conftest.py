"""A virtual environment with nianbao as strangers install it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OK, BLOCKED, MISUSED = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A virtual environment with nianbao and pytest and nothing else.

    ``alone`` is what the first command said, run from ``/`` before anything but the wheel was installed.
    """

    programs: Path
    alone: str = ""

    def run(self, command: str, folder: Path, *, gives: int = OK) -> str:
        """Run a line of a shell; give what it printed, after holding its exit code against ``gives``."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "NIANBAO"))
        }  # fmt: skip
        inherited["PATH"] = f"{self.programs}{os.pathsep}{inherited['PATH']}"
        inherited["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        ran = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=inherited, capture_output=True, text=True, check=False
        )
        assert ran.returncode == gives, f"{command}\n{ran.stdout}\n{ran.stderr}"
        return ran.stdout + (ran.stderr if gives == MISUSED else "")


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project's own files."""
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    if not names:
        pytest.skip("not a git checkout: cannot tell which files belong to the project")
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from a copy of the project, once for all that install it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "-w", "--outdir", folder, clone]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="session")
def environment(wheel: Path, clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    made = Environment(programs=folder / "venv" / "bin")
    made.run(f'pip install -q "{wheel}"', folder)
    workbook = clone / "sample_reports" / "workbooks" / "硚口区企业服务中心.xlsx"
    alone = made.run(f'cd / && nianbao check "{workbook}"', folder)
    made.run("pip install -q pytest", folder)
    return replace(made, alone=alone)
