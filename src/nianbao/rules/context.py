"""What a rule has access to: one frozen argument, so that it can grow without breaking rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from nianbao.findings.fault import Fault, Severity
from nianbao.findings.finding import Finding
from nianbao.findings.place import NOWHERE, Place, Places
from nianbao.forms.definition import Form
from nianbao.language import Message
from nianbao.rules.submission_set import EMPTY_SET, SubmissionSet
from nianbao.submissions.analysis import Analysis
from nianbao.submissions.numbers import State
from nianbao.submissions.submission import Answer, Figure, Submission

Options = TypeVar("Options")


class FieldMissingError(LookupError):
    """A rule read a field that the form does not have: it was written for another form."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class CheckContext(msgspec.Struct, frozen=True, kw_only=True):
    """A submission as one rule sees it.

    ``analysis`` holds what is worked out once for all rules: the identities evaluated and the texts
    taken apart; ``previous`` is last year's submission where the caller gave one. ``together`` is the
    set that the submission belongs to: the whole of it for rules of the scope ``set`` (which get no
    ``previous``); the others see of it only who belongs to it (``roster``) and the registers.
    """

    submission: Submission
    fault: Fault
    analysis: Analysis
    places: Places = NOWHERE
    previous: Submission | None = None
    together: SubmissionSet = EMPTY_SET
    options: object = None

    @property
    def form(self) -> Form:
        """The submission's form."""
        return self.submission.form

    def option(self, kind: type[Options]) -> Options:
        """Return the rule's options, which are of the type that it was registered with."""
        if not isinstance(self.options, kind):
            raise TypeError(f"rule {self.fault.code} was registered without options of type {kind.__name__}")
        return self.options

    def answer(self, field: str) -> Answer:
        """Return the answer for a figure: raw value, state, number.

        Raises :class:`FieldMissingError` for a field that the form does not have.
        """
        if field not in self.form.fields:
            raise FieldMissingError(field)
        return self.submission.answer(field)

    def text(self, field: str) -> str:
        """Return a text; empty where it is blank.

        Raises :class:`FieldMissingError` for a field that the form does not have.
        """
        if field not in self.form.texts:
            raise FieldMissingError(field)
        return self.submission.text(field)

    def before(self, field: str) -> Figure | None:
        """Return last year's figure of a field.

        ``None`` where last year's submission was not given, does not have it, or is of a form without that field.
        """
        if self.previous is None or field not in self.previous.form.fields:
            return None
        return self.previous.shown(field)

    def place(self, field: str) -> Place | None:
        """Return where a field is in the file as it came; ``None`` where that is unknown."""
        return self.places.of(field)

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Name the places of many figures of one table as few areas: ``E6:I6``, ``D7:I28``."""
        return self.places.areas(fields)

    def figure(self, field: str) -> Figure | None:
        """Return the number that counts for a field by the rule's policy for blanks.

        ``None`` where there is none, a total to be computed with a blank part among them; with the policy ``zero`` a
        blank cell counts as 0, and such a total is the sum of what is there. Raises :class:`FieldMissingError` for a field
        that the form does not have.
        """
        if field not in self.form.fields:
            raise FieldMissingError(field)
        if self.fault.blanks != "zero":
            return self.submission.figure(field)
        figure = self.submission.shown(field)
        return 0 if figure is None and self.answer(field).state is State.BLANK else figure

    # No place and no cell: rules name fields, so that they are right for a workbook, a report and a JSON file
    # alike.
    def finding(
        self,
        message: Message,
        *,
        field: str | None = None,
        fields: tuple[str, ...] = (),
        expected: Figure | None = None,
        actual: Figure | None = None,
        at_most: Severity | None = None,
        readings: tuple[tuple[object, Figure], ...] = (),
    ) -> Finding:
        """Make a finding of this rule.

        ``field`` is its place, ``fields`` all that it involves (the field alone when left out); the core adds
        sheets and cells. ``at_most`` keeps this finding from being graver than that, whatever the office makes of
        the fault: for a rule that is less sure of it. ``readings``: the ways in which a number of a text was read,
        in words, with the figure of each; the named one first.
        """
        return Finding(
            fault=self.fault,
            message=message,
            severity=self.fault.severity.capped(at_most),
            at_most=at_most,
            field=field,
            fields=fields or ((field,) if field else ()),
            expected=expected,
            actual=actual,
            readings=readings,
        )
