"""Suffixes of files that may be reports as they were published."""

from __future__ import annotations

REPORT_SUFFIXES = (".docx", ".doc", ".wps", ".odt", ".rtf", ".html", ".htm", ".pdf")
TEXT_SUFFIXES = (".txt", ".md")
"""Also reports where they are named explicitly; in a folder of returned files a text is most often a note."""
