"""Read and check the files of a campaign from its archive, each at most once per command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.campaigns.ledger.canonical import canonical
from nianbao.campaigns.take_in.answers import places_record
from nianbao.errors import NianbaoError, UnreadableError
from nianbao.intake.read_file import reading_of
from nianbao.language import in_language
from nianbao.submissions.submission import Agency, Submission
from nianbao.submissions.submission_json import read_submission_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.units import Unit
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.rules.submission_set import SubmissionSet
    from nianbao.submissions.reading import Reading

_KEPT_READINGS = 64
"""Most readings kept at a time, because memory must not grow with the number of units."""


def roster_agency(unit: Unit, stated: Agency) -> Agency:
    """Return the agency of a unit according to the roster, completed from the file where the roster has no entry."""
    listed = unit.agency
    return Agency(
        name=listed.name or stated.name,
        code=listed.code or stated.code,
        kind=listed.kind or stated.kind,
        short_name=listed.short_name or stated.short_name,
        aliases=listed.aliases or stated.aliases,
    )


class Examiner:
    """Read and check files by their number in the ledger."""

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
        """Keep the reading of a file that will be checked soon."""
        if len(self._readings) < _KEPT_READINGS:
            self._readings[seq] = reading

    def reading(self, seq: int, unit: Unit) -> Reading:
        """Return the reading of a file of a unit, with the agency according to the roster."""
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
        """Return the checked file, compared with all files that count."""
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
            readings = []
            for key, files in standings.units.items():
                if files.counting is not None:
                    submission = self.answers(files.counting, self.campaign.record.units[key])
                    if submission is not None:
                        readings.append(reading_of(submission))
            self._together = self.campaign.checker.set_of(readings)
        return self._together

    def forget_set(self) -> None:
        """Discard the set of counting files, because files were received or decided about."""
        self._together = None
        self._checked.clear()

    def counted(self, seq: int, unit: Unit) -> tuple[Submission, Mapping[str, str]]:
        """Return the answers of a file that passes, and where each is, from the archive.

        They are those whose hash the events name, so that every sum can be recomputed from the ledger.
        """
        file = self.campaign.record.files[seq]
        if file.places is not None and (submission := self.answers(seq, unit)) is not None:
            return submission, json.loads(self.campaign.archive.get(file.places))
        # Read by a version that did not keep places: from the file itself.
        reading = self.reading(seq, unit)
        assert reading.submission is not None  # a file that could not be read does not pass
        return reading.submission, places_record(reading.submission.form, reading.places)

    def answers(self, seq: int, unit: Unit) -> Submission | None:
        """Return the answers of a file as kept in the archive; ``None`` if it has none or its form is not installed."""
        file = self.campaign.record.files[seq]
        if file.answers is None or file.answers == file.sha256:
            return None
        # A submission in canonical JSON but for whose it is, which is put before it as text: it need not be read twice.
        owner = canonical({"agency": {"name": unit.name, "code": unit.agency.code}, "schema": 1})
        document = owner.encode()[:-1] + b"," + self.campaign.archive.get(file.answers)[1:]
        try:
            submission = read_submission_json(document, self.campaign.registry.find_form)
        except (UnreadableError, NianbaoError):
            return None  # its form is not installed any more: the check of the file itself reports that
        return replace(submission, agency=roster_agency(unit, submission.agency))
