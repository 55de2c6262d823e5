"""A reading: what came of the bytes of one file, whichever door they came in by."""

from __future__ import annotations

import msgspec

from nianbao.findings.fault import Severity
from nianbao.findings.finding import Finding
from nianbao.findings.place import NOWHERE, Places
from nianbao.forms.definition import Form
from nianbao.language import Message
from nianbao.submissions.submission import Agency, Submission


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A submission where the file can be trusted, and the findings about the file itself.

    ``form``, ``year`` and ``agency`` are as stated by the file, if they are, ``form_version`` the version
    of the form that it was made with, ``base`` the SHA-256 of the file that a returned workbook was made from;
    ``places`` tells where its fields are. ``path`` is the file's name as given, ``sha256`` that of its bytes.
    ``notices`` are for the keepers of the forms and this program, not for the unit.
    """

    submission: Submission | None
    findings: tuple[Finding, ...] = ()
    places: Places = NOWHERE
    form: Form | None = None
    form_version: str | None = None
    base: str | None = None
    year: int | None = None
    agency: Agency = Agency()
    path: str = ""
    sha256: str = ""
    notices: tuple[Message, ...] = ()

    @property
    def unreadable(self) -> bool:
        """Whether nothing at all could be read."""
        return self.submission is None and any(
            finding.severity is Severity.ERROR and finding.code.startswith("RD") for finding in self.findings
        )
