"""Whose a published report is: it has a name and no code, which the office's roster knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Agency


def with_roster(reading: Reading, roster: Sequence[Agency]) -> Reading:
    """Return a report's reading with the agency as the roster has it; as it is where the roster has none or two such."""
    submission, name = reading.submission, reading.agency.name
    if submission is None or submission.as_printed is None or reading.agency.code or not name:
        return reading
    candidates = [agency for agency in roster if name in (agency.name, agency.short_name, *agency.aliases)]
    if len(candidates) != 1:
        return reading
    # The name stays as it is printed: whether it is correct is for rules to decide.
    agency = replace(
        candidates[0],
        name=name,
        aliases=(*candidates[0].aliases, *((candidates[0].name,) if candidates[0].name else ())),
    )
    return replace(reading, agency=agency, submission=replace(submission, agency=agency))
