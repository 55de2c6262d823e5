"""Clauses of a sentence, and the scope that carries over from one to the next."""

from __future__ import annotations

import re

import msgspec

from nianbao_rules.narrative import facts
from nianbao_rules.narrative.facts import Topic
from nianbao_rules.narrative.lexicon import Kind, Word

_DIGITS = r"\d{4}"
_LASTING = r"季度|半年|以来|近|[两三四五几]年|十[三四五]五"
"""Periods that hold for the sentence; a date holds for its clause."""
_PARTING = (Kind.BREAK, Kind.OPEN, Kind.CLOSE)
QUIET = (
    Kind.FILL, Kind.SUM, Kind.EACH, Kind.ALL, Kind.IN_TIME, Kind.YEAR, Kind.WHOLE_YEAR, Kind.LAST_YEAR,
    Kind.PERIOD, Kind.PARTS, Kind.OFFICE, Kind.OPEN_INFORMATION, Kind.CAUSE, Kind.VARIOUS_CAUSES,
)  # fmt: skip
"""Kinds that name no fact themselves."""


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """The words between two commas or brackets."""

    words: tuple[Word, ...]
    bracketed: bool
    opening: str
    """The punctuation before it."""

    def has(self, *kinds: Kind, before: int | None = None) -> bool:
        """Return whether a word of these kinds stands in the clause (before a place of it)."""
        return any(word.kind in kinds for word in self.words[:before])

    def says(self, *texts: str) -> bool:
        """Return whether one of these words stands in the clause."""
        return any(word.text in texts for word in self.words)


def clauses_of(words: list[Word]) -> list[Clause]:
    """Part words at commas, colons and brackets."""
    clauses: list[Clause] = []
    current: list[Word] = []
    depth, opening = 0, ""
    for word in words:
        if word.kind not in _PARTING:
            current.append(word)
            continue
        if current:
            clauses.append(Clause(words=tuple(current), bracketed=depth > 0, opening=opening))
            current = []
        depth = max(0, depth + (word.kind is Kind.OPEN) - (word.kind is Kind.CLOSE))
        opening = word.text
    if current:
        clauses.append(Clause(words=tuple(current), bracketed=depth > 0, opening=opening))
    return clauses


class Scope(msgspec.Struct, kw_only=True):
    """What holds at a place of a sentence: topic, year, and whether parts of a whole are listed."""

    year: int
    topic: Topic | None
    open_information: bool
    """Whether the text is about open government information, so that a dispute is one over it."""
    open_information_named: bool = False
    this_year: bool = True
    in_parts: bool = False
    requests_named: bool = False
    """Whether applications were spoken of, here or by the place of the text."""
    cases: tuple[str, ...] = ()
    document: str | None = None
    document_verb: str | None = None
    this_year_in_clause: bool = True
    office: bool = False
    """Whether the sentence speaks for a narrower body."""

    def enter(self, clause: Clause) -> None:
        """Come to a clause."""
        self.this_year_in_clause = self.this_year
        named = next((word for word in clause.words if word.kind is Kind.DOCUMENT), None)
        if named is not None:
            self.document = facts.document_kind(named)

    def pass_word(self, clause: Clause, at: int) -> None:
        """Take in a word of a clause."""
        word = clause.words[at]
        if word.kind in (Kind.YEAR, Kind.WHOLE_YEAR, Kind.LAST_YEAR, Kind.PERIOD):
            self._pass_time(clause, word)
        elif word.kind is Kind.PARTS:
            self.in_parts = True
        elif word.kind in (Kind.APPLICATION, Kind.ANY_APPLICATION):
            foreign = word.kind is Kind.ANY_APPLICATION and at > 0 and clause.words[at - 1].kind is Kind.UNKNOWN
            self.topic = Topic.OTHER if foreign else Topic.REQUESTS
            self.requests_named = self.requests_named or not foreign
        elif word.kind in (Kind.DISPUTE, Kind.APPEARANCE):
            self.topic = Topic.DISPUTES
            self.cases = facts.dispute_roles(word) if word.kind is Kind.DISPUTE else (facts.LAWSUITS,)
        elif word.kind is Kind.DOCUMENT:
            self.topic, self.document = Topic.DOCUMENTS, facts.document_kind(word)
        elif word.kind in facts.DOCUMENT_VERBS:
            self.document_verb = facts.DOCUMENT_VERBS[word.kind]
        elif word.kind is Kind.DECISION:
            self.topic = Topic.DECISIONS
        elif word.kind is Kind.OFFICE:
            self.office = True
        elif word.kind is Kind.OTHER:
            self.topic = Topic.OTHER
        elif word.kind is Kind.OPEN_INFORMATION:
            self.open_information = self.open_information_named = True

    def _pass_time(self, clause: Clause, word: Word) -> None:
        if word.kind is Kind.WHOLE_YEAR:
            self.this_year = self.this_year_in_clause = True
            self.in_parts = False
        elif word.kind is Kind.PERIOD:
            self.this_year_in_clause = False
            alone = all(each.kind in QUIET for each in clause.words)
            self.this_year = self.this_year and not (alone or re.search(_LASTING, word.text))
        elif word.kind is Kind.LAST_YEAR:
            self.this_year_in_clause = False
        elif len({each.text for each in clause.words if each.kind is Kind.YEAR}) > 1 and clause.has(
            Kind.EACH, Kind.PARTS
        ):
            self.this_year_in_clause = False  # 2023年、2024年分别为44件、50件
        else:
            found = re.search(_DIGITS, word.text)
            self.this_year_in_clause = found is not None and int(found[0]) == self.year
            if not clause.has(Kind.COMPARE):
                self.this_year = self.this_year_in_clause
                self.in_parts = self.in_parts and not self.this_year
