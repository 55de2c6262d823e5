"""Live checks compiled to Excel formulas; that they agree with the rules, a real spreadsheet shows (tests/clients)."""

from __future__ import annotations

import pytest

from nianbao import Form, arrange
from nianbao.submissions.balance import Outcome
from nianbao.workbooks.live_checks import Formulas, mark

TOTAL = "requests.received.total"


@pytest.fixture(scope="module")
def formulas(form: Form) -> Formulas:
    return Formulas(arrange(form))


def test_every_total_identity_and_check_line_has_a_formula_in_its_own_cell(formulas: Formulas, form: Form) -> None:
    layout, found = formulas.layout, formulas.all()
    for field in form.totals:
        placement = layout.placements[field]
        assert found[placement.sheet][placement.cells[0]] == formulas.total(field)
    for identity in form.identities:
        sheet, position = layout.identity_checks[identity.id]
        assert found[sheet][position].startswith("=IF(")
    for line in layout.check_lines:
        assert line.result in found[form.sheets.checks]
    cells = [(sheet, position) for sheet, each in found.items() for position in each]
    inputs = {
        (each.sheet, cell)
        for field, each in layout.placements.items()
        if field not in form.totals
        for cell in each.cells
    }
    assert not inputs & set(cells)


def test_a_total_is_empty_until_a_part_is_typed_and_zero_where_the_table_is_declared_empty(
    formulas: Formulas,
) -> None:
    assert formulas.total(TOTAL).startswith("=IF(COUNT(D6:I6)=0,IF(OR('")
    assert formulas.total(TOTAL).endswith(",SUM(D6:I6))")


def test_identities_are_computed_from_typed_cells_never_from_totals(formulas: Formulas, form: Form) -> None:
    assert formulas.leaves([TOTAL]) == list(form.totals[TOTAL])
    assert not set(formulas.leaves(form.totals)) & set(form.totals)


def test_sums_take_their_cells_one_by_one_so_that_a_text_does_no_harm(formulas: Formulas, form: Form) -> None:
    for identity in form.identities:
        formula = formulas.identity(identity)
        assert "SUM(" in formula
        assert "+D" not in formula.replace("$", "")


def test_cells_of_another_sheet_are_named_with_it(formulas: Formulas) -> None:
    assert formulas.cells([TOTAL], "三依申请公开") == "J6"
    assert formulas.cells([TOTAL, "requests.carried_in.total"], "封面") == "'三依申请公开'!$J$6:$J$7"


def test_a_table_that_cannot_be_declared_empty_never_is(formulas: Formulas) -> None:
    assert formulas.nil("handling_fee") == "FALSE"
    assert formulas.nil("requests").endswith('="是"')


@pytest.mark.parametrize(
    ("outcome", "words"),
    [(Outcome.EMPTY, ""), (Outcome.BALANCED, "平衡"), (Outcome.HELD_BACK, "未填齐"), (Outcome.IMBALANCED, "差 -2")],
)
def test_the_words_that_a_check_shows(outcome: Outcome, words: str) -> None:
    assert mark(outcome, -2) == words
