"""A virtual environment with nianbao as strangers install it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
OK, BLOCKED, MISUSED = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A virtual environment with nianbao and pytest and nothing else."""

    programs: Path

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
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    made = Environment(programs=folder / "venv" / "bin")
    made.run(f'pip install -q "{ROOT}" pytest', folder)
    return made
