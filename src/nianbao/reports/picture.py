"""The year in pictures: who asked, what came of it, what was disputed, as bars ready to be drawn.

The charts are those that the form names; the texts of a chart itself are the template's.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

import msgspec

from nianbao.reports.text_table import display_width
from nianbao.submissions.submission import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nianbao.forms.definition import ChartOfYear, Form
    from nianbao.submissions.submission import Figure, Submission

_LETTER, _LINE, _LONGEST, _GAP = 7.5, 30, 190, 8


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A bar: its label, its figure with the unit, where it begins from the top and how long it is."""

    label: str
    amount: str
    top: float
    length: float


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """Bars under each other, in units of the drawing; none where every figure is 0.

    ``id`` is the one in the form.
    """

    id: str
    total: str
    width: float
    height: float
    labels: float
    bars: tuple[Bar, ...]


class _Counts(msgspec.Struct, frozen=True):
    """The content of a chart: labels and figures, and the table they come from."""

    id: str
    table: str
    unit: str
    counts: dict[str, Figure]

    def amount(self, figure: Figure) -> str:
        return figure_text(figure) + self.unit


def picture(submission: Submission) -> tuple[Chart, ...]:
    """Return the charts of a submission.

    Those of one table share a scale, all of them their columns. A chart of which no figure is known is left out.
    """
    all_counts = [counts for chart in submission.form.charts if (counts := _counts(submission, chart))]
    longest: dict[str, Figure] = {}
    for chart_counts in all_counts:
        # One scale for a table: 3 and 300 drawn as long as each other would be a lie.
        longest[chart_counts.table] = max(longest.get(chart_counts.table, 0), *chart_counts.counts.values())
    labels = _LETTER * max(
        (display_width(label) for chart_counts in all_counts for label in chart_counts.counts), default=0
    )
    amounts = _LETTER * max(
        (
            display_width(chart_counts.amount(value))
            for chart_counts in all_counts
            for value in chart_counts.counts.values()
        ),
        default=0,
    )
    width = labels + _LONGEST + amounts + 3 * _GAP
    return tuple(_chart(chart_counts, longest[chart_counts.table], labels, width) for chart_counts in all_counts)


def chart_fields(form: Form, chart: ChartOfYear) -> list[tuple[str, str]]:
    """Return the fields of a chart, each with the label of its bar; fields with the same label are one bar."""
    return [*_parts(form, chart.parts_of), *_figures(form, chart.roles)]


def _counts(submission: Submission, chart: ChartOfYear) -> _Counts | None:
    form = submission.form
    fields = chart_fields(form, chart)
    known = [(label, field, submission.shown(field)) for label, field in fields]
    if all(figure is None for _label, _field, figure in known):
        return None
    counts: dict[str, Figure] = {}
    for label, _field, figure in known:
        # Equal names are one bar: 结果维持 of both kinds of lawsuits.
        counts[label] = counts.get(label, 0) + (figure or 0)
    first = form.fields[fields[0][1]]
    return _Counts(chart.id, first.table, first.unit, counts)


def _parts(form: Form, roles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the parts of the roles' totals, named by their own column; equal names are one bar."""
    for total in (total for role in roles for total in form.role(role)):
        for part in form.totals.get(total, ()):
            yield form.fields[part].column_words.rpartition(" ")[2], part


def shared_words(phrases: Iterable[str]) -> str:
    """Return the words with which all phrases begin."""
    levels = zip(*(phrase.split(" ") for phrase in phrases), strict=False)
    return " ".join(words[0] for words in takewhile(lambda words: len(set(words)) == 1, levels))


def _figures(form: Form, roles: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the figures of every role, named by the words with which their rows begin in common."""
    for role in roles:
        fields = form.role(role)
        label = shared_words(form.fields[field].row_words for field in fields)
        for field in fields:
            yield label, field


def _chart(counts: _Counts, longest: Figure, labels: float, width: float) -> Chart:
    total = sum(counts.counts.values())
    bars = tuple(
        Bar(label=label, amount=counts.amount(figure), top=index * _LINE, length=_length(figure, longest))
        for index, (label, figure) in enumerate(counts.counts.items() if any(counts.counts.values()) else ())
    )
    return Chart(
        id=counts.id,
        total=counts.amount(total),
        width=width,
        height=len(bars) * _LINE,
        labels=labels,
        bars=bars,
    )


def _length(figure: Figure, longest: Figure) -> float:
    return round(float(figure / longest) * _LONGEST, 1) if figure > 0 else 0  # a draft may hold one below 0
