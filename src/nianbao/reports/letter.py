"""Letters of an office as Word documents: from a template that the office may edit in Word or WPS."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import docx
import jinja2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.errors import TemplateError
from nianbao.language import Domain
from nianbao.reports.templates import WRONG_VALUES
from nianbao.reports.word_template import packed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ = Domain("nianbao")
_MOMENT = datetime(2021, 1, 1, tzinfo=UTC)
_TITLE, _BODY, _HEADING = 16.0, 14.0, 14.0
_TABLE, _NUMBERS, _SHARE = 156, 12, 0.58
"""Width of a table and of its first column in millimetres; the part of the rest that its second column has."""
Line = tuple[str, str]
"""A paragraph of a template: ``title``, ``body``, ``heading``, ``right``, ``small`` or ``row``, and its text."""


@lru_cache(maxsize=8)
def make_letter_template(lines: tuple[Line, ...], rows: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return a template out of paragraphs; ``rows`` are a table's headings, each with the expression of its cells.

    The table has a row for each of ``items``, and is placed where a paragraph of the kind ``table`` is.
    """
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Mm(28), Mm(26), Mm(32), Mm(30),
    )  # fmt: skip
    for kind, text in lines:
        if kind == "table":
            _add_table(document, rows)
        else:
            _add_paragraph(document.add_paragraph(), kind, text)
    return _saved(document)


def _add_paragraph(paragraph: Any, kind: str, text: str) -> None:
    run = paragraph.add_run(text)
    shape = paragraph.paragraph_format
    shape.space_after = shape.space_before = Pt(0)
    shape.line_spacing = Pt(16 if kind in ("small", "row") else 26)
    face, size = ("黑体", _HEADING) if kind == "heading" else ("仿宋", _BODY)
    if kind == "title":
        face, size = "宋体", _TITLE
        paragraph.alignment, run.bold = WD_ALIGN_PARAGRAPH.CENTER, True
        shape.space_after = Pt(14)
    elif kind == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif kind in ("small", "row"):
        size = 10.5 if kind == "row" else 9
    elif kind == "body":
        shape.first_line_indent = Pt(size * 2)
    run.font.size = Pt(size)
    run.font.name = face
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _add_table(document: Any, rows: Sequence[tuple[str, str]]) -> None:
    """Add a table with a row for each item; docxtpl repeats everything between its two marks."""
    table = document.add_table(rows=4, cols=len(rows), style="Table Grid")
    table.autofit = False
    # The first column holds numbers; the next ones share what is left, the first of them more.
    left = _TABLE - _NUMBERS
    widths = [Mm(_NUMBERS), Mm(left * _SHARE), *([Mm(left * (1 - _SHARE))] * (len(rows) - 2))][: len(rows)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for column, (heading, expression) in enumerate(rows):
        for row, text in ((0, heading), (2, expression)):
            cell = table.cell(row, column)
            cell.width = widths[column]
            _add_paragraph(cell.paragraphs[0], "row", text)
    table.cell(1, 0).paragraphs[0].add_run("{%tr for item in items %}")
    table.cell(3, 0).paragraphs[0].add_run("{%tr endfor %}")


def render_letter(template: bytes, name: str, values: Mapping[str, object], title: str) -> bytes:
    """Return a letter as .docx; the same input yields the same bytes.

    Raises :class:`~nianbao.errors.TemplateError` naming the template where an office's own cannot be used.
    """
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(dict(values), environment, autoescape=True)
    except (jinja2.TemplateError, zipfile.BadZipFile, KeyError, *WRONG_VALUES) as error:
        raise TemplateError(_("函件模板 {name} 不能使用：{problems}", name=name, problems=error)) from error
    document.docx.core_properties.title = title[:255]
    return _saved(document.docx)


def _saved(document: Any) -> bytes:
    properties = document.core_properties
    properties.author = ""
    properties.created = properties.modified = _MOMENT
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return packed([(name, archive.read(name)) for name in archive.namelist()])
