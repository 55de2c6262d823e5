"""Composition: a submission becomes a report.

The agency's own text is printed as written; only where it left one blank is it replaced by a sentence composed
from the figures.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import jinja2
from msgspec.structs import replace

from nianbao.errors import TemplateError
from nianbao.forms.form_folder import SENTENCES
from nianbao.language import Domain
from nianbao.reports.house_style import HouseStyle
from nianbao.reports.pasted_text import numbers_items, paragraphs_of, printed_paragraphs, without_heading
from nianbao.reports.report import Passage, Report, ReportCell, ReportSection, ReportTable
from nianbao.reports.templates import WRONG_VALUES, environment, template_error
from nianbao.submissions.numbers import State
from nianbao.submissions.plain_text import plain_text
from nianbao.submissions.submission import Figure, figure_text, printed_figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nianbao.forms.definition import Section, Table
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
TITLE, LEAD = "report_title", "report_lead"
_USUAL = HouseStyle()
_BODIES = "局厅委部院镇乡办处所"
"""Characters that end the name of a body and may begin the name of its office."""


def compose(
    submission: Submission, folder: Path, *, draft: bool = False, house_style: HouseStyle = _USUAL
) -> Report:
    """Compose the report of a submission.

    ``folder`` contains the form's ``sentences.jinja``: a macro for the title, one for the lead, and one
    for each text that can be composed (its field id, dots written as ``__``); ``heading__`` and ``lead_in__``
    before such a name separate texts that the form gives no sub-headings. ``house_style`` numbers the
    sub-headings and names the agency. Raises :class:`~nianbao.errors.TemplateError` with template,
    line and cause.
    """
    sentences = _Sentences(submission, folder, house_style)
    return Report(
        submission=submission,
        title=sentences.words(TITLE) or "",
        lead=_lead(submission, sentences),
        sections=tuple(
            _section(submission, section, sentences, house_style, draft=draft)
            for section in submission.form.sections
        ),
        draft=draft,
    )


class _Sentences:
    """The macros of a form's sentences, bound to one submission."""

    def __init__(self, submission: Submission, folder: Path, house_style: HouseStyle) -> None:
        self.submission = submission
        agency = submission.agency
        try:
            # Without the sandbox: the sentences belong to a pack, whose Python runs anyway.
            template = environment((folder,), trusted=True).get_template(SENTENCES)
            self.module = template.make_module(
                {
                    "year": submission.year,
                    "agency": agency.name or "",
                    "kind": agency.kind or "",
                    "we": house_style.self_name(agency.kind, agency.short_name),
                    "form": submission.form,
                    "text": self.text,
                    "figure": self.figure,
                    "figures": self.figures,
                    "known": self.known,
                    "given": self.given,
                    "figure_text": figure_text,
                    "joined_names": joined_names,
                    "default_title": submission.form.title.format(agency=agency.name or "", year=submission.year),
                }
            )
        except (jinja2.TemplateError, TemplateError, *WRONG_VALUES) as error:
            raise template_error(error, SENTENCES) from error

    def words(self, name: str) -> str | None:
        """Return the text of a macro, or ``None`` where there is no such macro."""
        macro = getattr(self.module, name, None)
        if macro is None:
            return None
        try:
            text = plain_text(str(macro()))  # names may have been copied from anywhere
            # Lines of a macro are joined, for they are broken where its source is readable; a blank line parts
            # paragraphs.
            return "".join(line.strip() if line.strip() else "\n" for line in text.split("\n")).strip()
        except (jinja2.TemplateError, TemplateError, *WRONG_VALUES) as error:
            raise template_error(error, SENTENCES) from error

    def text(self, field: str) -> str:
        """Return a text; a field that the form does not have is an error of the template."""
        if field not in self.submission.form.texts:
            raise TemplateError(_("表单没有名为“{field}”的文字字段。", field=field))
        return self.submission.text(field)

    def figure(self, field: str) -> Figure:
        """Return a figure, 0 where there is none."""
        if field not in self.submission.form.fields:
            raise TemplateError(_("表单没有名为“{field}”的数字字段。", field=field))
        return self.submission.shown(field) or 0

    def figures(self, pattern: str) -> Figure:
        """Return the sum of the figures whose ids match a pattern with ``*``."""
        matching = [field for field in self.submission.form.fields if fnmatchcase(field, pattern)]
        if not matching:
            raise TemplateError(_("表单没有符合“{pattern}”的数字字段。", pattern=pattern))
        return sum(self.figure(field) for field in matching)

    def known(self, *patterns: str) -> bool:
        """Return whether every figure whose id matches a pattern is known: no sentence mentions a blank."""
        fields = [
            field for field in self.submission.form.fields for pattern in patterns if fnmatchcase(field, pattern)
        ]
        return bool(fields) and all(self.submission.shown(field) is not None for field in fields)

    def given(self, field: str) -> bool:
        """Return whether a figure was given at all."""
        self.figure(field)
        return self.submission.answer(field).state is not State.BLANK


def joined_names(agency: str, office: str) -> str:
    """Return the name of an office of an agency, without the words twice that both have: …办公室, 办公室信息科."""
    for length in range(min(len(agency), len(office)), 0, -1):
        if agency.endswith(office[:length]) and (length > 1 or office[0] in _BODIES):
            return agency + office[length:]
    return agency + office


def _lead(submission: Submission, sentences: _Sentences) -> tuple[str, ...]:
    """Return the lead; a title pasted with it is dropped, for the report has its own."""
    title = sentences.words(TITLE) or ""
    return without_heading(paragraphs_of(sentences.words(LEAD) or ""), (title,))


def _section(
    submission: Submission, section: Section, sentences: _Sentences, house_style: HouseStyle, *, draft: bool
) -> ReportSection:
    passages = [passage for field in section.texts if (passage := _passage(submission, field, sentences))]
    if not any(submission.form.texts[field].heading for field in section.texts):
        passages = _with_lead_ins(passages, sentences)
    passages = list(_numbered(passages, house_style))
    tables = tuple(
        _table(submission, submission.form.table_by_id[table])
        for table in section.tables
        if submission.form.table_by_id[table].published
    )
    # Written in a draft alone: an empty section has no publication.
    if draft and not passages and not tables:
        passages.append(Passage(field="", heading="", paragraphs=("（本部分未填写）",), composed=True))
    return ReportSection(id=section.id, heading=section.heading, passages=tuple(passages), tables=tables)


def _passage(submission: Submission, field: str, sentences: _Sentences) -> Passage | None:
    """Return what a text prints, or its composed replacement; ``None`` where there is neither."""
    own_text, form = submission.text(field), submission.form
    heading = form.texts[field].heading or sentences.words(f"heading__{_macro(field)}") or ""
    paragraphs = (
        printed_paragraphs(form, field, own_text, heading)
        if own_text
        else paragraphs_of(sentences.words(_macro(field)) or "")
    )
    return (
        Passage(field=field, heading=heading, paragraphs=paragraphs, composed=not own_text) if paragraphs else None
    )


def _with_lead_ins(passages: list[Passage], sentences: _Sentences) -> list[Passage]:
    """Separate the texts of a section that the form gives no sub-headings: by composed ones, or by a sentence each.

    Several lists in a row look like one. Where the agency numbers its own points as sub-headings are numbered, a
    sentence leads in to each list, for two such numbers on different levels could not be distinguished.
    """
    headed = [passage for passage in passages if passage.heading]
    if len(headed) < 2 or not any(numbers_items(passage.paragraphs) for passage in headed):
        return passages
    return [
        replace(passage, heading="", paragraphs=(*_lead_in(passage, sentences), *passage.paragraphs))
        for passage in passages
    ]


def _lead_in(passage: Passage, sentences: _Sentences) -> tuple[str, ...]:
    lead_in = sentences.words(f"lead_in__{_macro(passage.field)}")
    return (lead_in,) if lead_in else ()


def _macro(field: str) -> str:
    return field.replace(".", "__")


def _numbered(passages: list[Passage], house_style: HouseStyle) -> Iterator[Passage]:
    """Return the passages of a section with their sub-headings numbered; one alone needs none."""
    headed = [passage for passage in passages if passage.heading]
    for passage in passages:
        if passage not in headed or len(headed) == 1:
            yield replace(passage, heading="")
        else:
            yield replace(passage, heading=house_style.heading(passage.heading, headed.index(passage) + 1))


def _table(submission: Submission, table: Table) -> ReportTable:
    cells = []
    for cell in table.grid:
        text = cell.text
        if cell.field is not None:
            figure = submission.shown(cell.field)
            text = "" if figure is None else printed_figure(submission.form.fields[cell.field], figure)
        cells.append(
            ReportCell(
                row=cell.row,
                column=cell.column,
                rows=cell.rows,
                columns=cell.columns,
                text=text,
                scope=cell.scope,
                kind=cell.kind,
            )
        )
    return ReportTable(
        id=table.id,
        caption=table.caption,
        height=table.height,
        width=table.width,
        label_columns=table.label_columns,
        cells=tuple(cells),
    )
