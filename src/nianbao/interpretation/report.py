"""From a report's blocks to a reading: the form told by its tables, then sections, texts and figures."""

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
"""Headings of the form from which a text is one of its reports, where no table was found."""


def interpret_report(document: Document, forms: Sequence[Form], name: str) -> Reading:
    """Turn a report into a reading: what can be told for certain, and a finding for the rest.

    Raises :class:`~nianbao.errors.UnreadableError`: RD108 for a scan or a text that is no report of this kind, RD103 for
    texts longer than any report.
    """
    if document.no_text:
        raise UnreadableError("RD108", _("文件里只有图片，没有文字层（扫描件）：请报送 Word、网页或有文字的 PDF。"))
    form, parts, figures = choose_form(document, forms)
    met = sum(len({row.row.order for row in found.rows}) > 0 for found in figures.tables)
    if len({section.id for section in parts.sections}) < _LEAST_SECTIONS and not met:
        raise UnreadableError(
            "RD108", _("这不是政府信息公开工作年度报告：没有找到格式规定的标题和表格。请检查是不是给错了文件。")
        )
    front = paragraphs_of(parts.front)
    elsewhere = [paragraph.text for section in parts.sections for paragraph in paragraphs_of(section.blocks)]
    facts = read_facts(front, elsewhere, name, document.title)
    agency = Agency(name=facts.agency)
    findings = [about_report("RD104", remark) for remark in document.remarks]
    texts, spots, printed = _texts(form, parts, figures, facts)
    if facts.title:
        texts |= dict.fromkeys(form.role("report_title")[:1], facts.title)
    lead = front[facts.lead_from :] if facts.title else [each for each in front if len(each.text) >= _LEAD]
    if lead and (field := next(iter(form.role("lead_text")), None)):
        texts[field], spots[field] = "\n".join(each.text for each in lead), lead[0].spot
    places = ReportPlaces(form, {**spots, **figures.spots})
    known = Reading(
        submission=None, form=form, form_version=form.version, year=facts.year, agency=agency, places=places
    )
    if facts.year is None:
        findings.append(about_report("LT106", _("报告里没有写明是哪个年度的：请在题目里写明年度。")))
        return _with(known, (*findings, *findings_of(form, figures, places)))
    if not form.accepts_year(facts.year):
        findings.append(_misfit(form, facts.year, forms))
    findings += _single_rows(form, figures)
    findings += findings_of(form, figures, places)
    texts = {field: legal_text(text) for field, text in texts.items()}
    hold_texts(texts)
    submission = Submission(
        form=form,
        year=facts.year,
        agency=agency,
        totals=Totals.STATED,
        answers=make_answers(
            form, {field: _raw(text) for field, text in {**_fee(form, texts), **figures.raws}.items()}
        ),
        texts=texts,
        as_printed=AsPrinted(title=facts.title, sections=printed),
    )
    return replace(known, submission=submission, findings=tuple(findings))


_LEAD = 30
"""Characters of a paragraph before the first section from which it is no menu item, where no title says where they end."""


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
            each for each in paragraphs_of(part.blocks) if id(each) not in figures.in_tables
        ]
        if by_id[part.id].tables:
            paragraphs = [each for each in paragraphs if not _is_caption(form, part.id, each.text)]
        if number == len(parts.sections) - 1:
            paragraphs = unnamed_tail(paragraphs, facts.agency)
        found = texts_of(form, by_id[part.id], paragraphs, facts.year)
        for field, text in found.texts.items():
            texts[field] = f"{texts[field]}\n{text}" if field in texts else text
            spots.setdefault(field, found.spots[field])
        printed.append(PrintedSection(id=part.id, heading=part.heading, sub_headings=found.headings))
    return texts, spots, tuple(printed)


def _is_caption(form: Form, section: str, text: str) -> bool:
    """Return whether a paragraph is the caption of a table, or its unit, and no sentence."""
    tables = next(each.tables for each in form.sections if each.id == section)
    words = {form.table_by_id[table].caption for table in tables} | {
        form.table_by_id[table].name for table in tables
    }
    plain = "".join(text.split())
    return plain in words or plain.startswith(("单位：", "单位:", "（单位", "(单位"))


def _raw(text: str) -> Raw:
    """Return a figure as the number that it is where digits are all there is; a page has no other kind of number."""
    return Decimal(text) if re.fullmatch(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?", text) else text


def _fee(form: Form, texts: dict[str, str]) -> dict[str, str]:
    said = "\n".join(texts.get(field, "") for field in form.role("fee_text"))
    return {form.role(role)[0]: figure for role, figure in fee_figures(said).items() if form.role(role)}


def _misfit(form: Form, year: int, forms: Sequence[Form]) -> Finding:
    fitting = next((other for other in forms if other.accepts_year(year) and other.id != form.id), None)
    if fitting is None:
        return about_report("LT103", _("表格是“{name}”，不适用于 {year} 年度。", name=form.name, year=year))
    return about_report(
        "LT103",
        _("表格用的是“{used}”，{year} 年度应当用“{fitting}”。", used=form.name, year=year, fitting=fitting.name),
    )


def _single_rows(form: Form, figures: Figures) -> list[Finding]:
    """Say where figures stand behind the name of a group that the form divides further: a row of another form."""
    findings = []
    for found in figures.tables:
        for label, spot in found.groups_with_figures:
            message = _(
                "{spot}“{label}”在本表单里分为几行，这里只有一行数字（其他年度的格式）：没有采用，请按本年度的格式分行填写。",
                spot=spot.words,
                label="".join(label.split()),
            )
            findings.append(about_report("LT103", message))
    return findings
