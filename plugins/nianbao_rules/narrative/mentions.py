"""Define the numbers of a clause, the words around them, and what they count."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from nianbao import Quantity, Sentence
from nianbao_rules.narrative.lexicon import Kind
from nianbao_rules.narrative.passages import Clause, content_of
from nianbao_rules.narrative.scanner import Token
from nianbao_rules.narrative.subjects import Named, Subject

OWN_MEASURES = ("件", "份", "宗", "起", "例", "封")
LOOSE_MEASURES = ("件次", "条", "项", "个", "部", "次", "篇")
"""Measures of many things: they count only beside the noun itself."""


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a text with the one class of word that names it."""

    sentence: Sentence
    quantity: Quantity
    named: Named
    part: bool = False
    """Whether it is listed as a part of another number."""
    whole: int = -1
    """The position of that number."""
    including: bool = False
    """Whether the sentence says that last year's applications are in it."""
    excluding: bool = False
    """Whether the sentence says that they are not: 33件（不含上年结转）, 新收59件，另有上年结转12件."""
    office: bool = False
    """Whether it counts for a narrower body."""
    qualified: bool = False
    """Whether the sentence goes on to say how many of them concern open government information."""
    total: bool = False
    """Whether it is said to be the sum, or the whole year's."""

    @property
    def value(self) -> int | Decimal:
        """The number."""
        return self.quantity.value

    @property
    def subject(self) -> Subject:
        """The class of word that names it."""
        return self.named.subject

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles whose sum it is by name."""
        return self.named.roles


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a clause with the words that lead up to it and those that follow."""

    clause: Clause
    at: int
    lead: tuple[Token, ...]
    """Back to the number before it, without what still belongs to that."""
    tail: tuple[Token, ...]
    aside: tuple[Token, ...] = ()
    """The words in brackets between the lead and the number."""
    following: Clause | None = None
    """The next clause, where the number is the last of its own."""
    risen: bool = False
    """Whether it is what a number of another year rose or fell to."""

    @property
    def quantity(self) -> Quantity:
        """The number."""
        quantity = self.clause.tokens[self.at].quantity
        assert quantity is not None
        return quantity

    @property
    def items(self) -> list[tuple[Token, ...]]:
        """The lead split at 、 and 和, without parts that name nothing."""
        parts: list[list[Token]] = [[]]
        for token in self.lead:
            if token.kind is Kind.JOIN:
                parts.append([])
            else:
                parts[-1].append(token)
        return [tuple(part) for part in parts if content_of(part)]


def spots(clause: Clause, following: Clause | None) -> list[Spot]:
    """Return the numbers of a clause."""
    tokens = clause.tokens
    numbers = [at for at, token in enumerate(tokens) if token.quantity is not None]
    spots_of_clause = []
    for number, at in enumerate(numbers):
        start = numbers[number - 1] + 1 if number else 0
        if number:
            start = next((n + 1 for n in range(start, at) if tokens[n].kind is Kind.JOIN), start)
        end = numbers[number + 1] if number + 1 < len(numbers) else len(tokens)
        stop = next((n for n in range(at + 1, end) if tokens[n].kind is Kind.JOIN), end)
        last = number + 1 == len(numbers)
        spots_of_clause.append(
            Spot(
                clause=clause,
                at=at,
                lead=tokens[start:at],
                tail=tokens[at + 1 : stop],
                aside=tuple(token for place, inner in clause.brackets if start < place <= at for token in inner),
                following=following if last else None,
            )
        )
    return spots_of_clause
