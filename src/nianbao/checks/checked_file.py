"""A file that was checked: its content, its findings, and the conditions of the check."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from nianbao.checks.conditions import NO_CONDITIONS, Conditions
from nianbao.findings.finding import Finding, Verdict, verdict
from nianbao.findings.place import Places
from nianbao.forms.definition import Form
from nianbao.language import Message
from nianbao.reports.publication import ReportResources
from nianbao.submissions.reading import Reading
from nianbao.submissions.submission import Agency, Submission


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with its findings.

    ``withheld`` are the reasons against publishing it though its findings do not block; ``resources`` returns what
    its report is made with.
    """

    reading: Reading
    findings: tuple[Finding, ...]
    held_back: int = 0
    withheld: tuple[Message, ...] = ()
    conditions: Conditions = NO_CONDITIONS
    resources: Callable[[], ReportResources] | None = None

    @property
    def path(self) -> str:
        """The file's name as it was given."""
        return self.reading.path

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return self.reading.sha256

    @property
    def form(self) -> Form | None:
        """Its form, as far as known."""
        return self.reading.form

    @property
    def year(self) -> int | None:
        """Its report year, as far as known."""
        return self.reading.year

    @property
    def agency(self) -> Agency:
        """Its agency, as far as known."""
        return self.reading.agency

    @property
    def submission(self) -> Submission | None:
        """What it reports; ``None`` where it cannot be trusted."""
        return self.reading.submission

    @property
    def places(self) -> Places:
        """The places of its fields."""
        return self.reading.places

    @property
    def verdict(self) -> Verdict:
        """What becomes of the file."""
        return verdict(self.findings)

    @property
    def blocks(self) -> bool:
        """Whether its findings keep it from being published."""
        return self.verdict is not Verdict.PASSED

    @property
    def may_be_published(self) -> bool:
        """Whether nothing keeps it from being published."""
        return self.submission is not None and not self.blocks and not self.withheld

    def explanation(self, finding: Finding) -> str:
        """Return the unit's own words for a finding that is explained; empty for any other."""
        if self.submission is None or not finding.explained:
            return ""
        texts = [explanation.text for explanation in self.submission.explanations
                 if (explanation.code, explanation.field) == (finding.code, finding.field)]  # fmt: skip
        return "\n".join(text for text in texts if text)
