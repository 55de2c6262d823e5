"""Choose the form of a report by its tables, because reports may mix forms or lack a year."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.interpretation.expected import expected_tables
from nianbao.interpretation.figures import read_figures
from nianbao.interpretation.labels import bare_label
from nianbao.interpretation.sections import take_apart
from nianbao.language import Domain
from nianbao.published.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nianbao.forms.definition import Form
    from nianbao.interpretation.figures import Figures
    from nianbao.interpretation.sections import Parts
    from nianbao.published.blocks import Document

_ = Domain("nianbao")


def choose_form(document: Document, forms: Sequence[Form]) -> tuple[Form, Parts, Figures]:
    """Return the form that fits a report best, with its parts and figures: by words of tables, then by rows found.

    Raises :class:`~nianbao.errors.UnreadableError` (RD108) where no form is installed.
    """
    if not forms:
        raise UnreadableError("RD108", _("没有安装任何表单，不能读报告。"))
    words = _words(document)
    scores = [_match_score(form, words) for form in forms]
    best = [form for form, score in zip(forms, scores, strict=True) if score == max(scores)]
    if not form_words(best[0]) & words:
        best = best[:1]  # no word of any form: most likely not a report, so that trying one form is enough
    results = [(form, *_parts_and_figures(document, form)) for form in best[:3]]
    return max(results, key=lambda result: _match_quality(*result))


def _match_score(form: Form, words: frozenset[str]) -> int:
    """Return how many of a form's own words occur in a report, minus those that do not."""
    printed = form_words(form)
    return len(printed & words) - len(printed - words)


@lru_cache(maxsize=16)
def form_words(form: Form) -> frozenset[str]:
    """Return the bare words printed in a form's published tables."""
    return frozenset(word for table in expected_tables(form) for word in table.words)


def _words(document: Document) -> frozenset[str]:
    words: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            words.update(bare_label(piece) for piece in block.text[:2000].split())
            continue
        for row in block.rows:
            words.update(bare_label(cell.text) for cell in row.cells)
    return frozenset(words)


@lru_cache(maxsize=16)
def row_labels(form: Form) -> frozenset[str]:
    """Return the bare labels of the rows of a form's tables, which are never headings of sections."""
    return frozenset(label for table in expected_tables(form) for row in table.rows for label in row.exact)


def _parts_and_figures(document: Document, form: Form) -> tuple[Parts, Figures]:
    parts = take_apart(document.blocks, form, row_labels(form))
    return parts, read_figures(form, parts)


def _match_quality(form: Form, parts: Parts, figures: Figures) -> tuple[int, int, int]:
    rows = sum(len({row.row.order for row in table.rows}) for table in figures.tables)
    return rows, len({section.id for section in parts.sections}), form.first_year
