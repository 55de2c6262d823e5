"""Numbers as people type them: normalised, or named for what they are instead.

Measured on files that offices really sent: full-width digits, separators, units and remarks behind
the figure, Chinese numerals. ``int()`` is never asked before the characters are known: it accepts
``1_000`` and Arabic-Indic digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from nianbao.language import Domain, Message

_ = Domain("nianbao")

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_DASHES = frozenset(("无", "没有", "/", "／", "—", "——", "－", "-", "–", "―", "─", "─ ─", "\\"))
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_UNIT = re.compile(r"(.*?[0-9零〇一二三四五六七八九十百千万两])(件|条|份|人次|次|个|篇|项|宗|起|万元|元)")
_MONEY = ("元", "万元")
_REMARK = re.compile(r"(.+?)[（(][^（()）]*[）)]")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_ENCLOSED = (("\u2460", "\u24ff"), ("\u2776", "\u2793"), ("\u3200", "\u33ff"))
LARGEST = 10**15
"""No figure of a report reaches this; Excel itself keeps no more than 15 digits."""


class State(StrEnum):
    """What a number cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BLANK = "blank"
    DASH = "dash"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value of a spreadsheet, such as ``#N/A``."""

    code: str


@dataclass(frozen=True, slots=True)
class CellDate:
    """A date in a cell, as ISO text."""

    iso: str


@dataclass(frozen=True, slots=True)
class CellFormula:
    """A formula where an input was expected, with its text."""

    text: str


Raw = int | Decimal | str | bool | CellError | CellDate | CellFormula | None
"""What a cell or a JSON value held before it was understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A raw value understood.

    ``value`` is set for numbers only; ``normalised`` tells that the cell did not simply hold the
    number; ``cause`` says what an invalid value is.
    """

    state: State
    value: int | Decimal | None = None
    normalised: bool = False
    cause: Message | None = None


_BLANK = Reading(state=State.BLANK)


def read_number(raw: Raw, unit: str = "件") -> Reading:
    """Understand a raw value as a number; never guesses, never turns anything into 0.

    ``unit`` is the field's own: behind the figure it is dropped, another one makes it invalid
    (元 where 万元 is asked for); counts may carry any measure word.
    """
    if raw is None:
        return _BLANK
    if isinstance(raw, bool):
        return _invalid(_("逻辑值"))
    if isinstance(raw, int | Decimal):
        return _number(Decimal(raw), normalised=False)
    if isinstance(raw, str):
        return _read_text(raw, unit)
    if isinstance(raw, CellError):
        return _invalid(_("表格错误值 {code}", code=raw.code))
    if isinstance(raw, CellDate):
        return _invalid(_("日期"))
    if "DISPIMG" in raw.text.upper():
        return _invalid(_("图片"))
    return _invalid(_("公式"))


def _invalid(cause: Message) -> Reading:
    return Reading(state=State.INVALID, cause=cause)


def _number(value: Decimal, *, normalised: bool) -> Reading:
    if not value.is_finite() or abs(value) >= LARGEST:
        return _invalid(_("大得不合理的数"))
    if value == value.to_integral_value():
        return Reading(state=State.NUMBER, value=int(value), normalised=normalised)
    return Reading(state=State.NUMBER, value=value.normalize(), normalised=normalised)


def _read_text(raw: str, unit: str) -> Reading:
    if raw == "":
        return _BLANK
    if _PLAIN.fullmatch(raw):
        return _parsed(raw, normalised=True)
    if any(first <= character <= last for character in raw for first, last in _ENCLOSED):
        return _invalid(_("带圈或带括号的数字"))
    text = unicodedata.normalize("NFKC", raw.translate(_INVISIBLE)).strip()
    if text == "":
        return _BLANK
    if text in _DASHES or raw.strip() in _DASHES:
        return Reading(state=State.DASH)
    compact = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", text)
    for candidate in _candidates(compact, unit):
        if _PLAIN.fullmatch(candidate) or _GROUPED.fullmatch(candidate):
            return _parsed(candidate.replace(",", ""), normalised=True)
        if _CHINESE.fullmatch(candidate):
            number = _chinese_number(candidate)
            if number is not None:
                return _number(Decimal(number), normalised=True)
    return _invalid(_("文字"))


def _candidates(text: str, unit: str) -> list[str]:
    """Give the text itself, without a remark in brackets, without a unit, without both."""
    candidates = [text]
    remark = _REMARK.fullmatch(text)
    if remark:
        candidates.append(remark[1])
    for candidate in tuple(candidates):
        measured = _UNIT.fullmatch(candidate)
        if measured and (measured[2] == unit or (unit not in _MONEY and measured[2] not in _MONEY)):
            candidates.append(measured[1])
    return candidates


def _parsed(text: str, *, normalised: bool) -> Reading:
    try:
        return _number(Decimal(text), normalised=normalised)
    except InvalidOperation:
        return _invalid(_("文字"))


def _chinese_number(text: str) -> int | None:
    """Read 零 to 九千九百九十九万…; ``None`` for what is no well-formed numeral."""
    if all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text)) if len(text) == 1 else None
    head, ten_thousand, tail = text.partition("万")
    if ten_thousand:
        high, low = _below_ten_thousand(head), _below_ten_thousand(tail) if tail else 0
        return None if high is None or low is None else high * 10000 + low
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last_scale = 0, None, 10000
    for character in text:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
            continue
        scale = _SCALES.get(character)
        if scale is None or scale >= last_scale or (digit in (None, 0) and not (scale == 10 and total == 0)):
            return None
        total += (digit or 1) * scale
        digit, last_scale = None, scale
    return total + (digit or 0) if text else None
