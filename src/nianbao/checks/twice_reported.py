"""One unit, one file: where several files of one unit differ, nobody knows which one counts (CN103)."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from nianbao.checks.expectations import names_somebody
from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.language import Domain, listed, seen_of
from nianbao.submissions.submission_json import submission_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.submissions.reading import Reading

_ = Domain("nianbao")
_SHOWN = 5
_ANSWERS = ("totals", "nil", "values", "texts", "explanations")


class UnitOfFile(msgspec.Struct, frozen=True):
    """Whose file it is, and what it answers: form, year, code and name, and a SHA-256 over the answers.

    Code and name are as people take them for the same: without spaces and width, in lower case.
    """

    path: str
    form: str
    year: int
    code: str
    name: str
    answers: str


def unit_of_file(reading: Reading) -> UnitOfFile | None:
    """Return whose answers a file holds and which; ``None`` where there are none, or nobody's."""
    submission = reading.submission
    if submission is None or not (submission.agency.code or names_somebody(submission.agency.name)):
        return None
    document = submission_json(submission)
    agency = submission.agency
    # The kind of body and its short name decide what a report says, too.
    told = [agency.kind, agency.short_name, *(document[key] for key in _ANSWERS)]
    answers = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return UnitOfFile(
        path=reading.path,
        form=submission.form.id,
        year=submission.year,
        code=_plain(agency.code),
        name=_plain(agency.name),
        answers=hashlib.sha256(answers.encode()).hexdigest(),
    )


def _plain(text: str | None) -> str:
    return unicodedata.normalize("NFKC", seen_of(text or "")).casefold()


def twice_reported(identities: Sequence[UnitOfFile | None]) -> dict[int, Finding]:
    """Find files of one unit and year with different answers; return each one's finding (CN103) by its number.

    Files are of one unit by code; where the name is the same, zeros in front do not count, which spreadsheets drop. A
    file without a code may be of any unit of its name.
    """
    of_name: dict[tuple[str, int, str], dict[str, str]] = {}
    for each in identities:
        if each is not None and each.code:
            codes = of_name.setdefault((each.form, each.year, each.name), {})
            codes.setdefault(each.code.lstrip("0"), each.code)
    units: dict[tuple[str, int, str, str], list[int]] = {}
    for number, each in enumerate(identities):
        if each is None:
            continue
        codes = of_name.get((each.form, each.year, each.name), {})
        # A file without a code is put beside every unit of its name: it may be the second file of any of them.
        for code in (codes[each.code.lstrip("0")],) if each.code else (tuple(codes.values()) or ("",)):
            units.setdefault((each.form, each.year, code, "" if code else each.name), []).append(number)
    findings: dict[int, Finding] = {}
    for numbers in units.values():
        of_unit = [(number, found) for number in numbers if (found := identities[number]) is not None]
        if len({found.answers for _number, found in of_unit}) > 1:
            finding = _finding([found for _number, found in of_unit])
            findings |= dict.fromkeys(numbers, finding)
    return findings


def _finding(files: Sequence[UnitOfFile]) -> Finding:
    fault = core_fault("CN103")
    names = listed(each.path for each in files[:_SHOWN])
    message = _.plural(
        "同一单位有 {count} 份内容不同的表（{names}），不知道以哪一份为准：请留下要用的一份，移走其余的。",
        len(files),
        names=names,
    )
    return Finding(fault=fault, severity=fault.severity, message=message)
