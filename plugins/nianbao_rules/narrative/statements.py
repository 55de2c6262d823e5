"""Numbers of a clause with the words around them, and what they are found to say."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.clauses import QUIET, Clause
from nianbao_rules.narrative.lexicon import Kind, Word


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A number that the text gives for figures of the form: the sum of the ``roles``.

    ``including``: the sentence says that last year's applications are in it; ``office``: it counts
    for a narrower body; ``qualified``: the sentence goes on to say how many of them concern open
    government information.
    """

    roles: tuple[str, ...]
    value: int | Decimal
    sentence: Sentence
    start: int
    including: bool = False
    office: bool = False
    qualified: bool = False
    part: bool = False
    total: bool = False
    """Whether it is said to be the sum, or the whole year's."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a clause with the words that lead up to it and those that follow."""

    clause: Clause
    at: int
    lead: tuple[Word, ...]
    tail: tuple[Word, ...]
    pending: tuple[tuple[Word, ...], ...]
    """The leads before it that were joined by 、 or 和 and had no number of their own."""

    @property
    def quantity(self) -> Quantity:
        """The number."""
        found = self.clause.words[self.at].quantity
        assert found is not None
        return found


def places(clause: Clause) -> list[Place]:
    """Return the numbers of a clause."""
    found: list[Place] = []
    lead: list[Word] = []
    pending: list[tuple[Word, ...]] = []
    for at, word in enumerate(clause.words):
        if word.kind is Kind.QUANTITY:
            rest = clause.words[at + 1 :]
            end = next((n for n, each in enumerate(rest) if each.kind in (Kind.QUANTITY, Kind.JOIN)), len(rest))
            found.append(Place(clause=clause, at=at, lead=tuple(lead), tail=rest[:end], pending=tuple(pending)))
            lead, pending = [], []
        elif word.kind is Kind.JOIN:
            if content_of(tuple(lead)):
                pending.append(tuple(lead))
            lead = []
        else:
            lead.append(word)
    return found


def content_of(words: tuple[Word, ...]) -> list[Word]:
    """Return the words that name a fact or may stand in its way."""
    return [word for word in words if word.kind not in QUIET]
