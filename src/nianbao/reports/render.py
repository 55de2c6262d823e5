"""Rendering: a composed report as bytes of one format, by a Jinja template that can be replaced."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jinja2

from nianbao.errors import TemplateError, UsageError
from nianbao.language import Domain, listed
from nianbao.reports.pdf import pdf_of
from nianbao.reports.picture import picture
from nianbao.reports.templates import environment, filter_items, template_error
from nianbao.submissions.submission_json import submission_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nianbao.reports.report import Report

_ = Domain("nianbao")
TEXT_FORMATS = ("txt", "md", "html")
OFFICE_FORMATS = ("docx", "pdf")
FORMATS = (*TEXT_FORMATS, *OFFICE_FORMATS, "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """What an HTML report consists of.

    A ``fragment`` is what a website's own page takes in: without ids, since there may be others.
    ``title`` as ``<h1>``; ``picture`` shows the year's main figures as charts too.
    """

    fragment: bool = False
    title: bool = True
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOptions:
    """How a Word report is made: with ``plain_fonts`` that every computer has, with the ``sign_off`` block."""

    plain_fonts: bool = False
    sign_off: bool = False


_WHOLE_PAGE = HtmlPage()
_FOR_PUBLICATION = WordOptions()


def render(
    report: Report,
    to: str,
    folders: Sequence[Path],
    *,
    template: Path | None = None,
    filters: Mapping[str, Callable[..., object]] | None = None,
    page: HtmlPage = _WHOLE_PAGE,
    word: WordOptions = _FOR_PUBLICATION,
) -> bytes:
    """Give a report in a format: ``txt``, ``md``, ``html`` (UTF-8), ``json`` (the data), ``docx``, ``pdf``.

    Templates are named ``report.<format>.jinja`` (for Word and PDF ``report.docx``) and looked for in
    ``folders`` in order; ``template`` is an office's own file. PDF needs LibreOffice. Raises
    :class:`~nianbao.errors.UsageError` for an unknown format and
    :class:`~nianbao.errors.TemplateError` with template, line and cause.
    """
    if to == "json":
        return (json.dumps(submission_json(report.submission), ensure_ascii=False, indent=2) + "\n").encode()
    if to in OFFICE_FORMATS:
        # python-docx and lxml take longer to import than a text report takes to render
        from nianbao.reports.word import render_word

        made = render_word(report, folders, template=template, filters=filters, options=word)
        return made if to == "docx" else pdf_of(made)
    if to not in TEXT_FORMATS:
        raise UsageError(_("不能输出 {to} 格式，可用的有：{formats}。", to=to, formats=listed(FORMATS)))
    name = template.name if template else f"report.{to}.jinja"
    where = (template.parent, *folders) if template else tuple(folders)
    charts = picture(report.submission) if page.picture else ()
    try:
        found = environment(
            where, filter_items(filters or {}), trusted=template is None, escaped=to == "html"
        ).get_template(name)
        return found.render(report=report, page=page, charts=charts).encode()
    except (jinja2.TemplateError, TemplateError) as error:
        raise template_error(error, name) from error
    except UnicodeDecodeError as error:
        raise TemplateError(_("模板 {name} 不是 UTF-8 编码，请另存为 UTF-8。", name=name)) from error
