"""From a form to its layout: as many rows as are asked for and none too many, made once for a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import arrange
from nianbao.forms.arrange import EXPLANATIONS, LONGEST_ALLOTMENT, arranged

if TYPE_CHECKING:
    from nianbao import Form

TEXT = "problems.current"


@pytest.mark.parametrize(("more", "rows"), [(3, 3), (0, 0), (-100, 0)])
def test_a_text_gets_the_rows_that_are_asked_for_and_never_fewer_than_the_form_says(
    form: Form, more: int, rows: int
) -> None:
    own = form.texts[TEXT].rows
    layout = arrange(form, {TEXT: own + more})
    assert len(layout.placements[TEXT].cells) == own + rows
    assert layout.allotment == ({TEXT: own + more} if rows else {})


def test_what_a_tampered_workbook_asks_for_is_bounded_in_all(form: Form) -> None:
    layout = arrange(form, {TEXT: 10**9, EXPLANATIONS: 10**9, "no.such.text": 5})
    assert sum(layout.allotment.values()) <= LONGEST_ALLOTMENT
    assert "no.such.text" not in layout.allotment


def test_files_of_a_batch_share_a_layout(form: Form) -> None:
    assert arranged(form, ((TEXT, 30),), False) is arranged(form, ((TEXT, 30),), False)
    assert arranged(form, (), True).anonymous


def test_sheets_come_in_the_order_of_the_form(form: Form) -> None:
    names = [sheet.name for sheet in arrange(form).sheets]
    assert names[0] == form.sheets.cover
    assert names[-2:] == [form.sheets.checks, form.sheets.explanations]
    sections = [section.sheet for section in form.sections]
    assert [name for name in names if name in sections] == sections
