"""What a Word template may name: the report's texts and figures, by the ids of the form."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from nianbao.reports.pasted_text import paragraphs_of
from nianbao.submissions.submission import printed_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nianbao.forms.definition import Form
    from nianbao.reports.report import Report

Context = dict[str, Any]
_TITLE_LINE = 20


def word_context(report: Report, *, sign_off: bool) -> Context:
    """Return the names that a template may use, with their values.

    Figures and texts have the ids of the form (``<table>.<row>.<column>``), sections theirs
    (``sections.overview.passages``). The texts of the sign-off are empty unless ``sign_off``.
    """
    submission = report.submission

    def text(field: str) -> str:
        # The sign-off is on the version that is signed and never on the one that is published, whatever a template
        # names.
        printed = submission.form.texts[field].published or sign_off
        return word_text("\n".join(paragraphs_of(submission.text(field)))) if printed else Markup("")

    def figure(field: str) -> str:
        value = submission.shown(field)
        return "" if value is None else printed_figure(submission.form.fields[field], value)

    agency = submission.agency
    sections = {
        section.id: SimpleNamespace(
            heading=word_text(section.heading),
            passages=[_passage(passage.heading, passage.paragraphs) for passage in section.passages],
        )
        for section in report.sections
    }
    return {
        **_by_id(submission.form, text, figure),
        "title": word_text(_broken(report.title, agency.name or "")),
        "lead": [word_text(paragraph) for paragraph in report.lead],
        "sections": SimpleNamespace(**sections),
        "agency": _agency(agency.name or "", agency.short_name or "", agency.code or ""),
        "year": submission.year,
        "draft": False,  # the core marks drafts itself; older templates read it
        "sign_off": sign_off,
    }


def specimen(form: Form) -> Context:
    """Return every name that :func:`word_context` returns for a form, with empty values."""
    section = SimpleNamespace(heading="", passages=[_passage("", ("",))])
    return {
        **_by_id(form, lambda _field: "", lambda _field: ""),
        "title": "",
        "lead": [""],
        "sections": SimpleNamespace(**{section_id.id: section for section_id in form.sections}),
        "agency": _agency("", "", ""),
        "year": form.first_year,
        "draft": False,
        "sign_off": False,
    }


def word_text(text: str) -> Markup:
    """Return a text as XML; braces as references, for docxtpl takes ``{_{`` for an escaped ``{{``."""
    return Markup(str(escape(text)).replace("{", "&#123;").replace("}", "&#125;"))


def _broken(title: str, agency: str) -> str:
    """Break a title that is too long for a line after the agency's name, which it begins with."""
    if len(title) <= _TITLE_LINE or not agency or not title.startswith(agency) or title == agency:
        return title
    return f"{agency}\n{title.removeprefix(agency)}"


def _passage(heading: str, paragraphs: tuple[str, ...]) -> SimpleNamespace:
    return SimpleNamespace(
        heading=word_text(heading), paragraphs=[word_text(paragraph) for paragraph in paragraphs]
    )


def _agency(name: str, short_name: str, code: str) -> SimpleNamespace:
    return SimpleNamespace(name=word_text(name), short_name=word_text(short_name), code=word_text(code))


def _by_id(form: Form, text: Callable[[str], str], figure: Callable[[str], str]) -> Mapping[str, Any]:
    """Return texts and figures as nested names: the parts of their ids."""
    top = SimpleNamespace()
    for field, value in ((form.texts, text), (form.fields, figure)):
        for field_id in field:
            *path, last = field_id.split(".")
            place = top
            for name in path:
                if not hasattr(place, name):
                    setattr(place, name, SimpleNamespace())
                place = getattr(place, name)
            setattr(place, last, value(field_id))
    return vars(top)
