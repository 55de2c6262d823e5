"""The program that comes beside an export, run on one as a stranger would run it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from nianbao.campaigns.exporting import verifying_program

if TYPE_CHECKING:
    from pathlib import Path


def verified(export: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program on an export, by a Python that knows nothing of ours."""
    (folder / "verify_export.py").write_bytes(verifying_program())
    (folder / "export.json").write_bytes(export)
    return subprocess.run(
        [sys.executable, "-I", "verify_export.py", "export.json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
