"""Make the Word template of every bundled form from its definition: ``python -m nianbao_development.word_template``."""

from __future__ import annotations

import sys
from pathlib import Path

from nianbao import PluginRegistry
from nianbao.reports.word_template import TEMPLATE, make_word_template


def shipped(registry: PluginRegistry) -> dict[Path, bytes]:
    """Return the template of each bundled form: its path, and what it should be."""
    return {each.folder / TEMPLATE: make_word_template(each.form) for each in registry.form_folders.values()}


def main() -> None:
    """Write the templates and name them."""
    for path, data in shipped(PluginRegistry()).items():
        path.write_bytes(data)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
