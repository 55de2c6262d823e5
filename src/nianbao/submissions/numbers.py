"""Numbers as people type them: normalised, or classified as what they are instead.

Measured on files that offices really sent: full-width digits, separators, units and remarks behind
the figure, Chinese numerals. ``int()`` is never called before the characters are known: it accepts
``1_000`` and Arabic-Indic digits.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import msgspec

from nianbao.language import Domain, Message, listed
from nianbao.submissions.plain_text import plain_text

_ = Domain("nianbao")

# Not NFKC: it also turns ², ① and 🄀 into digits.
_PLAIN_FORMS = {
    **{full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
}
STRUCK, RAISED, LOWERED, UNSEEN, SMALL, COLOURED = "划掉", "上标", "下标", "白色", "小字", "另一种颜色"
_KINDS_OF_PARTS = {
    STRUCK: _("划掉"),
    RAISED: _("上标"),
    LOWERED: _("下标"),
    UNSEEN: _("白色"),
    SMALL: _("小字"),
    COLOURED: _("另一种颜色"),
}
_STROKES = "-‐‑‒–—―−⁃─━﹘﹣－_＿一ーｰㄧ⼀㇐➖"
"""What people draw where nothing is to be reported; 一 and ー look like it, and alone they are no numeral."""
# What offices write for nothing. It counts as 0, and VL105 requires the figure; a blank cell does not count so,
# because it cannot be distinguished from one that was forgotten.
_DASHES = frozenset(("无", "没有", "/", "／", "\\", "＼", *_STROKES))
_LONG_DASHES = "—―─━ "
# Patterns are texts here: compiling them all on import is time that a check of one file feels.
_PLAIN = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
# Whole groups of three only: 12,34 may be 1,234 or 12.34, and only its author knows which.
_GROUPED = r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_UNIT = r"(.*?[0-9零〇一二三四五六七八九十百千万两])(件|条|份|人次|次|个|篇|项|宗|起|万元|元)"
_MONEY = ("元", "万元")
_REMARK = r"(.+?)[（(][^（()）]*[）)]"
_CHINESE = r"[零〇一二两三四五六七八九十百千万]+"
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
_MOST_PLACES = 60
_ENCLOSED = (("\u2460", "\u24ff"), ("\u2776", "\u2793"), ("\u3200", "\u33ff"), ("\U0001f100", "\U0001f10c"))
LARGEST = 10**15
"""No figure of a report reaches this; Excel itself keeps no more than 15 digits."""


class State(StrEnum):
    """What a number cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BLANK = "blank"
    DASH = "dash"
    INVALID = "invalid"


class CellError(msgspec.Struct, frozen=True):
    """An error value of a spreadsheet, such as ``#N/A``."""

    code: str


class CellDate(msgspec.Struct, frozen=True):
    """A date in a cell, as ISO text."""

    iso: str


class CellFormula(msgspec.Struct, frozen=True):
    """A formula where an input was expected, with its text."""

    text: str


class CellRuns(msgspec.Struct, frozen=True):
    """A text whose parts do not look alike, so that together they are no figure: ``42`` struck through beside ``35``.

    Each part comes with its description (划掉, 上标), empty for a plain one.
    """

    parts: tuple[tuple[str, str], ...]


class CellTwice(msgspec.Struct, frozen=True):
    """Two figures for one cell: what was typed into it, and what was pasted for it."""

    typed: str
    pasted: str


Raw = int | Decimal | str | bool | CellError | CellDate | CellFormula | CellRuns | CellTwice | None
"""What a cell or a JSON value held before it was understood."""


def raw_text(raw: Raw) -> str:
    """Return a raw value as a person sees it: plain decimals, the code of an error, a formula's text."""
    match raw:
        case None:
            return ""
        case CellError():
            return raw.code
        case CellDate():
            return raw.iso
        case CellFormula():
            return raw.text
        case CellTwice():
            return f"{raw.typed}／{raw.pasted}"
        case CellRuns():
            return "".join(f"[{kind}{text}]" if kind else text for text, kind in raw.parts)
        case Decimal() if abs(raw.adjusted()) <= _MOST_PLACES:
            return format(raw, "f")
    return str(raw)


class NumberReading(msgspec.Struct, frozen=True, kw_only=True):
    """A raw value, interpreted.

    ``value`` is set for numbers only; ``normalised`` means that the cell did not simply hold the
    number; ``cause`` explains an invalid value.
    """

    state: State
    value: int | Decimal | None = None
    normalised: bool = False
    cause: Message | None = None


_BLANK = NumberReading(state=State.BLANK)


def read_number(raw: Raw, unit: str = "件") -> NumberReading:
    """Interpret a raw value as a number; never guess, never turn anything into 0.

    ``unit`` is the field's own: after the figure it is dropped, another one makes it invalid
    (元 where the unit is 万元); counts may carry any measure word.
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
    if isinstance(raw, CellRuns):
        return _invalid(_("一格里有样子不同的几段：{parts}", parts=listed(map(_part_words, raw.parts))))
    if isinstance(raw, CellTwice):
        return _invalid(_("手填的是“{typed}”，粘贴的是“{pasted}”", typed=raw.typed, pasted=raw.pasted))
    if "DISPIMG" in raw.text.upper():
        return _invalid(_("图片"))
    return _invalid(_("公式"))


def _part_words(part: tuple[str, str]) -> Message:
    text, kind = part[0].strip(), part[1]
    return _("{kind}的“{text}”", kind=_KINDS_OF_PARTS[kind], text=text) if kind else _("“{text}”", text=text)


def _invalid(cause: Message) -> NumberReading:
    return NumberReading(state=State.INVALID, cause=cause)


def _number(value: Decimal, *, normalised: bool) -> NumberReading:
    # The exponent is checked first: arithmetic on 1E+99999999 would overflow, or take for ever.
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or not -_MOST_PLACES <= exponent <= _MOST_PLACES or abs(value) >= LARGEST:
        return _invalid(_("大得不合理或小数位过多的数"))
    if value == value.to_integral_value():
        return NumberReading(state=State.NUMBER, value=int(value), normalised=normalised)
    return NumberReading(state=State.NUMBER, value=value, normalised=normalised)


def _read_text(raw: str, unit: str) -> NumberReading:
    if raw == "":
        return _BLANK
    # The usual case, digits alone, needs none of what follows.
    if re.fullmatch(_PLAIN, raw):
        return _parsed(raw, normalised=True)
    text = plain_text(raw).translate(_PLAIN_FORMS).strip().removeprefix("'")
    if text == "":
        return _BLANK
    if text in _DASHES or not text.strip(_LONG_DASHES):
        return NumberReading(state=State.DASH)
    for candidate in _candidates(_without_spaces(text), unit):
        if re.fullmatch(_PLAIN, candidate) or re.fullmatch(_GROUPED, candidate):
            return _parsed(candidate.replace(",", ""), normalised=True)
        if re.fullmatch(_CHINESE, candidate):
            number = _chinese_number(candidate)
            if number is not None:
                return _number(Decimal(number), normalised=True)
    # Checked last, for the cause alone: no candidate above contains such a digit.
    if any(first <= character <= last for character in raw for first, last in _ENCLOSED):
        return _invalid(_("带圈或带括号的数字"))
    return _invalid(_("文字"))


def _without_spaces(text: str) -> str:
    """Drop white space, but never between two digits: ``1 2`` is not twelve."""
    return re.sub(
        r"(.?)\s+(?=(.?))",
        lambda gap: gap[0] if (gap[1] + gap[2]).isdigit() and gap[1] and gap[2] else gap[1],
        text,
    )


def _candidates(text: str, unit: str) -> list[str]:
    """Return the text itself, without a remark in brackets, without a unit, without both."""
    candidates = [text]
    remark = re.fullmatch(_REMARK, text)
    if remark:
        candidates.append(remark[1])
    for candidate in tuple(candidates):
        measured = re.fullmatch(_UNIT, candidate)
        # 265500元 in a column of 万元 must not become 265500: between units of money nothing is converted or
        # dropped.
        if measured and (measured[2] == unit or (unit not in _MONEY and measured[2] not in _MONEY)):
            candidates.append(measured[1])
    return candidates


def _parsed(text: str, *, normalised: bool) -> NumberReading:
    try:
        return _number(Decimal(text), normalised=normalised)
    except InvalidOperation:
        return _invalid(_("文字"))


def _chinese_number(text: str) -> int | None:
    """Read 零 to 九千九百九十九万…; ``None`` for what is no well-formed numeral.

    A numeral is well formed when writing the number out returns it: 一百五 (105? 150?) does not.
    """
    plain = text.replace("〇", "零").replace("两", "二")
    head, ten_thousand, tail = plain.partition("万")
    # Summing up without regard to grammar and comparing the spelling is shorter than a grammar, and stricter.
    number = _chinese_value(head) * 10_000 + _chinese_value(tail) if ten_thousand else _chinese_value(head)
    written = _written_out(number)
    return (
        number
        if plain in (written, written.removeprefix("一") if written.startswith("一十") else written)
        else None
    )


def _chinese_value(text: str) -> int:
    total, digit = 0, 0
    for character in text:
        if character in _SCALES:
            total += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit


def _written_out(number: int) -> str:
    """Write a number below a hundred million in Chinese numerals."""
    # 一万零五十, but 一万二千: 零 marks the missing thousands.
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        link = "零" if 0 < low < 1000 else ""
        return _written_out(high) + "万" + link + (_written_out(low) if low else "")
    numerals = "零一二三四五六七八九"
    written, gap = "", False
    for scale, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += ("零" if gap and written else "") + numerals[digit] + mark
        gap = not digit
    return written or "零"
