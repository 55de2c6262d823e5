"""A report as data: the figures and texts that it prints, and nothing else that the unit wrote."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from nianbao.submissions.submission import printed_figure
from nianbao.submissions.submission_json import SCHEMA

if TYPE_CHECKING:
    from nianbao.reports.report import Report
    from nianbao.submissions.submission import Submission


def published_data(report: Report) -> dict[str, object]:
    """Return a report as a submission JSON document of the contract.

    Values are the numbers as printed, totals among them, never what was typed beside them; texts those that are
    printed as the agency wrote them; of the agency its name and code. A draft has ``"draft": true``.
    """
    submission = report.submission
    agency = submission.agency
    document: dict[str, object] = {
        "schema": SCHEMA,
        "form": submission.form.id,
        "year": submission.year,
        # What was printed is stated from now on: when it is read again, no total may be recomputed.
        "totals": "stated",
        "agency": {"name": agency.name, "code": agency.code},
        "values": _values(report, submission),
        "texts": {
            field: text for field, text in submission.texts.items() if submission.form.texts[field].published
        },
    }
    return {"schema": SCHEMA, "draft": True, **document} if report.draft else document


def _values(report: Report, submission: Submission) -> dict[str, int | str]:
    """Return every figure that a published table prints, and those that composed sentences are made of."""
    composed = {passage.field for section in report.sections for passage in section.passages if passage.composed}
    values: dict[str, int | str] = {}
    for table in submission.form.tables:
        told_in = f".{table.id}"  # such as other.handling_fee, composed from the table handling_fee
        if not table.published and not any(field.endswith(told_in) for field in composed):
            continue
        for field in table.fields:
            figure = submission.shown(field.id)
            if figure is not None:
                values[field.id] = printed_figure(field, figure) if isinstance(figure, Decimal) else figure
    return values
