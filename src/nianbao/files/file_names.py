"""Names of files, made of any text: such as every system accepts, and no two alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.language import is_seen

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORBIDDEN = '<>:"/\\|?*'
_RESERVED = r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?"
_LONGEST_NAME = 80
_MOST_BYTES = 200


def file_name(text: str, ending: str = "") -> str:
    """Turn any text (an agency's name) into a file name that Windows, macOS and Linux accept.

    Forbidden characters and invisible ones become ``_``; at most 80 characters and 200 bytes of UTF-8, ``ending``
    included; never empty, never reserved.
    """
    # Windows silently drops dots and blanks at the end of a name: two agencies could get the same file.
    name = "".join(
        "_" if character in _FORBIDDEN or not is_seen(character) else character for character in text
    ).strip(" .")
    if not name or re.fullmatch(_RESERVED, name):
        name = f"_{name}"
    name = name[: _LONGEST_NAME - len(ending)]
    # Linux counts bytes, three for a Chinese character, and takes 255 of them.
    return name.encode()[: _MOST_BYTES - len(ending)].decode("utf-8", "ignore").rstrip(" .") + ending


class DistinctFileNames:
    """Returns a file name for one text after the other; no two alike (case does not count)."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def take(self, text: str) -> str:
        """Return the text's file name, numbered where it is taken."""
        plain = name = file_name(text)
        # Continues from the last number: a thousand units of one name would otherwise be counted from 2 each time.
        number = self._last.get(plain.casefold(), 1)
        while name.casefold() in self._taken:
            number += 1
            name = file_name(text, f"_{number}")
        self._last[plain.casefold()] = number
        self._taken.add(name.casefold())
        return name


def distinct_file_names(texts: Iterable[str]) -> list[str]:
    """Return a file name for each text; where two would be one (case does not count), they are numbered."""
    names = DistinctFileNames()
    return [names.take(text) for text in texts]
