"""Split a sentence into the words of the lexicon.

At each position only the words that can begin with its character are tried: a tenth of what one pattern of all
words would try, and patterns are compiled when a text first needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from nianbao import Quantity
from nianbao_rules.narrative.lexicon import WORDS, Kind

_PLAIN = re.compile(r"[^\\.^$*+?{}\[\]|()]+")
_SIGNS = re.compile(r"\\.|\[.[^\]]*\]|[()|]", re.DOTALL)
"""What gives a pattern its parts: brackets and bars, and the escapes and classes in which they are characters."""
_REPEATED = re.compile(r"[?*]|\{0")
_DIGITS = "0123456789"
_SPACES = " \t\u3000\xa0"
_ROWS = ("一项", "一行", "一栏", "一类")
_NAME, _COUNTED = (
    r"(?:[”\"]|公开|提供|处理|办理|结转|总计|维持|纠正|结果|审结)$",
    r"(?:中|里|数字|数据)*(?:[，,]?(?:共|合计|总计)|为|是|有|达)*\s*[\d零一二三四五六七八九十百]",
)
_LOOKING = ("(?=", "(?!", "(?<=", "(?<!")


class Token(msgspec.Struct, frozen=True):
    """A word of a sentence: its kind, its text, its position, and the quantity if it is one."""

    kind: Kind
    text: str
    start: int
    quantity: Quantity | None = None

    @property
    def end(self) -> int:
        """The position after its last character."""
        return self.start + len(self.text)


def scan(text: str, quantities: tuple[Quantity, ...], year: int) -> list[Token]:
    """Return the tokens of a sentence; a run that no kind matches becomes one ``UNKNOWN`` token."""
    tokens: list[Token] = []
    at = 0
    for quantity in quantities:
        if _names_a_row(text, quantity):
            continue
        _scan(text, at, quantity.start, year, tokens)
        number_text = text[quantity.start : quantity.end]
        tokens.append(Token(Kind.QUANTITY, number_text, quantity.start, quantity))
        at = quantity.end
    _scan(text, at, len(text), year, tokens)
    return tokens


def _names_a_row(text: str, quantity: Quantity) -> bool:
    """Return whether 一项 or 一栏 is no number but part of a name: “其他处理”一项为3件."""
    number_text = text[quantity.start : quantity.end]
    before, behind = text[: quantity.start], text[quantity.end :]
    return number_text in _ROWS and re.search(_NAME, before) is not None and re.match(_COUNTED, behind) is not None


def _scan(text: str, start: int, end: int, year: int, tokens: list[Token]) -> None:
    beginnings = _beginnings()
    unknown = at = start
    while at < end:
        for word in beginnings.get(text[at], ()):
            stop = word.end_in(text, at, end)
            if stop > at:
                if at > unknown:
                    tokens.append(Token(Kind.UNKNOWN, text[unknown:at], unknown))
                tokens.append(Token(_direction(word.kind, text[at:stop], year), text[at:stop], at))
                unknown = at = stop
                break
        else:
            at += 1
    if end > unknown:
        tokens.append(Token(Kind.UNKNOWN, text[unknown:end], unknown))


def _direction(kind: Kind, text: str, year: int) -> Kind:
    """Return the direction in which a word that names a year carries: 结转2025年, 2023年结转."""
    if kind not in (Kind.CARRIED_IN, Kind.CARRIED_OUT):
        return kind
    named_years = [int(named_year) for named_year in re.findall(r"(?:19|20)\d\d", text)]
    if not named_years:
        return kind
    if any(named_year > year for named_year in named_years):
        return Kind.CARRIED_OUT
    if any(named_year < year for named_year in named_years):
        return Kind.CARRIED_IN
    return Kind.CARRIED_IN if kind is Kind.CARRIED_OUT else Kind.CARRIED_OUT


class _Word:
    """One word of the lexicon: plain characters, or a pattern that is compiled when it is first tried."""

    __slots__ = ("_match", "_pattern", "_plain", "kind")

    def __init__(self, kind: Kind, pattern: str) -> None:
        self.kind = kind
        self._pattern = pattern
        self._plain = bool(_PLAIN.fullmatch(pattern))
        self._match: re.Pattern[str] | None = None

    def end_in(self, text: str, at: int, end: int) -> int:
        """Return where the word that begins at a position ends; 0 if it does not match there."""
        if self._plain:
            stop = at + len(self._pattern)
            return stop if stop <= end and text.startswith(self._pattern, at) else 0
        if self._match is None:
            self._match = re.compile(self._pattern)
        match = self._match.match(text, at, end)
        return match.end() if match else 0


@cache
def _beginnings() -> dict[str, tuple[_Word, ...]]:
    """Return for each character the words that can begin with it, in the order of the lexicon."""
    by_character: dict[str, list[_Word]] = {}
    for kind, patterns in WORDS:
        for pattern in _alternatives(patterns):
            word = _Word(kind, pattern)
            for character in _first_characters(pattern):
                by_character.setdefault(character, []).append(word)
    return {character: tuple(words) for character, words in by_character.items()}


def _alternatives(pattern: str) -> Iterator[str]:
    """Split a pattern at its outermost bars."""
    start = 0
    for sign, at, depth in _signs(pattern):
        if sign == "|" and depth == 0:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _signs(pattern: str) -> Iterator[tuple[str, int, int]]:
    """Return the brackets and bars of a pattern, where each is, and how many brackets are open after it."""
    depth = 0
    for match in _SIGNS.finditer(pattern):
        sign = match[0]
        if len(sign) == 1:
            depth += (sign == "(") - (sign == ")")
            yield sign, match.start(), depth


def _first_characters(pattern: str) -> set[str]:
    """Return the characters with which a match of a pattern can begin."""
    if _PLAIN.match(pattern) and not _REPEATED.match(pattern, 1):
        return {pattern[0]}
    if pattern.startswith(_LOOKING):
        return _first_characters(pattern[_closing(pattern) + 1 :])
    if pattern.startswith("(?:"):
        end = _closing(pattern) + 1
        first = {
            character for option in _alternatives(pattern[3 : end - 1]) for character in _first_characters(option)
        }
    elif pattern.startswith("["):
        end = pattern.index("]") + 1
        first = _of_class(pattern[1 : end - 1])
    elif pattern.startswith("\\d"):
        end, first = 2, set(_DIGITS)
    elif pattern.startswith("\\s"):
        end, first = 2, set(_SPACES)
    else:
        end, first = 1, {pattern[0]}
    if _REPEATED.match(pattern, end):
        after = re.match(r"(?:[?*+]|\{\d*,?\d*\})\??", pattern[end:])
        first |= _first_characters(pattern[end + (after.end() if after else 0) :])
    return first


def _closing(pattern: str) -> int:
    """Return where the bracket that begins a pattern closes."""
    return next(at for sign, at, depth in _signs(pattern) if sign == ")" and depth == 0)


def _of_class(members: str) -> set[str]:
    if members.startswith("^"):
        raise ValueError(f"a word of the lexicon can begin with anything: [{members}]")
    return set(members.replace("\\s", _SPACES).replace("\\d", _DIGITS))
