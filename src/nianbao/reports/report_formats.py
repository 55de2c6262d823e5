"""The formats of reports, by their suffixes."""

from __future__ import annotations

from typing import Final

TEXT_FORMATS: Final = ("txt", "md", "html")
"""Those that are made when none is asked for."""
OFFICE_FORMATS: Final = ("docx", "pdf")
"""Those that an office's own template must be a Word document for."""
FORMATS: Final = (*TEXT_FORMATS, *OFFICE_FORMATS, "json")
