"""Rendering: a composed report as bytes of one format, by a Jinja template that can be replaced."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import jinja2
from msgspec.structs import replace

from nianbao.errors import TemplateError, UsageError
from nianbao.language import Domain, listed
from nianbao.reports.own_template import run_apart
from nianbao.reports.pdf import find_office, pdf_of_page, pdf_of_word, require_page_printer
from nianbao.reports.picture import picture
from nianbao.reports.report_style import HtmlPage, WordOptions
from nianbao.reports.templates import WRONG_VALUES, environment, filter_items, template_error
from nianbao.submissions.submission_json import submission_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nianbao.reports.report import Report
    from nianbao.reports.templates import FilterItems
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
TEXT_FORMATS = ("txt", "md", "html")
OFFICE_FORMATS = ("docx", "pdf")
FORMATS = (*TEXT_FORMATS, *OFFICE_FORMATS, "json")

_WHOLE_PAGE = HtmlPage()
_FOR_PRINT = HtmlPage(printed=True)
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
    ``folders`` in order; ``template`` is an office's own file, run in a process of its own with limits.
    PDF comes from Word by LibreOffice, else from the page by WeasyPrint (extra ``pdf``). Raises
    :class:`~nianbao.errors.UsageError` for an unknown format, or PDF where neither is there, and
    :class:`~nianbao.errors.TemplateError` with template, line and cause.
    """
    if to not in FORMATS:
        raise UsageError(_("不能输出 {to} 格式，可用的有：{formats}。", to=to, formats=listed(FORMATS)))
    if to == "json":
        published = submission_json(_published(report.submission))
        return (json.dumps(published, ensure_ascii=False, indent=2) + "\n").encode()
    if to == "pdf":
        return _pdf(report, folders, template, filters or {}, word)
    work = partial(
        _rendered,
        report,
        to,
        tuple(folders),
        template=template,
        filters=filter_items(filters or {}),
        page=page,
        word=word,
    )
    return run_apart(work, template.name) if template else work()


def _published(submission: Submission) -> Submission:
    """Give a submission without what is never published: the sign-off, and the explanations for the office."""
    texts = {field: text for field, text in submission.texts.items() if submission.form.texts[field].published}
    return replace(submission, texts=texts, explanations=())


def _rendered(
    report: Report,
    to: str,
    folders: tuple[Path, ...],
    *,
    template: Path | None,
    filters: FilterItems,
    page: HtmlPage,
    word: WordOptions,
) -> bytes:
    """Render a report; a function of a module, so that another process can do it."""
    if to == "docx":
        # python-docx and lxml take longer to import than a text report takes to render
        from nianbao.reports.word import render_word

        return render_word(report, folders, template=template, filters=filters, options=word)
    name = template.name if template else f"report.{to}.jinja"
    where = (template.parent, *folders) if template else folders
    charts = picture(report.submission) if page.picture else ()
    try:
        found = environment(where, filters, trusted=template is None, escaped=to == "html").get_template(name)
        return found.render(report=report, page=page, charts=charts).encode()
    except (jinja2.TemplateError, TemplateError, *WRONG_VALUES) as error:
        raise template_error(error, name) from error
    except UnicodeDecodeError as error:
        raise TemplateError(_("模板 {name} 不是 UTF-8 编码，请另存为 UTF-8。", name=name)) from error


def _pdf(
    report: Report,
    folders: Sequence[Path],
    template: Path | None,
    filters: Mapping[str, Callable[..., object]],
    word: WordOptions,
) -> bytes:
    """Give PDF from Word where LibreOffice is, else from the HTML page."""
    office = find_office()
    if office is not None:
        made = render(report, "docx", folders, template=template, filters=filters, word=word)
        return pdf_of_word(made, office)
    if template is not None or word != _FOR_PUBLICATION:
        raise UsageError(_("这台电脑上没有 LibreOffice：PDF 的自备模板、字体和审签栏要由它转换，请输出 docx。"))
    require_page_printer()
    return pdf_of_page(render(report, "html", folders, filters=filters, page=_FOR_PRINT).decode())
