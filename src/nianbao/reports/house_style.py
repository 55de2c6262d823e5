"""House styles: what one office writes otherwise than another, with the same figures and the same order."""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

Numbering = Literal["（一）", "1."]
OwnName = Literal["本机关", "本单位", "我单位", "简称"]
NUMBERINGS: Final[tuple[Numbering, ...]] = get_args(Numbering)
"""How sub-headings are numbered: as the first of them."""
OWN_NAMES: Final[tuple[OwnName, ...]] = get_args(OwnName)
"""What composed sentences call the agency; 简称 is its own short name."""
STANDARD: Final = "standard"
"""The name of the bundled templates' style; every other one may leave out what it does not change."""
_NUMERALS = "一二三四五六七八九十"
_CUSTOMARY = "情况"


class HouseStyle(msgspec.Struct, frozen=True, kw_only=True):
    """How sub-headings are numbered and worded, and what the agency calls itself.

    ``short_headings`` leaves out the 情况 at the end of sub-headings. Without ``own_name``, or where
    the agency has no short name, an institution (事业单位) is 本单位 and any other agency 本机关.
    """

    numbering: Numbering = "（一）"
    short_headings: bool = False
    own_name: OwnName | None = None

    def heading(self, words: str, number: int) -> str:
        """Return a sub-heading with its number (from 1)."""
        if self.short_headings and words != _CUSTOMARY:
            words = words.removesuffix(_CUSTOMARY)
        return f"{number}.{words}" if self.numbering == "1." else f"（{_numeral(number)}）{words}"

    def self_name(self, kind: str | None, short_name: str | None) -> str:
        """Return what an agency of a kind calls itself in composed sentences."""
        if self.own_name == "简称" and short_name:
            return short_name
        if self.own_name in (None, "简称"):
            return "本单位" if kind == "institution" else "本机关"
        return str(self.own_name)


def _numeral(number: int) -> str:
    if number <= 10:
        return _NUMERALS[number - 1]
    tens, units = divmod(number, 10)
    return ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" + (_NUMERALS[units - 1] if units else "")
