"""The LibreOffice of this computer, where there is one: what turns Word into PDF, and old Word into new."""

from __future__ import annotations

import shutil

_PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)


def find_libreoffice() -> str | None:
    """Return the program of this computer's LibreOffice, or ``None``."""
    return next((path for path in map(shutil.which, _PROGRAMS) if path), None)
