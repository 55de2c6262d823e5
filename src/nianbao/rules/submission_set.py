"""The set of a campaign: all submissions together, the roster, and the entries of registers."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import msgspec

from nianbao.intake.registers import RegisterEntry
from nianbao.submissions.submission import Agency, Submission


class SubmissionSet(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that belongs together.

    ``analyses`` is where set-wide rules keep what they work out once for the whole set, by a key of
    their own.
    """

    submissions: tuple[Submission, ...] = ()
    roster: tuple[Agency, ...] = ()
    registers: tuple[RegisterEntry, ...] = ()
    # The one thing in it that changes: comparing each text with each is worked out once, not once for every file.
    analyses: dict[Hashable, Any] = msgspec.field(default_factory=dict)

    def seen_by(self, submission: Submission) -> SubmissionSet:
        """Return what rules about one submission see of the set: who else belongs to it, not their answers.

        So much can be sent to another process for every file; the whole set cannot.
        """
        agencies = (*self.roster, *(member.agency for member in self.submissions))
        return SubmissionSet(submissions=(submission,), roster=agencies, registers=self.registers)


EMPTY_SET = SubmissionSet()
