"""From a form to its layout: every sheet arranged, every cell given to its field."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.forms.kept_forms import layout_kept_with
from nianbao.forms.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.forms.definition import Form
    from nianbao.forms.sheet_builder import SheetBuilder

EXPLANATIONS, FREE_EXPLANATIONS = "explanations", "free_explanations"
"""Keys of the allotment that count prepared and free explanation rows."""

LONGEST_ALLOTMENT = 2000
"""Rows for paragraphs and explanations in a workbook: no report has as many; bounds what a tampered one can ask for."""


@lru_cache(maxsize=16)
def arranged(form: Form, allotment: tuple[tuple[str, int], ...], anonymous: bool) -> Layout:
    """Return the layout of a form, made once for each allotment (sorted pairs): workbooks of a batch share it."""
    kept = None if allotment or anonymous else layout_kept_with(form)
    if kept is not None:
        return kept
    return arrange(form, dict(allotment), anonymous=anonymous)


def arrange(form: Form, allotment: Mapping[str, int] | None = None, *, anonymous: bool = False) -> Layout:
    """Arrange a form into its :class:`Layout`.

    ``allotment`` adds paragraph rows to single texts (field id → rows) and prepared rows to
    the explanation sheet (:data:`EXPLANATIONS` → rows); rows never become fewer than the form says, nor
    more than :data:`LONGEST_ALLOTMENT` in all.
    ``anonymous`` makes agency name and code inputs, for a workbook that was made for no agency yet.
    """
    # Not loaded where a wheel brings the layout.
    from nianbao.forms.arrange_sheets import Cover, ExplanationSheet, Guide, SectionSheet
    from nianbao.forms.check_sheet import CheckSheet
    from nianbao.forms.paste_page import PastePage

    allotted = _bounded(form, allotment or {})
    builders: list[SheetBuilder] = [Cover(form, allotted), Guide(form, allotted)]
    for section in form.sections:
        with_texts = any(text.sheet == section.text_sheet for text in form.texts.values())
        sheets = dict.fromkeys((section.sheet, section.text_sheet) if with_texts else (section.sheet,))
        builders += [SectionSheet(form, allotted, section, sheet) for sheet in sheets]
        builders += [PastePage(form, allotted, paste) for paste in form.paste if paste.table in section.tables]
    check_sheet, explanation_sheet = CheckSheet(form, allotted), ExplanationSheet(form, allotted)
    builders += [check_sheet, explanation_sheet]
    cover = builders[0]
    assert isinstance(cover, Cover)
    return Layout(
        form=form,
        allotment=allotted,
        sheets=tuple(builder.sheet_layout() for builder in builders),
        labels=tuple(label for builder in builders for label in builder.labels),
        placements={key: value for builder in builders for key, value in builder.placements.items()},
        facts=cover.facts,
        nil=cover.nil,
        paste={key: value for builder in builders for key, value in builder.paste.items()},
        links={(builder.name, place): value for builder in builders for place, value in builder.links.items()},
        identity_checks={key: value for builder in builders for key, value in builder.identity_checks.items()},
        text_counts={key: value for builder in builders for key, value in builder.text_counts.items()},
        check_lines=tuple(check_sheet.check_lines),
        state=cover.state,
        explanations=tuple(explanation_sheet.explanations),
        anonymous=anonymous,
    )


# A returned workbook states in its stamp how many rows it has, and anybody can change a stamp: one that asked for
# thousands in every text cost 170 s and 7 GB.
def _bounded(form: Form, allotment: Mapping[str, int]) -> dict[str, int]:
    """Return the part of an allotment that counts, as far as there is room."""
    allotted: dict[str, int] = {}
    remaining = LONGEST_ALLOTMENT
    for key, rows in allotment.items():
        if key in (EXPLANATIONS, FREE_EXPLANATIONS) or (key in form.texts and rows > form.texts[key].rows):
            allotted[key] = max(0, min(remaining, rows))
            remaining -= allotted[key]
    return allotted
