"""What may be published, and what may only be looked at. Only the gate in ``checks`` makes either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from nianbao.files.file_names import file_name
from nianbao.reports.report import Report
from nianbao.reports.report_style import ReportStyle
from nianbao.submissions.submission import Agency


class ReportResources(msgspec.Struct, frozen=True, kw_only=True):
    """What a form's reports are made with.

    ``sentences`` is the folder of its ``sentences.jinja``, ``folders`` are those of its report templates, the first
    that has one winning.
    """

    sentences: Path
    folders: tuple[Path, ...]
    filters: Mapping[str, Callable[..., object]]
    style: ReportStyle


class Printable(msgspec.Struct, frozen=True, kw_only=True):
    """A composed report and what it is rendered with."""

    report: Report
    resources: ReportResources

    @property
    def agency(self) -> Agency:
        """The agency that reports."""
        return self.report.submission.agency


class Publication(Printable, frozen=True, kw_only=True):
    """A report that may be published: every finding that blocked is resolved, explained or waived.

    ``configuration`` is the SHA-256 of the decisions under which it passed, where there were any.
    """

    configuration: str | None = None


class Draft(Printable, frozen=True, kw_only=True):
    """A report to be looked at; every rendering of it is marked so. ``passed`` is whether it might be published."""

    passed: bool = False


def unit_name(agency: Agency) -> str:
    """Return the name under which an agency's files are kept: code and name, for two agencies may share a name."""
    return file_name("_".join(part for part in (agency.code, agency.name) if part))
