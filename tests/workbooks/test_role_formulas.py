"""Live checks by roles: the same cells that the rules look at, and words of the form's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.cells import address
from nianbao.forms.arrange import arrange
from nianbao.workbooks.live_checks import Formulas
from nianbao.workbooks.role_formulas import RoleFormulas

if TYPE_CHECKING:
    from nianbao import Form


@pytest.fixture
def formulas(form: Form) -> Formulas:
    return Formulas(arrange(form))


def test_every_cell_of_a_role_is_looked_at(form: Form, formulas: Formulas) -> None:
    for check in form.live_checks:
        formula = RoleFormulas(formulas, check).result()
        for role in (*check.each, *check.any, *check.instead):
            for field in form.role(role):
                assert address(formulas.layout.placements[field].cells[0], absolute=True) in formula


def test_an_aspect_may_stand_in_another_text_by_its_words(form: Form, formulas: Formulas) -> None:
    aspects = next(check for check in form.live_checks if check.each)
    formula = RoleFormulas(formulas, aspects).result()
    for field in form.role("aspect"):
        for word in form.texts[field].recognised_by:
            assert f'FIND("{word}"' in formula


def test_formulas_are_no_longer_than_spreadsheets_take(form: Form, formulas: Formulas) -> None:
    found = [
        formula for sheet in (*formulas.all().values(), *formulas.pasted().values()) for formula in sheet.values()
    ]
    assert max(map(len, found)) < 8192
