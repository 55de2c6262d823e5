"""Read dates that people type into lists."""

from __future__ import annotations

import datetime
import re
from typing import Final

_DATE: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})(?!\d)")
"""A date as people write it; the text of a date cell also has a time after it."""


def typed_day(text: str) -> datetime.date | None:
    """Return the date written in a text; ``None`` if there is none or no such day exists."""
    match = _DATE.match(text.strip())
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
