"""While a wheel is built: what a start would else work out anew each time.

Parsed copies of its YAML files, as ``nianbao.files.yaml_files`` reads them, the compiled patterns of
``nianbao.cli.kept_patterns``, and the resolved forms of ``nianbao.forms.kept_forms``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent.parent
KEPT = "kept_patterns.bin"
FORMS = "nianbao_forms"
RUN = """
import runpy, sys
module = sys.argv.pop(1)
sys.path[:0] = sys.argv[2:]
del sys.argv[2:]
runpy.run_module(module, run_name="__main__")
"""
"""Runs a module with one argument; after it come the paths from which it imports."""


class ReadyMade(BuildHookInterface):
    """Adds what is made of the sources to a wheel; an editable installation reads the sources themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files in a folder of their own and add them to the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, str(ROOT / "src"))
        from nianbao.files.yaml_files import COPIES, parsed_copies

        self.made = tempfile.TemporaryDirectory()
        for package in (ROOT / each for each in self.build_config.packages):
            for folder in sorted({file.parent for file in package.rglob("*.yaml")}):
                place = (Path(package.name) / folder.relative_to(package) / COPIES).as_posix()
                made = Path(self.made.name) / place.replace("/", "-")
                made.write_bytes(parsed_copies(folder.glob("*.yaml")))
                build_data["force_include"][str(made)] = place
        patterns = Path(self.made.name) / KEPT
        self._run("keep_patterns", patterns)
        build_data["force_include"][str(patterns)] = f"nianbao/cli/{KEPT}"
        forms = Path(self.made.name) / FORMS
        self._run("keep_forms", forms)
        for file in forms.rglob("*.bin"):
            build_data["force_include"][str(file)] = f"{FORMS}/{file.relative_to(forms).as_posix()}"

    def _run(self, module: str, target: Path) -> None:
        """Let a module of ``nianbao_development`` write what it keeps to a file or folder."""
        # A process of its own: patterns are noted as they are compiled, and here some are compiled already. The paths go
        # in by hand: pip takes out of PYTHONPATH what an editable installation of this tree has put on sys.path.
        packages = [str((ROOT / each).parent) for each in self.build_config.packages]
        command = [sys.executable, "-c", RUN, f"nianbao_development.{module}", str(target), *packages, *sys.path]
        subprocess.run(command, check=True)

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove the folder once the wheel is made."""
        if version != "editable":
            self.made.cleanup()
