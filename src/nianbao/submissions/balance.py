"""Identities evaluated: the one evaluator. What does not balance, and what only follows from that.

An imbalance is reported once: one wrong cell breaks up to three identities, and a column's
imbalance shows again in the total column. :func:`imbalances` keeps the identity a person would
name.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

import msgspec

from nianbao.forms.definition import Identity, ValueType
from nianbao.submissions.numbers import State
from nianbao.submissions.submission import Figure, Submission


class Outcome(StrEnum):
    """The outcome of an identity; ``held_back``: blanks or unreadable cells could still make it true."""

    EMPTY = "empty"
    BALANCED = "balanced"
    IMBALANCED = "imbalanced"
    HELD_BACK = "held_back"


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """An identity with its figures: ``expected`` is the left sum, ``actual`` the right one.

    Sums are over what is known; ``exact`` means that nothing was unknown.
    """

    identity: Identity
    outcome: Outcome
    expected: Figure
    actual: Figure
    exact: bool

    @property
    def difference(self) -> Figure:
        """Actual minus expected."""
        return self.actual - self.expected


class _Side(msgspec.Struct, frozen=True):
    """The cells of one side: their sum, how many are typed, how many unknown; whether those may be negative."""

    total: Figure
    known: int
    unknown: int
    may_shrink: bool


class Balance:
    """The identities of one submission, evaluated once."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    @cached_property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Every identity of the form, in its order."""
        return tuple(self._evaluate(identity) for identity in self.submission.form.identities)

    @cached_property
    def imbalances(self) -> tuple[Evaluation, ...]:
        """The imbalances that a person would name: none that only follows from another."""
        return _Attribution(self).reported()

    @property
    def held_back(self) -> int:
        """How many identities could not be decided for blank or unreadable cells."""
        return sum(evaluation.outcome is Outcome.HELD_BACK for evaluation in self.evaluations)

    # A computed total with one blank part is no figure at all. Replaced by its parts, the typed ones still count,
    # which is how results above what came in are found although a cell is blank.
    def leaves(self, fields: tuple[str, ...]) -> list[str]:
        """Replace totals that are computed by their parts, down to typed cells."""
        computed = self.submission.computed
        if computed.isdisjoint(fields):
            return list(fields)
        totals = self.submission.form.totals
        return [
            leaf for field in fields for leaf in (self.leaves(totals[field]) if field in computed else (field,))
        ]

    def _side(self, fields: tuple[str, ...]) -> _Side:
        figures = {field: self.submission.figure(field) for field in self.leaves(fields)}
        known = [figure for figure in figures.values() if figure is not None]
        unknown = [field for field, figure in figures.items() if figure is None]
        signed = any(self.submission.form.fields[field].type is ValueType.SIGNED for field in unknown)
        return _Side(sum(known), len(known), len(unknown), signed)

    def _evaluate(self, identity: Identity) -> Evaluation:
        left, right = self._side(identity.left), self._side(identity.right)
        return Evaluation(
            identity=identity,
            outcome=self._outcome(identity, left, right),
            expected=left.total,
            actual=right.total,
            exact=not left.unknown and not right.unknown,
        )

    def _outcome(self, identity: Identity, left: _Side, right: _Side) -> Outcome:
        if not left.known and not right.known:
            return Outcome.EMPTY if left.unknown or right.unknown else Outcome.BALANCED
        # A computed total is the sum of its parts: it cannot be wrong, only unknown.
        if identity.total and self.submission.is_computed(identity.right[0]):
            return Outcome.HELD_BACK if left.unknown else Outcome.BALANCED
        if not left.unknown and not right.unknown:
            return Outcome.BALANCED if left.total == right.total else Outcome.IMBALANCED
        # A total typed over nothing but blanks is a fault of its own (a real office stated 6 and left 173 cells
        # empty), not one that the blanks could mend. Parts that are there and unreadable are unknown, so it
        # waits.
        if identity.total and right.total > 0 and not left.known and not self._unreadable(identity.left):
            return Outcome.IMBALANCED
        # A change that is not typed yet may be below zero.
        if left.may_shrink or right.may_shrink:
            return Outcome.HELD_BACK
        # Blanks can only add: a side that is complete and smaller can never catch up.
        if (left.total > right.total and not right.unknown) or (right.total > left.total and not left.unknown):
            return Outcome.IMBALANCED
        return Outcome.HELD_BACK

    def _unreadable(self, fields: tuple[str, ...]) -> bool:
        return any(self.submission.answer(field).state is State.INVALID for field in self.leaves(fields))


class _Attribution:
    """Finds the imbalances that explain the others."""

    def __init__(self, balance: Balance) -> None:
        self.balance = balance
        evaluations = balance.evaluations
        self.failing = [evaluation for evaluation in evaluations if evaluation.outcome is Outcome.IMBALANCED]
        self.sound = [evaluation for evaluation in evaluations if evaluation.outcome is Outcome.BALANCED]
        # The grand total of a table is the sum of its row and of its column. The form computes it from the first of
        # the two identities, so only that one owns it.
        self.by_total = {
            evaluation.identity.right[0]: evaluation
            for evaluation in evaluations
            if evaluation.identity.total
            and evaluation.identity.right[0] in balance.submission.form.totals
            and balance.submission.form.totals[evaluation.identity.right[0]] == evaluation.identity.left
        }
        self.by_place = {
            (evaluation.identity.role, evaluation.identity.member): evaluation for evaluation in evaluations
        }

    def reported(self) -> tuple[Evaluation, ...]:
        """Return the failing evaluations that represent all."""
        # Greedy: each round explains the most of what is left and takes its effect out of the differences, so that
        # a second fault in the same identities shows with its own amount. Each round settles two of them at least.
        direct = [evaluation for evaluation in self.failing if not self._follows_from_parts(evaluation)]
        residual = {evaluation.identity.id: evaluation.difference for evaluation in direct}
        reported: list[Evaluation] = []
        while (fault := self._single_fault(direct, residual)) is not None:
            chief, effects = fault
            reported.append(chief)
            for identity, effect in effects.items():
                residual[identity] += effect
            direct = [evaluation for evaluation in direct if residual[evaluation.identity.id]]
        reported += direct
        order = {evaluation.identity.id: index for index, evaluation in enumerate(self.failing)}
        return tuple(sorted(reported, key=lambda evaluation: order[evaluation.identity.id]))

    def _follows_from_parts(self, evaluation: Evaluation) -> bool:
        """Return whether a total column's imbalance is just that of its columns and row totals."""
        # A total is its row's sum plus the row's own error. So an identity of totals is off by what the same
        # identity is off in all the columns together, plus the errors of its rows: where that is all, there is nothing
        # to correct here.
        fields = (*evaluation.identity.left, *evaluation.identity.right)
        rows = [self.by_total.get(field) for field in fields]
        if any(row is None or row.identity.role == evaluation.identity.role for row in rows):
            return False
        form = self.balance.submission.form
        members = {tuple(form.fields[part].column for part in row.identity.left) for row in rows if row}
        # Rows with other columns do not add up column by column.
        if len(members) != 1:
            return False
        columns = [self.by_place.get((evaluation.identity.role, member)) for member in members.pop()]
        if None in columns or not any(column in self.failing for column in (*columns, *rows)):
            return False
        expected = sum(column.difference for column in columns if column)
        for row in rows[: len(evaluation.identity.left)]:
            expected -= self._own_difference(row)
        for row in rows[len(evaluation.identity.left) :]:
            expected += self._own_difference(row)
        return evaluation.difference == expected

    @staticmethod
    def _own_difference(row: Evaluation | None) -> Figure:
        return row.difference if row is not None and row.outcome is Outcome.IMBALANCED else 0

    def _single_fault(
        self, failing: list[Evaluation], residual: dict[str, Figure]
    ) -> tuple[Evaluation, dict[str, Figure]] | None:
        """Find the cell whose correction repairs most failing identities and breaks none.

        The cell alone, or with its row's total, which somebody added up from the wrong cell. Return
        the identity to name, and the effect of the correction on each difference.
        """
        # A cell that repairs one identity alone explains nothing: any cell of it would do.
        best: tuple[Evaluation, dict[str, Figure]] | None = None
        most_mended = 1
        for evaluation in failing:
            # With blanks the difference is a lower bound, which corrects no cell.
            if not evaluation.exact:
                continue
            difference = residual[evaluation.identity.id]
            sides = ((evaluation.identity.left, difference), (evaluation.identity.right, -difference))
            for field, correction in ((field, correction) for fields, correction in sides for field in fields):
                for cells in self._corrections_of(field):
                    effects = self._effects(failing, cells, correction)
                    mended = [
                        other for other in failing if effects.get(other.identity.id) == -residual[other.identity.id]
                    ]
                    if len(mended) > most_mended and not self._breaks(cells):
                        best, most_mended = (self._identity_to_name(field, mended), effects), len(mended)
        return best

    def _corrections_of(self, field: str) -> list[tuple[str, ...]]:
        totals = [
            evaluation.identity.right[0]
            for evaluation in self.by_total.values()
            if field in evaluation.identity.left
        ]
        return [(field,), *((field, total) for total in totals)]

    @staticmethod
    def _effect(evaluation: Evaluation, cells: tuple[str, ...]) -> int:
        """Return by how much the difference changes when each of the cells grows by one."""
        return sum((cell in evaluation.identity.right) - (cell in evaluation.identity.left) for cell in cells)

    def _effects(self, failing: list[Evaluation], cells: tuple[str, ...], correction: Figure) -> dict[str, Figure]:
        effects = {evaluation.identity.id: self._effect(evaluation, cells) * correction for evaluation in failing}
        return {identity: effect for identity, effect in effects.items() if effect}

    def _breaks(self, cells: tuple[str, ...]) -> bool:
        """Return whether changing the cells would unbalance an identity that holds now."""
        # A computed total follows whatever is corrected, so its identity cannot break.
        computed = self.balance.submission.is_computed
        return any(
            self._effect(evaluation, cells) for evaluation in self.sound
            if not (evaluation.identity.total and computed(evaluation.identity.right[0]))
        )  # fmt: skip

    def _identity_to_name(self, field: str, mended: list[Evaluation]) -> Evaluation:
        """Choose the identity to name: the one whose total is the cell, else the first."""
        owners = [evaluation for evaluation in mended if evaluation.identity.anchor == field]
        totals = [evaluation for evaluation in owners if self.by_total.get(field) is evaluation]
        return (totals or owners or mended)[0]
