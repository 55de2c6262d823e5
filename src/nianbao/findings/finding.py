"""Findings: a fault in one file, with its place, figures and message."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import msgspec

from nianbao.findings.fault import Fault, Severity, Stage
from nianbao.findings.place import CellPlace, Place
from nianbao.language import Domain, Message

_ = Domain("nianbao")
Figure = int | Decimal


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault, once.

    ``field``/``place`` is its place; ``fields``/``places`` all that it involves. The figures
    are ``None`` where they make no sense; ``difference`` is actual minus expected. ``severity`` is
    the fault's own unless an office changed it, and no graver than ``at_most``, which a rule sets where it is less sure
    of one finding than of others. ``readings`` are what a number of a text can lawfully mean, in words, each with its
    figure, the named one first; none of them agrees. ``detail`` is for the author of a rule that crashed: the
    traceback.
    """

    fault: Fault
    message: Message
    severity: Severity
    at_most: Severity | None = None
    field: str | None = None
    fields: tuple[str, ...] = ()
    place: Place | None = None
    places: tuple[Place, ...] = ()
    expected: Figure | None = None
    actual: Figure | None = None
    readings: tuple[tuple[object, Figure], ...] = ()
    explained: bool = False
    waived: bool = False
    detail: str = ""

    @property
    def code(self) -> str:
        """The fault's code."""
        return self.fault.code

    @property
    def cell(self) -> CellPlace | None:
        """The cell of the finding; ``None`` where it has none."""
        return self.place if isinstance(self.place, CellPlace) else None

    @property
    def cells(self) -> tuple[CellPlace, ...]:
        """The cells among its places."""
        return tuple(place for place in self.places if isinstance(place, CellPlace))

    @property
    def difference(self) -> Figure | None:
        """Actual minus expected; ``None`` where there are no figures."""
        if self.expected is None or self.actual is None:
            return None
        return self.actual - self.expected

    @property
    def blocks(self) -> bool:
        """Whether it keeps the report from being published."""
        # A rule that is not proven yet may be wrong, and a wrong blocking finding costs more than ten that are
        # missed.
        if self.waived or self.fault.stage is Stage.BETA:
            return False
        return self.severity is Severity.ERROR or (self.severity is Severity.VERIFY and not self.explained)


class Verdict(StrEnum):
    """What becomes of a file."""

    PASSED = "passed"
    TO_EXPLAIN = "to_explain"
    FAILED = "failed"
    REJECTED = "rejected"

    @property
    def words(self) -> str:
        """The text that people see."""
        return str(_VERDICT_WORDS[self])


_VERDICT_WORDS = {
    Verdict.PASSED: _("通过"),
    Verdict.TO_EXPLAIN: _("待说明"),
    Verdict.FAILED: _("退回修改"),
    Verdict.REJECTED: _("无法读取"),
}


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Return the verdict over a file's findings.

    Rejected: any RD1xx error, or LT101. Failed: another blocking error. To explain: only ``verify``
    findings without a standing explanation block. Passed: the rest.
    """
    blocking = [finding for finding in findings if finding.blocks]
    errors = [finding for finding in blocking if finding.severity is Severity.ERROR]
    # Of a file with such a finding nothing is known; everything else that is wrong with it would be guesswork.
    if any(finding.code.startswith("RD1") or finding.code == "LT101" for finding in errors):
        return Verdict.REJECTED
    if errors:
        return Verdict.FAILED
    return Verdict.TO_EXPLAIN if blocking else Verdict.PASSED
