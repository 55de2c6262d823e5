"""The content of a file in the form in which it is stored and compared: its marks, answers and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec

from nianbao.campaigns.ledger.canonical import LARGEST_INTEGER, digest_of
from nianbao.files.kinds import Kind, kind_of
from nianbao.language import in_language
from nianbao.submissions.layout_places import LayoutPlaces
from nianbao.submissions.submission import figure_text, legal_text
from nianbao.submissions.submission_json import submission_json

if TYPE_CHECKING:
    from nianbao.findings.place import Places
    from nianbao.forms.definition import Form
    from nianbao.submissions.reading import Reading
    from nianbao.submissions.submission import Submission

_PICTURES = (Kind.IMAGE, Kind.PDF)
_OTHER_FORM = ("LT103",)


class FileAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """The result of reading a file: the stored forms of its answers and of their places, ``None`` if it has none."""

    sort: str
    marks: dict[str, Any]
    record: dict[str, Any] | None
    places: dict[str, str] | None
    answers: str | None
    figures: str | None
    why: str

    def body(self, seq: int, program: str) -> dict[str, Any]:
        """Return the body of a ``read`` event."""
        return {
            "file": seq,
            "program": program,
            "sort": self.sort,
            "marks": self.marks,
            "answers": self.answers,
            "figures": self.figures,
            "places": None if self.places is None else digest_of(self.places),
            "why": self.why,
        }


def answers_record(submission: Submission) -> dict[str, Any]:
    """Return the values, texts and explanations of a submission in canonical form.

    Whose they are is no part of it, nor are rows for explanations in which nothing was written.
    """
    document = submission_json(submission)
    kept = {key: value for key, value in document.items() if key not in ("schema", "agency")}
    explanations = cast("list[dict[str, object]]", document["explanations"])
    kept["explanations"] = [each for each in explanations if each["text"]]
    record: dict[str, Any] = _storable(kept)
    return record


def _storable(value: Any) -> Any:
    """Return a value in types that canonical JSON can represent."""
    if isinstance(value, str):
        return legal_text(value)
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_INTEGER:
        return str(value)
    return value


def places_record(form: Form, places: Places) -> dict[str, str]:
    """Return the place of each field of a file that has one, such as ``三依申请公开 D11`` or ``第3页 表二第4行``.

    Workbooks of one layout have the same record, which the archive then holds once.
    """
    with in_language("zh"):
        by_field = ((field, places.of(field)) for field in form.fields)
        return {field: legal_text(place.short_words) for field, place in by_field if place is not None}


def figures_digest(submission: Submission) -> str:
    """Return the SHA-256 of the figures that a report of a submission prints in its tables."""
    return digest_of(printed_figures(submission))


def printed_figures(submission: Submission) -> dict[str, str]:
    """Return the figures that a report of a submission prints in its tables, by field, as decimal text."""
    printed = {table.id for table in submission.form.tables if table.published}
    fields = submission.form.fields.values()
    figures = {field.id: submission.shown(field.id) for field in fields if field.table in printed}
    return {field: figure_text(figure) for field, figure in figures.items() if figure is not None}


def file_answers(reading: Reading, data: bytes, name: str, *, places: bool = True) -> FileAnswers:
    """Return the answers, marks and figures of a file from its reading, and where they are unless not asked for.

    ``data`` may be empty where the reading has a submission.
    """
    marks = {
        "form": reading.form.id if reading.form is not None else None,
        "code": _line(reading.agency.code),
        "name": _line(reading.agency.name),
        "year": reading.year,
        "base": reading.base,
    }
    with in_language("zh"):
        why = legal_text(str(reading.findings[0].message)) if reading.findings else ""
    submission = reading.submission
    if submission is not None:
        record = answers_record(submission)
        # Places in published reports are pages and lines, those in workbooks are cells.
        sort = "workbook" if isinstance(reading.places, LayoutPlaces) else "report"
        figures = figures_digest(submission)
        return FileAnswers(
            sort=sort,
            marks=marks,
            record=record,
            places=places_record(submission.form, reading.places) if places else None,
            answers=digest_of(record),
            figures=figures,
            why=why,
        )
    codes = {finding.code for finding in reading.findings}
    if codes & {*_OTHER_FORM}:
        sort, answers = "form_of_others", None
    elif reading.form is not None and not any(code.startswith("RD1") for code in codes):
        # Ours, and damaged: nothing of it can be taken, and it is as different from any other file as can be.
        sort, answers = "workbook", reading.sha256
    else:
        sort, answers = "scan" if kind_of(data, name) in _PICTURES else "not_ours", None
    return FileAnswers(sort=sort, marks=marks, record=None, places=None, answers=answers, figures=None, why=why)


def _line(text: str | None) -> str | None:
    return legal_text(text).strip() or None if text else None
