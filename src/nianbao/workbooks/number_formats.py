"""What a number format makes of a number: the text that a person sees in the cell.

ECMA-376 part 1, 18.8.31, as far as it changes a figure: sections and their conditions, digits with zeros in front,
scaling by commas, percent, exponents, fractions, literals. Colours, languages and Chinese digits change none.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

import msgspec

from nianbao.submissions.numbers import State, read_number

BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "5": '"¥"#,##0;-"¥"#,##0', "6": '"¥"#,##0;-"¥"#,##0',
    "7": '"¥"#,##0.00;-"¥"#,##0.00', "8": '"¥"#,##0.00;-"¥"#,##0.00', "9": "0%", "10": "0.00%", "11": "0.00E+00",
    "12": "# ?/?", "13": "# ??/??", "37": "#,##0_);(#,##0)", "38": "#,##0_);[Red](#,##0)",
    "39": "#,##0.00_);(#,##0.00)", "40": "#,##0.00_);[Red](#,##0.00)", "41": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "42": '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ', "43": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ', "48": "##0.0E+0",
}  # fmt: skip
"""The formats that files name by number alone (18.8.30), as Chinese clients show them."""
_GENERAL = ("", "general", "@", "g/通用格式", "standard")
_LONGEST = 255
_EXACT = Context(prec=600)
"""Room for fifteen digits and as many places as a format may ask for."""
_GENERAL_DIGITS = 10
"""General shows no more digits of a fraction, however wide the cell."""
_SECTION = r'((?:"[^"]*"?|[\\!].?|\[[^\]]*\]?|[^;"\\!\[])*);'
_TOKEN = (
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.?)|_(?P<space>.?)|\*.?|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general|g/通用格式)|(?P<exponent>e[+-]0+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"
    r"|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<other>.)"
)
"""A text until a format asks for it: most workbooks have none that changes a figure, and compiling is start-up time."""
_CONDITION = r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)"
_CURRENCY = r"\$([^-]*)(?:-.*)?"
_FIGURE = r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+"
_NUMERAL = "[一二三四五六七八九十壹贰叁肆伍陆柒捌玖]"
_SCALING = r"[%％‰‱十百千万亿萬億]|[mMkK](?![a-zA-Z])"


class _Section(msgspec.Struct, frozen=True):
    """One section of a format, taken apart: its tokens, its condition, what scales the number."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    thousands: int
    percent: int
    grouped: bool


def is_general(code: str) -> bool:
    """Return whether a format shows numbers as they are."""
    return code.strip().lower() in _GENERAL


@lru_cache(maxsize=1024)
def shown_as(value: Decimal, code: str) -> str:
    """Return a number as a format shows it, blanks at its ends left out."""
    if len(code) > _LONGEST or is_general(code):
        return _general(value)
    section, value = _chosen(_sections(code), value)
    return _rendered(section, value).strip()


def shows_figure(value: Decimal, shown: str, unit: str) -> bool:
    """Return whether a cell displays the figure that it holds, with whatever text around it."""
    reading = read_number(shown, unit)
    if reading.state is State.NUMBER:
        return reading.value == value
    if reading.state in (State.DASH, State.BLANK):
        return value == 0
    figures = re.findall(_FIGURE, shown)
    if not figures:
        return value == 0 and not re.search(_NUMERAL, shown)
    if len(figures) != 1 or re.search(_SCALING, shown.replace(unit, "")):
        return False
    before = shown.partition(figures[0])[0]
    sign = -1 if re.search(r"[-－−(（]\s*\D?$", before) else 1
    return sign * Decimal(figures[0].replace(",", "")) == value


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    sections = [match[1] for match in re.finditer(_SECTION, f"{code};")] or [
        code
    ]  # a quotation mark may be left open
    return tuple(_section(section) for section in sections)


def _section(code: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    condition = None
    for match in re.finditer(_TOKEN, code, re.IGNORECASE | re.DOTALL):
        kind = match.lastgroup or ""
        text = match[kind] if kind else ""
        if kind == "bracket":
            compared = re.fullmatch(_CONDITION, text)
            currency = re.fullmatch(_CURRENCY, text)
            if compared:
                condition = (compared[1], Decimal(compared[2]))
            if currency and currency[1]:
                tokens.append(("quoted", currency[1]))
        elif kind:
            tokens.append((kind, text))
    # A comma between placeholders groups digits; each one directly after the last divides by a thousand.
    digits = [index for index, (kind, _words) in enumerate(tokens) if kind == "digit"]
    points = [index for index, (kind, _words) in enumerate(tokens) if kind == "point"]
    last = max((index for index in digits if not points or index < points[0]), default=-1)
    thousands = 0
    while last >= 0 and last + 1 + thousands < len(tokens) and tokens[last + 1 + thousands][0] == "comma":
        thousands += 1
    behind = max(digits, default=-1)
    while points and 0 <= behind < len(tokens) - 1 and tokens[behind + 1][0] == "comma":
        thousands, behind = thousands + 1, behind + 1
    grouped = any(kind == "comma" and index < last for index, (kind, _words) in enumerate(tokens))
    kept = tuple(token for token in tokens if token[0] != "comma")
    return _Section(kept, condition, thousands, sum(kind == "percent" for kind, _words in kept), grouped)


def _chosen(sections: tuple[_Section, ...], value: Decimal) -> tuple[_Section, Decimal]:
    """Return the section for a number, and the number to put into it: a section for negative ones shows no sign."""
    figures = sections[:3]
    if any(section.condition for section in figures):
        for section in figures:
            if section.condition is None or _satisfies(value, *section.condition):
                return section, value
        return figures[-1], value
    if value < 0 and len(figures) > 1:
        return figures[1], -value
    if value == 0 and len(figures) > 2:
        return figures[2], value
    return figures[0], value


def _satisfies(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound,
        "<>": value != bound,
    }[sign]  # fmt: skip


def _general(value: Decimal) -> str:
    if value == value.to_integral_value():
        return format(value.quantize(Decimal(1), context=_EXACT), "f")
    text = format(Decimal(f"{value:.{_GENERAL_DIGITS}g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rendered(section: _Section, value: Decimal) -> str:
    kinds = [kind for kind, _words in section.tokens]
    scaled = value.scaleb(2 * section.percent - 3 * section.thousands)
    if "exponent" in kinds or "slash" in kinds:
        figure = _exponent(section, scaled) if "exponent" in kinds else _fraction(section, scaled)
        literals = [text for kind, text in section.tokens if kind in ("quoted", "escaped")]
        return figure + ("%" if section.percent else "") + "".join(literals)
    if "digit" not in kinds:
        numbers = {"general": _general(abs(scaled)), "text": _general(abs(scaled)), "point": "."}
        body = "".join(numbers.get(kind, text if kind != "space" else " ") for kind, text in section.tokens)
        return f"-{body}" if scaled < 0 and ("general" in kinds or "text" in kinds) else body
    return _digits(section, scaled)


def _exponent(section: _Section, value: Decimal) -> str:
    kinds = [kind for kind, _words in section.tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    whole_digits, decimals = kinds[:point].count("digit") or 1, kinds[point:].count("digit")
    power = value.adjusted() // whole_digits * whole_digits if value else 0
    mantissa = value.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, context=_EXACT)
    return f"{mantissa:f}E{power:+d}"


def _fraction(section: _Section, value: Decimal) -> str:
    from fractions import Fraction  # few cells show one

    slash = next(index for index, (kind, _words) in enumerate(section.tokens) if kind == "slash")
    places = sum(kind in ("digit", "other") for kind, _words in section.tokens[slash:])
    fraction = Fraction(value).limit_denominator(10 ** min(places, 6) - 1 or 1)
    whole, rest = divmod(abs(fraction), 1)
    sign = "-" if fraction < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{f'{whole} ' if whole else ''}{rest.numerator}/{rest.denominator}"


def _digits(section: _Section, value: Decimal) -> str:
    """Return the number laid onto the placeholders of its section, literals between them."""
    tokens = section.tokens
    point = next((index for index, (kind, _words) in enumerate(tokens) if kind == "point"), len(tokens))
    decimals = sum(kind == "digit" for kind, _words in tokens[point:])
    rounded = abs(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, context=_EXACT)
    whole_part, _point, rest = format(rounded, "f").partition(".")
    body = _before_point(tokens[:point], whole_part.lstrip("0"), grouped=section.grouped)
    body += _behind_point(tokens[point:], rest)
    return f"-{body}" if value < 0 and rounded else body


def _before_point(tokens: tuple[tuple[str, str], ...], digits: str, *, grouped: bool) -> str:
    """Lay digits onto placeholders from the right; surplus digits come before the first."""
    if grouped:
        places = sum(kind == "digit" and text == "0" for kind, text in tokens)
        digits = digits.rjust(places, "0")
        digits = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", digits)
        first = next(index for index, (kind, _words) in enumerate(tokens) if kind == "digit")
        literals = [text for kind, text in tokens if kind not in ("digit", "space")]
        before = sum(kind not in ("digit", "space") for kind, _words in tokens[:first])
        return "".join((*literals[:before], digits, *literals[before:]))
    laid_out: list[str] = []
    placeholders_left = sum(kind == "digit" for kind, _words in tokens)
    for kind, text in reversed(tokens):
        if kind != "digit":
            laid_out.append(" " if kind == "space" else text)
            continue
        placeholders_left -= 1
        if placeholders_left == 0 and len(digits) > 1:
            laid_out.append(digits)
            digits = ""
        elif digits:
            laid_out.append(digits[-1])
            digits = digits[:-1]
        else:
            laid_out.append({"0": "0", "?": " "}.get(text, ""))
    return "".join(reversed(laid_out))


def _behind_point(tokens: tuple[tuple[str, str], ...], digits: str) -> str:
    """Lay digits onto placeholders from the left; ``#`` shows no zero at the end."""
    laid_out = []
    for kind, text in tokens:
        if kind == "point":
            laid_out.append(".")
        elif kind == "digit":
            rest, digits = digits, digits[1:]
            laid_out.append(
                ""
                if text == "#" and not rest.strip("0")
                else " "
                if text == "?" and not rest.strip("0")
                else rest[:1]
            )
        else:
            laid_out.append(" " if kind == "space" else text)
    return "".join(laid_out)
