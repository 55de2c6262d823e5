"""Each number of the texts held against all that it can lawfully stand for."""

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
    """What came of holding a number against the tables."""

    AGREES = "agrees"
    AGREES_OTHERWISE = "agrees_otherwise"
    PART = "part"
    """Another number of the sentence agrees, or several add up: this one counts a part."""
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    """A figure is blank, or the form has none."""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A number, what came of it, and each meaning that was tried with its figure, the named one first."""

    mention: Mention
    outcome: Outcome
    tried: tuple[tuple[Meaning, int], ...] = ()
    taken: str = ""
    """The meaning by which it agrees."""
    others_agree: bool = False

    @property
    def expected(self) -> int:
        """The figure of what the word names."""
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
        """Whether there is a finding at all: of a loose wording only where another number agrees."""
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
        """Each number by itself first, then in the light of the others."""
        found = self._as_parts(self._as_summands([self._alone(mention) for mention in self.mentions]))
        return [
            msgspec.structs.replace(each, others_agree=any(self._supports(other, each) for other in found))
            for each in found
        ]

    @staticmethod
    def _supports(other: Comparison, each: Comparison) -> bool:
        return (
            other.outcome in (Outcome.AGREES, Outcome.AGREES_OTHERWISE)
            and other.mention.quantity is not each.mention.quantity
        )

    def _alone(self, mention: Mention) -> Comparison:
        tried: list[tuple[Meaning, int]] = []
        if not mention.roles:
            return Comparison(mention=mention, outcome=Outcome.UNKNOWN)
        for meaning in meanings_of(mention):
            figure = self.figures.of(meaning)
            if figure is None and not tried:
                return Comparison(mention=mention, outcome=Outcome.UNKNOWN)
            if figure is not None and figure not in (each for _meaning, each in tried):
                tried.append((meaning, figure))
        tried += self._remainder(mention, tried[0])
        taken = next((meaning.id for meaning, figure in tried if figure == mention.value), "")
        if mention.value == 0 and taken not in (tried[0][0].id, "rest"):
            taken = ""  # nothing is cheap to agree with
        outcome = (
            Outcome.DIFFERS
            if not taken
            else Outcome.AGREES
            if taken == tried[0][0].id
            else Outcome.AGREES_OTHERWISE
        )
        return Comparison(mention=mention, outcome=outcome, tried=tuple(tried), taken=taken)

    def _remainder(self, mention: Mention, named: tuple[Meaning, int]) -> list[tuple[Meaning, int]]:
        """Return a result without the rows below it that the sentence gives beside it, or answers without withdrawals."""
        if mention.subject not in (Subject.RESULT, Subject.ANSWERED):
            return []
        group = CLOSED if mention.subject is Subject.ANSWERED else mention.named.group
        beside = [
            each
            for each in self.mentions
            if each.subject is Subject.REASON
            and each.named.group == group
            and each.whole != mention.quantity.start
            and each.quantity is not mention.quantity
        ]
        rest = named[1] - int(sum(each.value for each in beside))
        return (
            [(Meaning(id="rest", plus=named[0].plus, words=_("除去文中另列的几项，其余")), rest)]
            if beside and rest >= 0
            else []
        )

    @staticmethod
    def _as_summands(found: list[Comparison]) -> list[Comparison]:
        """Let numbers of one class agree where together they make the figure: 东片 3 件, 西片 5 件."""
        classes: dict[tuple[str, ...], list[int]] = {}
        for at, each in enumerate(found):
            if each.outcome is Outcome.DIFFERS:
                classes.setdefault(_class_of(each.mention), []).append(at)
        for places in classes.values():
            values = {found[at].mention.quantity.start: found[at].mention.value for at in places}
            wholes = [figure for _meaning, figure in found[places[0]].tried]
            if len(values) < 2 or sum(values.values()) not in wholes:
                continue
            for at in places:
                found[at] = msgspec.structs.replace(found[at], outcome=Outcome.AGREES_OTHERWISE, taken="summand")
        return found

    @staticmethod
    def _as_parts(found: list[Comparison]) -> list[Comparison]:
        """Let a number count a part where another one of its class agrees, or where the sentence counts parts."""
        agreeing = {
            _class_of(each.mention)
            for each in found
            if each.outcome is Outcome.AGREES or (each.outcome is Outcome.AGREES_OTHERWISE and each.certain_enough)
        }
        summands = [each.mention.quantity.start for each in found if each.taken == "summand"]
        for at, each in enumerate(found):
            if each.outcome is not Outcome.DIFFERS:
                continue
            portion = (
                bool(summands) and each.mention.quantity.start > summands[0] and each.mention.subject in _FINISHED
            )
            if portion or (each.mention.value and _class_of(each.mention) in agreeing):
                found[at] = msgspec.structs.replace(each, outcome=Outcome.PART)
        return found


def _class_of(mention: Mention) -> tuple[str, ...]:
    """Return what makes two numbers count the same."""
    if mention.subject in FLOW_ROLES:
        return (FLOW_ROLES[mention.subject],)
    return (mention.subject, mention.named.counted, *mention.roles)
