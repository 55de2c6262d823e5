"""Formulas of our workbooks are written as XlsxWriter writes them, looked at once."""

from __future__ import annotations

import pytest
from xlsxwriter.worksheet import Worksheet

from nianbao import PluginRegistry, arrange
from nianbao.workbooks.formula_sheet import EXCEL_2007, FormulaSheet
from nianbao.workbooks.live_checks import Formulas


@pytest.mark.parametrize("later", [False, True])
def test_every_formula_of_every_form_is_what_xlsxwriter_makes_of_it(registry: PluginRegistry, later: bool) -> None:
    for identity in registry.form_folders:
        sheets = Formulas(arrange(registry.find_form(identity))).all()
        formulas = {formula for formulas in sheets.values() for formula in formulas.values()}
        assert formulas
        for formula in formulas:
            assert FormulaSheet()._prepare_formula(formula, later) == Worksheet()._prepare_formula(formula, later)


@pytest.mark.parametrize("name", sorted(EXCEL_2007))
def test_none_of_the_functions_that_are_handed_on_has_another_name_in_a_file(name: str) -> None:
    assert Worksheet()._prepare_formula(f"={name}(A1)", True) == f"{name}(A1)"


@pytest.mark.parametrize(
    "formula",
    [
        "=CONCAT(A1)",
        "{=SUM(A1)}",
        "=_xlfn.CONCAT(A1)",
        "=STDEV.P(A1)",
        "=IF(XLOOKUP(A1,B1:B2,C1:C2)=1,2,3)",
        "={1,2}",
    ],
)
def test_what_is_newer_or_an_array_goes_xlsxwriters_way(formula: str) -> None:
    assert FormulaSheet()._prepare_formula(formula, True) == Worksheet()._prepare_formula(formula, True)
