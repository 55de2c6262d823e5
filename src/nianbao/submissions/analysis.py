"""What is computed once for a submission and used by many rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from nianbao.submissions.balance import Balance
from nianbao.submissions.sentences import Sentence, read_sentences

if TYPE_CHECKING:
    from nianbao.submissions.submission import Submission

Derived = TypeVar("Derived")


class Analysis:
    """The identities evaluated and the texts parsed, each on first use."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self._derived: dict[Callable[[Analysis], object], object] = {}

    # The core knows no grammar of prose: a pack keeps its own here, so that twenty rules share one reading of the
    # texts.
    def derive(self, make: Callable[[Analysis], Derived]) -> Derived:
        """Return what a pack's own function makes of this analysis, worked out once for all its rules."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("Derived", self._derived[make])

    @cached_property
    def balance(self) -> Balance:
        """The identities of the form, evaluated."""
        return Balance(self.submission)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every published text, in the form's order, its quantities read."""
        return tuple(
            sentence
            for field, text in self.submission.form.texts.items()
            if text.published
            for sentence in read_sentences(field, self.submission.text(field))
        )
