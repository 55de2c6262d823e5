"""Formulas compared by meaning: redundant brackets, signs and spellings do not count.

Programs that keep a formula as a tree write it back with as few brackets as it needs, or with more. A small parser
by precedence (Pratt 1973) brings both to one form; what it does not read is compared as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = r"""
    \s*(?: (?P<text>"(?:[^"]|"")*") | (?P<number>[0-9]+(?:\.[0-9]*)?(?:E[+-]?[0-9]+)?)
    | (?P<name>(?:'(?:[^']|'')*'|[^\s"'(),;:=<>&+*/^%{}-]+)(?:!\$?[A-Z0-9$]+)?)
    | (?P<sign><=|>=|<>|[-+*/^&=<>%(),;:]) )\s*
    """
_BINDING = {
    "=": 1,
    "<": 1,
    ">": 1,
    "<=": 1,
    ">=": 1,
    "<>": 1,
    "&": 2,
    "+": 3,
    "-": 3,
    "*": 4,
    "/": 4,
    "^": 5,
    ":": 8,
}
"""How strongly signs bind in spreadsheets; a sign in front of a number binds more than a power."""
_IN_FRONT, _BEHIND = 7, 6
_DEEPEST = 60


class _UnknownError(ValueError):
    """The formula has something that is not read."""


def same_formula(one: str, other: str) -> bool:
    """Return whether two formulas mean the same; False where either is not read."""
    first = canonical(one)
    return first is not None and first == canonical(other)


@lru_cache(maxsize=4096)
def canonical(formula: str) -> str | None:
    """Return a formula with all brackets and no other variation; ``None`` where it is not read."""
    try:
        parser = _Parser(_tokens(formula.removeprefix("=")))
        tree = parser.expression(0)
        parser.expect("")
    except _UnknownError:
        return None
    return tree


def _tokens(formula: str) -> list[tuple[str, str]]:
    tokens, offset = [], 0
    token = re.compile(_TOKEN, re.VERBOSE | re.IGNORECASE)
    while offset < len(formula):
        match = token.match(formula, offset)
        if match is None or match.end() == offset:
            raise _UnknownError
        kind = match.lastgroup or ""
        text = match[kind]
        tokens.append((kind, text if kind == "text" else re.sub(r"[$']|_XLFN\.", "", text.upper())))
        offset = match.end()
    return tokens


class _Parser:
    """Reads tokens into one text in which every operation is in brackets."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = [*tokens, ("", "")]
        self.at = 0
        self.depth = 0

    def expect(self, sign: str) -> None:
        """Consume a sign that is required here."""
        if self.tokens[self.at][1] != sign:
            raise _UnknownError
        self.at += 1

    def expression(self, binding: int) -> str:
        """Read an expression up to a sign that binds less."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise _UnknownError
        left = self._operand()
        while True:
            kind, sign = self.tokens[self.at]
            if kind == "sign" and sign == "%":
                self.at += 1
                left = f"({left}%)"
            elif kind == "sign" and _BINDING.get(sign, 0) > binding:
                self.at += 1
                left = f"({left}{sign}{self.expression(_BINDING[sign])})"
            else:
                self.depth -= 1
                return left

    def _operand(self) -> str:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "sign" and text == "(":
            inner = self.expression(0)
            self.expect(")")
            return inner
        if kind == "sign" and text in "+-":
            return f"({text}{self.expression(_IN_FRONT)})"
        if kind == "name" and self.tokens[self.at][1] == "(":
            return self._call(text)
        if kind in ("text", "number", "name"):
            return text
        raise _UnknownError

    def _call(self, name: str) -> str:
        self.at += 1
        if self.tokens[self.at][1] == ")":
            self.at += 1
            return name if name in ("TRUE", "FALSE") else f"{name}()"
        arguments = [self._argument()]
        while self.tokens[self.at][1] in (",", ";") and self.tokens[self.at][0] == "sign":
            self.at += 1
            arguments.append(self._argument())
        self.expect(")")
        return f"{name}({','.join(arguments)})"

    def _argument(self) -> str:
        return "" if self.tokens[self.at][1] in (",", ";", ")") else self.expression(0)
