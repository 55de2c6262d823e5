"""Rendering: a composed report as bytes of one format, by a Jinja template that can be replaced."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import jinja2

from nianbao.errors import TemplateError, UsageError
from nianbao.files.libreoffice import find_libreoffice
from nianbao.language import Domain, listed
from nianbao.pack_guard import pack_code
from nianbao.reports.draft_mark import marked_text
from nianbao.reports.own_template import run_apart
from nianbao.reports.pdf import pdf_of_page, pdf_of_word, require_page_printer
from nianbao.reports.picture import picture
from nianbao.reports.publication import Printable
from nianbao.reports.published_data import published_data
from nianbao.reports.report_formats import FORMATS
from nianbao.reports.report_style import HtmlPage, WordOptions
from nianbao.reports.templates import WRONG_VALUES, environment, filter_items, template_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nianbao.reports.publication import Draft, Publication
    from nianbao.reports.report import Report
    from nianbao.reports.templates import FilterItems

_ = Domain("nianbao")
_WHOLE_PAGE = HtmlPage()
_FOR_PRINT = HtmlPage(printed=True)
_FOR_PUBLICATION = WordOptions()


def render(
    printable: Publication | Draft,
    to: str,
    *,
    template: Path | None = None,
    page: HtmlPage | None = None,
    word: WordOptions | None = None,
) -> bytes:
    """Return a publication or a draft in a format: ``txt``, ``md``, ``html`` (UTF-8), ``json``, ``docx``, ``pdf``.

    A draft is marked as one in every format, by every template. ``template`` is an office's own file, run in a
    separate process with limits; ``page`` and ``word`` take precedence over those of the report style. PDF comes
    from Word by LibreOffice, else from the page by WeasyPrint (extra ``pdf``). Raises
    :class:`~nianbao.errors.UsageError` for an unknown format, or PDF where neither is installed, and
    :class:`~nianbao.errors.TemplateError` with template, line and cause, and ``TypeError`` for what the gate did not
    make: where ``publishable`` returns ``None``, ``withheld`` of the checked file says why.
    """
    if not isinstance(printable, Printable):
        raise TypeError(
            f"render() takes what publishable() or draft() returned, not {type(printable).__name__}; where that was "
            "None, the checked file's withheld and findings say why"
        )
    resources = printable.resources
    return render_report(
        printable.report,
        to,
        resources.folders,
        template=template,
        filters=resources.filters,
        page=page or resources.style.page,
        word=word or resources.style.word,
    )


def render_report(
    report: Report,
    to: str,
    folders: Sequence[Path],
    *,
    template: Path | None = None,
    filters: Mapping[str, Callable[..., object]] | None = None,
    page: HtmlPage = _WHOLE_PAGE,
    word: WordOptions = _FOR_PUBLICATION,
) -> bytes:
    """Return a composed report in a format; for this room, and for tests of templates.

    Templates are named ``report.<format>.jinja`` (for Word and PDF ``report.docx``) and searched in
    ``folders`` in order.
    """
    if to not in FORMATS:
        raise UsageError(_("不能输出 {to} 格式，可用的有：{formats}。", to=to, formats=listed(FORMATS)))
    if to == "json":
        return (json.dumps(published_data(report), ensure_ascii=False, indent=2) + "\n").encode()
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
    with pack_code():  # filters are code of packs
        # Packs' templates were installed by somebody who may run code here; an office's file may come from
        # anywhere.
        return run_apart(work, template.name) if template else work()


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
    search_folders = (template.parent, *folders) if template else folders
    charts = picture(report.submission) if page.picture else ()
    try:
        loaded = environment(search_folders, filters, trusted=template is None, escaped=to == "html").get_template(
            name
        )
        text = loaded.render(report=report, page=page, charts=charts)
        return (marked_text(text, to) if report.draft else text).encode()
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
    """Return PDF from Word where LibreOffice is, else from the HTML page."""
    libreoffice = find_libreoffice()
    if libreoffice is not None:
        document = render_report(report, "docx", folders, template=template, filters=filters, word=word)
        # as in _rendered: python-docx is slow to import
        from nianbao.reports.word_fitting import for_libreoffice

        return pdf_of_word(for_libreoffice(document), libreoffice)
    # The other way to PDF starts from the page, which knows nothing of Word's templates, fonts and sign-off.
    if template is not None or word != _FOR_PUBLICATION:
        raise UsageError(_("这台电脑上没有 LibreOffice：PDF 的自备模板、字体和审签栏要由它转换，请输出 docx。"))
    require_page_printer()
    return pdf_of_page(render_report(report, "html", folders, filters=filters, page=_FOR_PRINT).decode())
