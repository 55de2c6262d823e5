"""What an office decides about checking and publishing, as one typed record."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from nianbao.findings.explanation import Waiver
from nianbao.findings.fault import Fault, Severity
from nianbao.language import Message
from nianbao.office.campaign_keys import NO_CAMPAIGN, CampaignKeys
from nianbao.office.selection import EVERYTHING, Selection
from nianbao.reports.report_style import ReportStyle
from nianbao.submissions.submission import Agency

CARRIED_OVER: Final = "XY101"
"""The code whose waiver states that a unit has no last year: founded, merged, taken over."""


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """The file of the decisions: its path, and the SHA-256 of its bytes."""

    path: Path
    sha256: str

    @property
    def relative_path(self) -> str:
        """The path as outputs name it: relative to the working directory, with ``/``."""
        try:
            return os.path.relpath(self.path).replace(os.sep, "/")
        except ValueError:  # another drive of Windows
            return self.path.as_posix()


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """An office's decisions, the same wherever a file is checked.

    ``ignored`` are code prefixes of rules that do not run by a standing decision; ``selection`` is for checking by
    some rules alone, and nothing is published under it. ``severities`` maps code prefixes to severities, the longest
    prefix winning; ``options`` maps codes to the thresholds set for them. ``expected_agency`` (a code) and
    ``expected_year`` are what every file must be of; ``previous`` is last year's file or folder, ``registers`` and
    ``roster`` are lists. ``packs_set_aside`` are packs that are not loaded, by name. ``commands`` are the options that
    the configuration sets for single commands.
    """

    ignored: tuple[str, ...] = ()
    selection: Selection = EVERYTHING
    severities: Mapping[str, Severity] = msgspec.field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = msgspec.field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    expected_agency: str | None = None
    expected_year: int | None = None
    previous: Path | None = None
    registers: Path | None = None
    roster: Path | None = None
    packs_set_aside: tuple[str, ...] = ()
    campaign: CampaignKeys = NO_CAMPAIGN
    report: ReportStyle = ReportStyle()
    commands: Mapping[str, Mapping[str, object]] = msgspec.field(default_factory=dict)
    configuration: Configuration | None = None
    notices: tuple[Message, ...] = ()

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Office:
        """Read the decisions from a ``nianbao.toml``.

        Raises :class:`~nianbao.errors.UsageError` naming file, key and remedy, for what is wrong there and for
        what no office may decide.
        """
        from nianbao.office.office_file import read_office_file  # most offices have no such file

        return read_office_file(Path(path))

    def takes(self, code: str) -> bool:
        """Return whether a rule runs."""
        return Selection(select=self.selection.select, ignore=(*self.selection.ignore, *self.ignored)).takes(code)

    def severity(self, fault: Fault) -> Severity:
        """Return the severity of a fault under these decisions."""
        prefixes = [prefix for prefix in self.severities if fault.code.startswith(prefix)]
        # The longest prefix, as with select and ignore: TB301 may differ from what is decided about TB.
        return self.severities[max(prefixes, key=len)] if prefixes else fault.severity

    def waivers_for(self, agency: Agency) -> tuple[Waiver, ...]:
        """Return the waivers that are for an agency or for all."""
        names = (agency.code, agency.name)
        return tuple(waiver for waiver in self.waivers if waiver.agency is None or waiver.agency in names)


PLAIN = Office()
"""An office that decided nothing."""
