"""Dates that people type into lists."""

from __future__ import annotations

import datetime
import re
from typing import Final

_DATE: Final = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D.*)?")
"""A date as people write it; of a cell that is one, with its hour behind."""


def typed_day(words: str) -> datetime.date | None:
    """Return the day that words name; ``None`` for none, and for one that no calendar has."""
    match = _DATE.fullmatch(words.strip())
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
