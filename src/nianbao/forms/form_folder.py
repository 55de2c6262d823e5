"""The folder of a form: the names of its files, and where its earlier versions are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FORM_FILE: Final = "form.yaml"
"""The form in its present version."""
BASES: Final = "bases.yaml"
"""Its own bases and remedies, by code of the rule."""
SENTENCES: Final = "sentences.jinja"
"""The sentences of its reports."""
VERSIONS: Final = "versions"
"""The folder of its earlier versions, ``<version>.yaml`` each."""


def earlier_version(folder: Path, version: str) -> Path | None:
    """Return the file of an earlier version of a form; ``None`` where its folder has none of it."""
    path = folder / VERSIONS / f"{version}.yaml"
    # The version comes from a stamp, which anybody can change: nothing outside the folder is read.
    is_inside = path.resolve().parent == (folder / VERSIONS).resolve()
    return path if is_inside and path.is_file() else None
