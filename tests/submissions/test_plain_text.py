"""Which characters nobody sees, and which turn the direction of writing."""

from __future__ import annotations

import sys
import unicodedata

from nianbao.submissions.plain_text import plain_text, turning_characters


def test_the_list_of_unseen_characters_is_unicodes() -> None:
    for code in range(0x20, sys.maxunicode + 1):
        character = chr(code)
        category, folded = unicodedata.category(character), unicodedata.normalize("NFKC", character)
        if category == "Nd" and folded in "0123456789":
            assert plain_text(character) == folded, hex(code)
        elif category == "Cf" and code not in ARABIC:
            assert plain_text(character) == "", hex(code)
        elif category in ("Lo", "Po", "Ps", "Pe", "Lu", "No"):
            assert plain_text(character) == ("" if code in (0x115F, 0x1160, 0x3164, 0xFFA0) else character), hex(
                code
            )


def test_marks_of_direction_are_named_once() -> None:
    assert turning_characters("a\u202eb\u202ec\u2066") == ("U+202E", "U+2066")
    assert turning_characters("a\u200bb") == ()
