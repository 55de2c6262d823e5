"""A report as a Word document, by docxtpl on the form's template or an office's own."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import docx
import jinja2
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.errors import TemplateError
from nianbao.files.system_errors import reason_of
from nianbao.language import Domain
from nianbao.reports.draft_mark import mark_word
from nianbao.reports.templates import WRONG_VALUES, FilterItems
from nianbao.reports.word_check import check_template, open_template
from nianbao.reports.word_context import word_context
from nianbao.reports.word_fitting import fit_figures, set_long_words
from nianbao.reports.word_template import TEMPLATE, make_word_template, packed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nianbao.reports.report import Report
    from nianbao.reports.report_style import WordOptions

_ = Domain("nianbao")
_PLAIN = {"方正小标宋简体": "宋体", "仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体"}
_BOLD = "方正小标宋简体"
_FACES = tuple(qn(f"w:{name}") for name in ("ascii", "hAnsi", "eastAsia", "cs"))
_MOMENT = datetime(2021, 1, 1, tzinfo=UTC)
_LONGEST_PROPERTY = 255


def render_word(
    report: Report,
    folders: Sequence[Path],
    *,
    template: Path | None = None,
    filters: FilterItems = (),
    options: WordOptions,
) -> bytes:
    """Return a report as .docx; equal input yields equal bytes.

    ``template`` is an office's own; else ``report.docx`` is searched in ``folders`` in order, and
    made from the form where there is none. The sign-off block appears where ``options`` ask for it,
    and its texts never otherwise. Raises
    :class:`~nianbao.errors.TemplateError` before anything is rendered, with every unknown name and
    missing table and its place.
    """
    data, name = _template(report, folders, template)
    jinja_environment = _environment(filters)
    # A template without one of the figures would make a report without it, which nobody would notice.
    used = check_template(data, name, report.submission.form, jinja_environment)
    if options.sign_off and "sign_off" not in used:
        raise TemplateError(_("模板 {name} 没有审签栏（sign_off），不能出审签稿。", name=name))
    document = open_template(data, name)
    try:
        document.render(word_context(report, sign_off=options.sign_off), jinja_environment, autoescape=True)
    except (jinja2.TemplateError, *WRONG_VALUES) as error:
        raise TemplateError(_("模板 {name} 不能使用：\n{problems}", name=name, problems=error)) from error
    if options.sign_off and options.note:
        _add_note(document.docx, options.note)
    fit_figures(document.docx)
    set_long_words(document.docx)
    if options.plain_fonts:
        _use_plain_fonts(document.docx)
    saved = _saved(document.docx, report)
    return _marked(saved, report) if report.draft else saved


def _add_note(document: Any, note: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.add_run(note).font.size = Pt(9)


def _marked(data: bytes, report: Report) -> bytes:
    """Return a document with the mark of a draft; reopened, for docxtpl inserts page headers at the end."""
    document = docx.Document(io.BytesIO(data))
    mark_word(document)
    return _saved(document, report)


def _template(report: Report, folders: Sequence[Path], own_path: Path | None) -> tuple[bytes, str]:
    """Return the bytes and the name of the template to use."""
    path = own_path or next((folder / TEMPLATE for folder in folders if (folder / TEMPLATE).exists()), None)
    if path is None:
        return make_word_template(report.submission.form), TEMPLATE
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        raise TemplateError(_("不能读取 {path}（{reason}）。", path=path, reason=reason_of(error))) from error


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox in which every Word template runs; docxtpl compiles what was compiled to be checked."""

    # Compiling takes far longer than rendering, and the check and docxtpl each ask for it.
    @lru_cache(maxsize=64)  # noqa: B019  # the environments are kept as well
    def _compiled(self, source: str) -> jinja2.Template:
        return super().from_string(source)

    def from_string(self, source: Any, *_arguments: Any, **_options: Any) -> jinja2.Template:
        """Return the template of a source, compiled once."""
        return self._compiled(str(source))


@lru_cache(maxsize=4)
def _environment(filters: FilterItems) -> jinja2.Environment:
    """Return the environment of Word templates: strict, escaping, without other templates."""
    environment = _Sandbox(undefined=jinja2.StrictUndefined, autoescape=True)
    environment.filters.update(dict(filters))
    return environment


def _use_plain_fonts(document: Any) -> None:
    """Put plain fonts in the place of those that have to be installed; the title becomes bold instead."""
    for part in document.part.package.iter_parts():
        root = getattr(part, "element", None)
        for fonts in root.iter(qn("w:rFonts")) if root is not None else ():
            if fonts.get(qn("w:eastAsia")) == _BOLD and fonts.getparent().find(qn("w:b")) is None:
                fonts.addnext(OxmlElement("w:b"))
            for face in _FACES:
                if fonts.get(face) in _PLAIN:
                    fonts.set(face, _PLAIN[fonts.get(face)])


def _saved(document: Any, report: Report) -> bytes:
    """Return the bytes of a document, with nothing in them that depends on the time of writing."""
    properties = document.core_properties
    properties.title = report.title[:_LONGEST_PROPERTY]
    properties.author = (report.submission.agency.name or "")[:_LONGEST_PROPERTY]
    properties.created = properties.modified = _MOMENT
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return packed([(name, archive.read(name)) for name in archive.namelist()])
