"""Turn the blocks of a report into a reading: choose the form by the tables, then read sections, texts and figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.errors import UnreadableError
from nianbao.interpretation.facts import read_facts
from nianbao.interpretation.figures import findings_of
from nianbao.interpretation.findings_about import about_report
from nianbao.interpretation.form_of_report import choose_form
from nianbao.interpretation.page_lines import unnamed_tail
from nianbao.interpretation.passages import fee_figures, texts_of
from nianbao.interpretation.places import ReportPlaces
from nianbao.interpretation.sections import paragraphs_of
from nianbao.language import Domain
from nianbao.submissions.as_printed import AsPrinted, PrintedSection
from nianbao.submissions.reading import Reading
from nianbao.submissions.submission import Agency, Submission, Totals, hold_texts, legal_text, make_answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.findings.finding import Finding
    from nianbao.forms.definition import Form
    from nianbao.interpretation.facts import Facts
    from nianbao.interpretation.figures import Figures
    from nianbao.interpretation.sections import Parts
    from nianbao.published.blocks import Document, Paragraph, Spot
    from nianbao.submissions.numbers import Raw

_ = Domain("nianbao")
_LEAST_SECTIONS = 2
"""Fewest section headings of the form by which a text without tables is recognised as a report."""


def interpret_report(document: Document, forms: Sequence[Form], name: str) -> Reading:
    """Return the reading of a report: what is certain, and a finding for the rest.

    Raises :class:`~nianbao.errors.UnreadableError`: RD108 for a scan or a text that is not such a report, RD103 for
    texts longer than any report.
    """
    if document.no_text:
        raise UnreadableError("RD108", _("文件里只有图片，没有文字层（扫描件）：请报送 Word、网页或有文字的 PDF。"))
    form, parts, figures = choose_form(document, forms)
    tables_found = sum(len({row.row.order for row in found_table.rows}) > 0 for found_table in figures.tables)
    if len({section.id for section in parts.sections}) < _LEAST_SECTIONS and not tables_found:
        raise UnreadableError(
            "RD108", _("这不是政府信息公开工作年度报告：没有找到格式规定的标题和表格。请检查是不是给错了文件。")
        )
    front = paragraphs_of(parts.front)
    section_texts = [paragraph.text for section in parts.sections for paragraph in paragraphs_of(section.blocks)]
    facts = read_facts(front, section_texts, name, document.title)
    agency = Agency(name=facts.agency)
    findings = [about_report("RD104", remark) for remark in document.remarks]
    texts, spots, printed = _texts(form, parts, figures, facts)
    if facts.title:
        texts |= dict.fromkeys(form.role("report_title")[:1], facts.title)
    lead = front[facts.lead_from :] if facts.title else [line for line in front if len(line.text) >= _LEAD]
    if lead and (field := next(iter(form.role("lead_text")), None)):
        texts[field], spots[field] = "\n".join(paragraph.text for paragraph in lead), lead[0].spot
    places = ReportPlaces(form, {**spots, **figures.spots})
    reading = Reading(
        submission=None, form=form, form_version=form.version, year=facts.year, agency=agency, places=places
    )
    if facts.year is None:
        findings.append(about_report("LT106", _("报告里没有写明是哪个年度的：请在题目里写明年度。")))
        return _with(reading, (*findings, *findings_of(form, figures, places)))
    if not form.accepts_year(facts.year):
        findings.append(_wrong_year(form, facts.year, forms))
    findings += _undivided_rows(form, figures)
    findings += findings_of(form, figures, places)
    texts = {field: legal_text(text) for field, text in texts.items()}
    hold_texts(texts)
    submission = Submission(
        form=form,
        year=facts.year,
        agency=agency,
        totals=Totals.STATED,
        answers=make_answers(form, {key: _raw(raw) for key, raw in {**_fee(form, texts), **figures.raws}.items()}),
        texts=texts,
        as_printed=AsPrinted(title=facts.title, sections=printed),
    )
    return replace(reading, submission=submission, findings=tuple(findings))


_LEAD = 30
"""Characters from which a paragraph before the first section counts as lead, not menu, in a report without a title."""


def _with(reading: Reading, findings: tuple[Finding, ...]) -> Reading:
    return replace(reading, findings=findings)


def _texts(
    form: Form, parts: Parts, figures: Figures, facts: Facts
) -> tuple[dict[str, str], dict[str, Spot], tuple[PrintedSection, ...]]:
    texts: dict[str, str] = {}
    spots: dict[str, Spot] = {}
    printed: list[PrintedSection] = []
    by_id = {section.id: section for section in form.sections}
    for number, part in enumerate(parts.sections):
        paragraphs: list[Paragraph] = [
            paragraph for paragraph in paragraphs_of(part.blocks) if id(paragraph) not in figures.in_tables
        ]
        if by_id[part.id].tables:
            paragraphs = [paragraph for paragraph in paragraphs if not _is_caption(form, part.id, paragraph.text)]
        if number == len(parts.sections) - 1:
            paragraphs = unnamed_tail(paragraphs, facts.agency)
        section_texts = texts_of(form, by_id[part.id], paragraphs, facts.year)
        for field, text in section_texts.texts.items():
            texts[field] = f"{texts[field]}\n{text}" if field in texts else text
            spots.setdefault(field, section_texts.spots[field])
        printed.append(PrintedSection(id=part.id, heading=part.heading, sub_headings=section_texts.headings))
    return texts, spots, tuple(printed)


def _is_caption(form: Form, section: str, text: str) -> bool:
    """Return whether a paragraph is the caption of a table or the line with its unit, rather than text."""
    tables = next(candidate.tables for candidate in form.sections if candidate.id == section)
    captions = {form.table_by_id[table].caption for table in tables} | {
        form.table_by_id[table].name for table in tables
    }
    plain = "".join(text.split())
    return plain in captions or plain.startswith(("单位：", "单位:", "（单位", "(单位"))


def _raw(text: str) -> Raw:
    """Return a figure as a number if it is plainly written in digits, else the text as printed."""
    return Decimal(text) if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?", text) else text


def _fee(form: Form, texts: dict[str, str]) -> dict[str, str]:
    fee_text = "\n".join(texts.get(field, "") for field in form.role("fee_text"))
    return {form.role(role)[0]: figure for role, figure in fee_figures(fee_text).items() if form.role(role)}


def _wrong_year(form: Form, year: int, forms: Sequence[Form]) -> Finding:
    fitting = next(
        (candidate for candidate in forms if candidate.accepts_year(year) and candidate.id != form.id), None
    )
    if fitting is None:
        return about_report("LT103", _("表格是“{name}”，不适用于 {year} 年度。", name=form.name, year=year))
    return about_report(
        "LT103",
        _("表格用的是“{used}”，{year} 年度应当用“{fitting}”。", used=form.name, year=year, fitting=fitting.name),
    )


def _undivided_rows(form: Form, figures: Figures) -> list[Finding]:
    """Build the findings for rows of figures whose label is a group that the form divides: rows of another form."""
    findings = []
    for table in figures.tables:
        for label, spot in table.groups_with_figures:
            message = _(
                "{spot}“{label}”在本表单里分为几行，这里只有一行数字（其他年度的格式）：没有采用，请按本年度的格式分行填写。",
                spot=spot.words,
                label="".join(label.split()),
            )
            findings.append(about_report("LT103", message))
    return findings
