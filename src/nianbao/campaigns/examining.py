"""Reading and checking the files of a campaign out of its archive, each once a command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from nianbao.campaigns.ledger.canonical import canonical
from nianbao.errors import NianbaoError, UnreadableError
from nianbao.intake.read_file import reading_of
from nianbao.language import in_language
from nianbao.submissions.submission import Agency, Submission
from nianbao.submissions.submission_json import read_submission_json

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.units import Unit
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.rules.submission_set import SubmissionSet
    from nianbao.submissions.reading import Reading

_KEPT_READINGS = 64
"""Readings kept at a time: memory must not grow with the number of units."""


def roster_agency(unit: Unit, found: Agency) -> Agency:
    """Return a unit as the roster has it; what the roster does not tell is taken from the file."""
    own = unit.agency
    return Agency(
        name=own.name or found.name,
        code=own.code or found.code,
        kind=own.kind or found.kind,
        short_name=own.short_name or found.short_name,
        aliases=own.aliases or found.aliases,
    )


class Examiner:
    """Reads and checks files by their number in the ledger."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._readings: dict[int, Reading] = {}
        self._checked: dict[int, CheckedFile] = {}
        self._together: SubmissionSet | None = None

    def read(self, place: str, data: bytes) -> Reading:
        """Read bytes under the name of their place."""
        with in_language("zh"):
            return self.campaign.checker.read(place, data)

    def keep(self, seq: int, reading: Reading) -> None:
        """Keep what was read of a file, for it will be checked soon."""
        if len(self._readings) < _KEPT_READINGS:
            self._readings[seq] = reading

    def reading(self, seq: int, unit: Unit) -> Reading:
        """Return the reading of a file of a unit, with the unit as the roster has it."""
        file = self.campaign.record.files[seq]
        reading = self._readings.pop(seq, None) or self.read(file.place, self.campaign.archive.get(file.sha256))
        agency = roster_agency(unit, reading.agency)
        submission = reading.submission
        return replace(
            reading,
            path=file.place,
            agency=agency,
            submission=None if submission is None else replace(submission, agency=agency),
        )

    def check(self, seq: int, unit: Unit) -> CheckedFile:
        """Return a file checked among all files that count."""
        if seq not in self._checked:
            if len(self._checked) >= _KEPT_READINGS:
                self._checked.clear()
            with in_language("zh"):
                self._checked[seq] = self.campaign.checker.check_reading(self.reading(seq, unit), self.together())
        return self._checked[seq]

    def together(self) -> SubmissionSet:
        """Return the answers of all units that count, as rules that compare units see them."""
        if self._together is None:
            standings = self.campaign.standings()
            found = []
            for key, files in standings.units.items():
                if files.counting is not None:
                    submission = self.answers(files.counting, self.campaign.record.units[key])
                    if submission is not None:
                        found.append(reading_of(submission))
            self._together = self.campaign.checker.set_of(found)
        return self._together

    def forget_set(self) -> None:
        """Work out anew what counts: files came or were decided about."""
        self._together = None
        self._checked.clear()

    def answers(self, seq: int, unit: Unit) -> Submission | None:
        """Return the answers of a file as they are kept in the archive; ``None`` where it has none."""
        file = self.campaign.record.files[seq]
        if file.answers is None or file.answers == file.sha256:
            return None
        record: dict[str, Any] = json.loads(self.campaign.archive.get(file.answers))
        document = {**record, "schema": 1, "agency": {"name": unit.name, "code": unit.agency.code}}
        try:
            submission = read_submission_json(canonical(document).encode(), self.campaign.registry.find_form)
        except (UnreadableError, NianbaoError):
            return None  # of a form that is not installed any more: the check of the file itself says so
        return replace(submission, agency=roster_agency(unit, submission.agency))
