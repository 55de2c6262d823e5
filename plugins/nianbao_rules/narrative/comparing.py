"""Compare each number of the texts with all that it can lawfully stand for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from nianbao import Domain
from nianbao_rules.narrative.meanings import Meaning, meanings_of
from nianbao_rules.narrative.mentions import Mention
from nianbao_rules.narrative.read_narrative import read_narrative
from nianbao_rules.narrative.subjects import CLOSED, FLOW_ROLES, Subject

if TYPE_CHECKING:
    from nianbao import Analysis, Submission

_ = Domain("nianbao_rules")
_CERTAIN, _LIKELY, _LOOSE = 2, 1, 0
_FINISHED = (Subject.CONCLUDED, Subject.ANSWERED, Subject.HANDLED)


class Outcome(StrEnum):
    """The result of comparing a number with the tables."""

    AGREES = "agrees"
    AGREES_OTHERWISE = "agrees_otherwise"
    PART = "part"
    """Another number of the sentence agrees, or several add up: this one counts a part."""
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    """A figure is blank, or the form has none."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A number, its outcome, and each meaning that was tried with its figure, the named one first."""

    mention: Mention
    outcome: Outcome
    tried: tuple[tuple[Meaning, int], ...] = ()
    taken: str = ""
    """The meaning by which it agrees."""
    others_agree: bool = False

    @property
    def expected(self) -> int:
        """The figure that the word names."""
        return self.tried[0][1]

    @property
    def certain_enough(self) -> bool:
        """Whether the number was named at all, and is not only there to explain others."""
        return self.mention.named.certainty >= _LOOSE

    @property
    def loud(self) -> bool:
        """Whether the wording is certain enough for a finding that blocks."""
        certainty = self.mention.named.certainty
        return certainty >= _CERTAIN or (certainty == _LIKELY and self.others_agree)

    @property
    def said(self) -> bool:
        """Whether there is a finding at all: for a loose wording only where another number agrees."""
        certainty = self.mention.named.certainty
        return self.outcome is Outcome.DIFFERS and (
            certainty >= _LIKELY or (self.others_agree and certainty >= _LOOSE)
        )


class Figures:
    """The figures of a submission by role, each added up once."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self._known: dict[str, int | None] = {}

    def role(self, role: str) -> int | None:
        """Return the sum of a role's figures; ``None`` where one is missing or the form has none."""
        if role not in self._known:
            figures = [self.submission.shown(field) for field in self.submission.form.role(role)]
            known = [int(figure) for figure in figures if figure is not None]
            self._known[role] = sum(known) if known and len(known) == len(figures) else None
        return self._known[role]

    def sum(self, roles: Iterable[str]) -> int | None:
        """Return the sum of several roles, ``None`` where one is not known."""
        figures = [self.role(role) for role in roles]
        known = [figure for figure in figures if figure is not None]
        return sum(known) if known and len(known) == len(figures) else None

    def of(self, meaning: Meaning) -> int | None:
        """Return the figure of a meaning."""
        whole, less = self.sum(meaning.plus), self.sum(meaning.minus) if meaning.minus else 0
        return None if whole is None or less is None else whole - less


def figures_of(analysis: Analysis) -> Figures:
    """Return the figures of a submission by role."""
    return Figures(analysis.submission)


def compare_numbers(analysis: Analysis) -> tuple[Comparison, ...]:
    """Compare every number of the texts that was bound."""
    figures = analysis.derive(figures_of)
    return tuple(
        comparison
        for mentions in analysis.derive(read_narrative).mentions
        for comparison in _Sentence(mentions, figures).comparisons
    )


class _Sentence:
    """The numbers of one sentence, which explain each other."""

    def __init__(self, mentions: tuple[Mention, ...], figures: Figures) -> None:
        self.mentions = mentions
        self.figures = figures

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The comparison of each number by itself first, then in the light of the others."""
        comparisons = self._as_parts(self._as_summands([self._alone(mention) for mention in self.mentions]))
        return [
            msgspec.structs.replace(
                comparison, others_agree=any(self._supports(other, comparison) for other in comparisons)
            )
            for comparison in comparisons
        ]

    @staticmethod
    def _supports(other: Comparison, comparison: Comparison) -> bool:
        return (
            other.outcome in (Outcome.AGREES, Outcome.AGREES_OTHERWISE)
            and other.mention.quantity is not comparison.mention.quantity
        )

    def _alone(self, mention: Mention) -> Comparison:
        tried: list[tuple[Meaning, int]] = []
        if not mention.roles:
            return Comparison(mention=mention, outcome=Outcome.UNKNOWN)
        for meaning in meanings_of(mention):
            figure = self.figures.of(meaning)
            if figure is None and not tried:
                return Comparison(mention=mention, outcome=Outcome.UNKNOWN)
            if figure is not None and figure not in (known for _meaning, known in tried):
                tried.append((meaning, figure))
        tried += self._remainder(mention, tried[0])
        taken = next((meaning.id for meaning, figure in tried if figure == mention.value), "")
        if mention.value == 0 and taken not in (tried[0][0].id, "rest"):
            taken = ""  # 0 agrees too easily
        outcome = (
            Outcome.DIFFERS
            if not taken
            else Outcome.AGREES
            if taken == tried[0][0].id
            else Outcome.AGREES_OTHERWISE
        )
        return Comparison(mention=mention, outcome=outcome, tried=tuple(tried), taken=taken)

    def _remainder(self, mention: Mention, named: tuple[Meaning, int]) -> list[tuple[Meaning, int]]:
        """Return a result without its rows that the sentence lists beside it, or answers without withdrawals."""
        if mention.subject not in (Subject.RESULT, Subject.ANSWERED):
            return []
        group = CLOSED if mention.subject is Subject.ANSWERED else mention.named.group
        beside = [
            other
            for other in self.mentions
            if other.subject is Subject.REASON
            and other.named.group == group
            and other.whole != mention.quantity.start
            and other.quantity is not mention.quantity
        ]
        rest = named[1] - int(sum(other.value for other in beside))
        return (
            [(Meaning(id="rest", plus=named[0].plus, words=_("除去文中另列的几项，其余")), rest)]
            if beside and rest >= 0
            else []
        )

    @staticmethod
    def _as_summands(comparisons: list[Comparison]) -> list[Comparison]:
        """Mark numbers of one class as agreeing where together they make the figure: 东片 3 件, 西片 5 件."""
        classes: dict[tuple[str, ...], list[int]] = {}
        for at, comparison in enumerate(comparisons):
            if comparison.outcome is Outcome.DIFFERS:
                classes.setdefault(_class_of(comparison.mention), []).append(at)
        for places in classes.values():
            values = {comparisons[at].mention.quantity.start: comparisons[at].mention.value for at in places}
            wholes = [figure for _meaning, figure in comparisons[places[0]].tried]
            if len(values) < 2 or sum(values.values()) not in wholes:
                continue
            for at in places:
                comparisons[at] = msgspec.structs.replace(
                    comparisons[at], outcome=Outcome.AGREES_OTHERWISE, taken="summand"
                )
        return comparisons

    @staticmethod
    def _as_parts(comparisons: list[Comparison]) -> list[Comparison]:
        """Mark a number as a part where another one of its class agrees, or where the sentence counts parts."""
        agreeing = {
            _class_of(comparison.mention)
            for comparison in comparisons
            if comparison.outcome is Outcome.AGREES
            or (comparison.outcome is Outcome.AGREES_OTHERWISE and comparison.certain_enough)
        }
        summands = [
            comparison.mention.quantity.start for comparison in comparisons if comparison.taken == "summand"
        ]
        for at, comparison in enumerate(comparisons):
            if comparison.outcome is not Outcome.DIFFERS:
                continue
            portion = (
                bool(summands)
                and comparison.mention.quantity.start > summands[0]
                and comparison.mention.subject in _FINISHED
            )
            if portion or (comparison.mention.value and _class_of(comparison.mention) in agreeing):
                comparisons[at] = msgspec.structs.replace(comparison, outcome=Outcome.PART)
        return comparisons


def _class_of(mention: Mention) -> tuple[str, ...]:
    """Return a key that two numbers share if they count the same."""
    if mention.subject in FLOW_ROLES:
        return (FLOW_ROLES[mention.subject],)
    return (mention.subject, mention.named.counted, *mention.roles)
