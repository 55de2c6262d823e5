"""Plain prose as Markdown: what is written shows as it is written."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>~|])")
# A paragraph that begins with 2024. or - must not become a list, nor one with # a heading.
_AT_START = re.compile(r"^(\s*)([#+\-]|[0-9]+(?=[.)]))")


def markdown(text: str) -> str:
    """Escape a paragraph so that Markdown shows it unchanged; inner line breaks stay."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    start = _AT_START.match(escaped)
    if start:
        mark = start[2]
        literal = f"{mark}\\" if mark.isdigit() else f"\\{mark}"
        escaped = start[1] + literal + escaped[start.end() :]
    return escaped
