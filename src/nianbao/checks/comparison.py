"""Two of workbook, data and report, compared: figure by figure, and sentence by sentence within each section.

Sentences are compared by section and not by field: a text under another sub-heading is printed all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.reports.compose import compose
from nianbao.submissions.numbers import raw_text
from nianbao.submissions.sentences import bare_sentences
from nianbao.submissions.submission import figure_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nianbao.submissions.submission import Submission

FRONT = ""
"""The section of the sentences before the first heading."""


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What a report prints: its title, figures by field as text (empty where blank), sentences by section."""

    title: str
    figures: Mapping[str, str]
    sentences: Mapping[str, tuple[str, ...]]


class FigureDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that differs: its field, its name, and its content in either; empty where it is blank or missing."""

    field: str
    words: str
    first: str
    second: str


class SentenceDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence that only one of the two has: 1 or 2, and the heading of its section."""

    section: str
    only_in: int
    text: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two; ``identity`` names agency, year or form where they are not the same."""

    identity: tuple[tuple[str, str, str], ...]
    figures: tuple[FigureDifference, ...]
    sentences: tuple[SentenceDifference, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.identity or self.figures or self.sentences)


def printed(submission: Submission, sentences: Path) -> Printed:
    """Return what the report of a submission prints; one that was read from a report is printed already.

    ``sentences`` is the folder of the form's sentences, by which texts that were left blank are composed.
    """
    form = submission.form
    figures: dict[str, str] = {}
    for table in form.tables:
        for field in table.fields if table.published else ():
            value = submission.shown(field.id)
            figures[field.id] = raw_text(submission.answer(field.id).raw) if value is None else figure_text(value)
    if submission.as_printed is not None:
        texts = [(form.texts[field].section or FRONT, text) for field, text in submission.texts.items()
                 if form.texts[field].published and field not in form.role("report_title")]  # fmt: skip
        title = submission.as_printed.title
    else:
        report = compose(submission, sentences)
        texts = [(FRONT, paragraph) for paragraph in report.lead]
        texts += [
            (section.id, paragraph)
            for section in report.sections
            for passage in section.passages
            for paragraph in passage.paragraphs
        ]
        title = report.title
    by_section: dict[str, list[str]] = {}
    for section, text in texts:
        by_section.setdefault(section, []).extend(bare_sentences(text))
    return Printed(
        title="".join(title.split()),
        figures=figures,
        sentences={section: tuple(sentences_of_section) for section, sentences_of_section in by_section.items()},
    )


def compare_printed(first: Submission, second: Submission, one: Printed, other: Printed) -> Comparison:
    """Return what differs between two submissions of which it is known what they print."""
    identity = [
        (name, str(a or ""), str(b or ""))
        for name, a, b in (
            ("form", first.form.id, second.form.id),
            ("year", first.year, second.year),
            ("agency", first.agency.name, second.agency.name),
            ("title", one.title, other.title),
        )
        if a != b
    ]
    figures = tuple(
        FigureDifference(field=field, words=_words(first, second, field), first=a, second=b)
        for field in dict.fromkeys((*one.figures, *other.figures))
        if (a := one.figures.get(field, "")) != (b := other.figures.get(field, ""))
    )
    headings = {
        section.id: section.heading for submission in (second, first) for section in submission.form.sections
    }
    sentences: list[SentenceDifference] = []
    for section in dict.fromkeys((*one.sentences, *other.sentences)):
        first_sentences, second_sentences = (
            list(one.sentences.get(section, ())),
            list(other.sentences.get(section, ())),
        )
        for number, here, there in ((1, first_sentences, second_sentences), (2, second_sentences, first_sentences)):
            # One for one, not as sets: a sentence that one prints twice and the other once is a difference.
            unmatched = list(there)
            for sentence in here:
                if sentence in unmatched:
                    unmatched.remove(sentence)
                else:
                    sentences.append(
                        SentenceDifference(section=headings.get(section, ""), only_in=number, text=sentence)
                    )
    return Comparison(identity=tuple(identity), figures=figures, sentences=tuple(sentences))


def _words(first: Submission, second: Submission, field: str) -> str:
    form = first.form if field in first.form.fields else second.form
    return form.words(field)
