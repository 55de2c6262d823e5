"""Split sentences into tokens and clauses; parts separated by ； form one sentence, and brackets are kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from nianbao import Sentence
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.scanner import Token, scan

LONGEST = 400
"""Characters of a sentence; longer ones are not prose that anybody punctuated."""
QUIET = frozenset((
    Kind.FILL, Kind.SUM, Kind.EACH, Kind.ALL, Kind.IN_TIME, Kind.YEAR, Kind.WHOLE_YEAR, Kind.LAST_YEAR, Kind.PERIOD, Kind.PARTS, Kind.OFFICE, Kind.OPEN_INFORMATION, Kind.CAUSE, Kind.AND_OTHERS, Kind.DECIDED, Kind.INTENTION,
))  # fmt: skip
"""Kinds that name no fact themselves."""


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """The tokens between two commas, with the brackets among them.

    ``brackets`` has for each bracket the index in ``tokens`` that it comes before.
    """

    tokens: tuple[Token, ...]
    kinds: frozenset[Kind]
    """The kinds of its tokens."""
    brackets: tuple[tuple[int, tuple[Token, ...]], ...] = ()
    opening: str = ""
    """The punctuation before it."""

    @classmethod
    def of(
        cls, tokens: Sequence[Token], brackets: Sequence[tuple[int, tuple[Token, ...]]] = (), opening: str = ""
    ) -> Clause:
        """Build a clause from tokens."""
        kinds = frozenset([token.kind for token in tokens])
        return cls(tokens=tuple(tokens), kinds=kinds, brackets=tuple(brackets), opening=opening)

    def has(self, *kinds: Kind, before: int | None = None) -> bool:
        """Return whether the clause has a token of one of these kinds (before an index, if given)."""
        there = not self.kinds.isdisjoint(kinds)
        return there and (before is None or any(token.kind in kinds for token in self.tokens[:before]))

    def says(self, *texts: str) -> bool:
        """Return whether the clause contains one of these words."""
        return any(token.text in texts for token in self.tokens)


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence up to its full stop, with its tokens."""

    sentence: Sentence
    tokens: tuple[Token, ...]

    def clauses(self) -> list[Clause]:
        """Return the clauses, split at commas, semicolons and colons; a bracket is kept apart and is no clause."""
        clauses: list[Clause] = []
        outer: list[Token] = []
        brackets: list[tuple[int, tuple[Token, ...]]] = []
        inner: list[Token] = []
        depth, opening = 0, ""
        for token in self.tokens:
            if token.kind is Kind.OPEN:
                depth += 1
            elif token.kind is Kind.CLOSE:
                depth = max(0, depth - 1)
                if depth == 0 and inner:
                    brackets.append((len(outer), tuple(inner)))
                    inner = []
            elif depth:
                inner.append(token)
            elif token.kind in (Kind.BREAK, Kind.STOP):
                if outer:
                    clauses.append(Clause.of(outer, brackets, opening))
                    outer, brackets = [], []
                opening = token.text
            else:
                outer.append(token)
        if inner:
            brackets.append((len(outer), tuple(inner)))
        if outer or brackets:
            clauses.append(Clause.of(outer, brackets, opening))
        return clauses


def content_of(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens that name a fact or may rule one out."""
    return [token for token in tokens if token.kind not in QUIET]


def passages(sentences: Iterable[Sentence], year: int) -> Iterator[Passage]:
    """Return the sentences as tokens, joining those that only ； separates."""
    joined: Sentence | None = None
    for sentence in sentences:
        if joined is not None and _belongs_to(sentence, joined):
            joined = _joined(joined, sentence)
            continue
        if joined is not None:
            yield _passage(joined, year)
        joined = sentence
    if joined is not None:
        yield _passage(joined, year)


def _passage(sentence: Sentence, year: int) -> Passage:
    return Passage(sentence=sentence, tokens=tuple(scan(sentence.text, sentence.quantities, year)))


def _belongs_to(sentence: Sentence, before: Sentence) -> bool:
    return (
        before.text.endswith(("；", ";"))
        and (before.field, before.paragraph) == (sentence.field, sentence.paragraph)
        and len(before.text) + len(sentence.text) <= LONGEST
    )


def _joined(before: Sentence, sentence: Sentence) -> Sentence:
    shift = len(before.text)
    moved = (
        replace(quantity, start=quantity.start + shift, end=quantity.end + shift)
        for quantity in sentence.quantities
    )
    return replace(before, text=before.text + sentence.text, quantities=(*before.quantities, *moved))
