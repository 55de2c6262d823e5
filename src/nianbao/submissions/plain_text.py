"""Texts as rules read them and reports print them: without invisible characters, their digits plain ones.

Text pasted from a web page or a chat brings zero-width blanks, direction marks and digits of other widths
along: on the screen nothing shows, and to a program 5 and 0 with such a blank between them are no fifty.
"""

from __future__ import annotations

import re

_UNSEEN = (
    "\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    "\U000e0020-\U000e007f"
)
"""Controls, formats without a shape, fillers and blanks that are none, variants of a shape: a test compares the list with Unicode's own."""
_DIGITS = ((0xFF10, 1), (0x1D7CE, 5), (0x1FBF0, 1))
"""Where sets of ten digits begin of which the compatibility form is 0 to 9, and how many sets follow each other.

Digits of other scripts stay, and so do raised and circled ones, which are no digits of a number."""
_FOLDED = {first + index: str(index % 10) for first, sets in _DIGITS for index in range(10 * sets)}
_OTHER = f"[{_UNSEEN}\uff10-\uff19\U0001d7ce-\U0001d7ff\U0001fbf0-\U0001fbf9]"
_TURNING = "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def plain_text(text: str) -> str:
    """Return a text without invisible characters, digits of other widths and shapes as plain ones."""
    return text if text.isascii() else re.sub(_OTHER, lambda match: _FOLDED.get(ord(match[0]), ""), text)


def turning_characters(text: str) -> tuple[str, ...]:
    """Return the marks that turn the direction of what follows, as ``U+202E``, each once."""
    return tuple(dict.fromkeys(f"U+{ord(character):04X}" for character in re.findall(_TURNING, text)))
