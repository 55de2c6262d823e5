"""One unit, one file: where several files of one unit differ, it is unknown which one counts (CN103).

A workbook and a report of one unit may both be there if they agree; otherwise neither counts (LT302).
"""

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
from nianbao.submissions.sentences import bare_sentences
from nianbao.submissions.submission_json import submission_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
_SHOWN = 5
_ANSWERS = ("totals", "nil", "values", "texts", "explanations")


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """The unit whose answers a file holds, with form and year.

    Code and name are normalised as people compare them: without spaces and width, in lower case.
    """

    form: str
    year: int
    code: str
    name: str


class UnitOfFile(Owner, frozen=True, kw_only=True):
    """A file's owner and its answers: a SHA-256 over the answers.

    ``published`` marks a report as it was published from a workbook; ``figures`` is a SHA-256 over what its tables print,
    ``sentences`` are digests of its own sentences, section by section.
    """

    path: str
    answers: str
    published: bool = False
    figures: str = ""
    sentences: frozenset[int] = frozenset()


def owner_of(unit: UnitOfFile | None) -> Owner | None:
    """Return the owner of a file alone, without its answers."""
    return None if unit is None else Owner(form=unit.form, year=unit.year, code=unit.code, name=unit.name)


def unit_of_file(reading: Reading) -> UnitOfFile | None:
    """Return whose answers a file holds and which; ``None`` where it has none, or no owner."""
    submission = reading.submission
    if submission is None or not (submission.agency.code or names_somebody(submission.agency.name)):
        return None
    document = submission_json(submission)
    agency = submission.agency
    # The kind of body and its short name change a report's text, too.
    facts = [agency.kind, agency.short_name, *(document[key] for key in _ANSWERS)]
    answers = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return UnitOfFile(
        path=reading.path,
        form=submission.form.id,
        year=submission.year,
        code=plain_name(agency.code),
        name=plain_name(agency.name),
        answers=hashlib.sha256(answers.encode()).hexdigest(),
        published=submission.as_printed is not None,
        figures=_figures(submission),
        sentences=_sentences(submission),
    )


def _figures(submission: Submission) -> str:
    """Return a digest of what the tables of a submission print."""
    printed = {
        field.id: submission.shown(field.id)
        for table in submission.form.tables
        if table.published
        for field in table.fields
    }
    return hashlib.sha256(
        repr(sorted((field, str(value)) for field, value in printed.items())).encode()
    ).hexdigest()


# Digests, for hundreds of units are compared at the end of a run, and their texts are long.
def _sentences(submission: Submission) -> frozenset[int]:
    """Return digests of the sentences that a unit wrote itself, each with its section."""
    form = submission.form
    return frozenset(
        int.from_bytes(hashlib.blake2b(f"{section}:{sentence}".encode(), digest_size=6).digest())
        for field, text in submission.texts.items()
        if (section := form.texts[field].section) and form.texts[field].published
        for sentence in bare_sentences(text)
    )


def plain_name(text: str | None) -> str:
    """Return a name or code in the form in which two are compared: as it is seen, whatever its width and case."""
    return unicodedata.normalize("NFKC", seen_of(text or "")).casefold()


def twice_reported(identities: Sequence[UnitOfFile | None]) -> dict[int, Finding]:
    """Find files of one unit and year with different answers; return each one's finding (CN103) by its number."""
    findings: dict[int, Finding] = {}
    for numbers in files_by_unit(identities):
        of_unit = [(number, unit) for number in numbers if (unit := identities[number]) is not None]
        kinds = [
            [numbered for numbered in of_unit if numbered[1].published is published] for published in (False, True)
        ]
        for of_kind in kinds:
            if len({unit.answers for _number, unit in of_kind}) > 1:
                finding = _finding([unit for _number, unit in of_kind])
                findings |= dict.fromkeys([number for number, _unit in of_kind], finding)
        if all(kinds) and (difference := _difference(kinds[0][0][1], kinds[1][0][1])) is not None:
            for number, _unit in of_unit:
                findings.setdefault(number, difference)
    return findings


def files_by_unit(owners: Sequence[Owner | None]) -> Iterable[list[int]]:
    """Return the numbers of the files of each unit and year; a file without an owner is in none.

    Files are of one unit by code; where the name is the same, zeros in front do not count, which spreadsheets drop. A
    file without a code may be of any unit of its name.
    """
    of_name: dict[tuple[str, int, str], dict[str, str]] = {}
    for unit in owners:
        if unit is not None and unit.code:
            codes = of_name.setdefault((unit.form, unit.year, unit.name), {})
            codes.setdefault(unit.code.lstrip("0"), unit.code)
    units: dict[tuple[str, int, str, str], list[int]] = {}
    for number, unit in enumerate(owners):
        if unit is None:
            continue
        codes = of_name.get((unit.form, unit.year, unit.name), {})
        # A file without a code is grouped with every unit of its name: it may be the second file of any of them.
        for code in (codes[unit.code.lstrip("0")],) if unit.code else (tuple(codes.values()) or ("",)):
            units.setdefault((unit.form, unit.year, code, "" if code else unit.name), []).append(number)
    return units.values()


def _difference(workbook: UnitOfFile, report: UnitOfFile) -> Finding | None:
    """Return the difference between a workbook and a report of one unit (LT302).

    A report may have more: where the unit left a text blank, its sentence was composed.
    """
    figures, texts = workbook.figures != report.figures, not workbook.sentences <= report.sentences
    if not (figures or texts):
        return None
    difference = _("数字和文字") if figures and texts else _("数字") if figures else _("文字")
    message = _(
        "同一单位的表格 {workbook} 和报告 {report} {what}不一致，两份都不能用：请用 nianbao compare 逐项比对，改正错的一份。",
        workbook=workbook.path,
        report=report.path,
        what=difference,
    )
    fault = core_fault("LT302")
    return Finding(fault=fault, severity=fault.severity, message=message)


def _finding(files: Sequence[UnitOfFile]) -> Finding:
    fault = core_fault("CN103")
    names = listed(file.path for file in files[:_SHOWN])
    message = _.plural(
        "同一单位有 {count} 份内容不同的表（{names}），不知道以哪一份为准：请留下要用的一份，移走其余的。",
        len(files),
        names=names,
    )
    return Finding(fault=fault, severity=fault.severity, message=message)
