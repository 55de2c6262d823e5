"""While a wheel is built: parsed copies of its YAML files, as ``nianbao.files.yaml_files`` reads them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent.parent


class ParsedCopies(BuildHookInterface):
    """Puts a ``parsed.json`` into each folder of YAML files; an editable installation reads the YAML itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the copies in a folder of their own and add them to the wheel."""
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

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        """Remove the folder once the wheel is made."""
        if version != "editable":
            self.made.cleanup()
