"""Which units of a roster have sent nothing: those of the office's roster, or of the workbooks that were distributed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.checks.twice_reported import plain_name
from nianbao.files.manifest import command_of, read_manifest
from nianbao.intake.roster import read_roster_entries
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def expected_units(roster: Path | None, paths: Iterable[Path]) -> list[Agency]:
    """Return the units that are to send a file: those of the roster that report for themselves.

    Without a roster those for which the workbooks in a folder among ``paths`` were distributed; without either nobody.
    Raises :class:`~nianbao.errors.UsageError` for a roster that cannot be read.
    """
    if roster is not None:
        return [entry.agency for entry in read_roster_entries(roster) if entry.reported_by is None]
    return [agency for path in paths if path.is_dir() for agency in _distributed_to(path)]


def _distributed_to(folder: Path) -> Iterable[Agency]:
    """Return the units whose workbooks ``distribute`` made in a folder."""
    try:
        document = read_manifest(folder)
    except (OSError, ValueError):
        return
    agencies = document.get("agencies")
    if command_of(document, ()) != "distribute" or not isinstance(agencies, list):
        return
    for agency in agencies:
        if isinstance(agency, dict) and (agency.get("name") or agency.get("code")):
            name, code = (str(agency[key]) if agency.get(key) else None for key in ("name", "code"))
            yield Agency(name=name, code=code)


def missing_units(expected: Sequence[Agency], received: Iterable[Agency]) -> list[Agency]:
    """Return the expected units of which no file was received, by code or by any of their names."""
    agencies = list(received)
    codes = {plain_name(agency.code) for agency in agencies if agency.code}
    names = {plain_name(agency.name) for agency in agencies if agency.name}
    return [
        agency
        for agency in expected
        if plain_name(agency.code) not in codes
        and names.isdisjoint(plain_name(name) for name in (agency.name, agency.short_name, *agency.aliases) if name)
    ]
