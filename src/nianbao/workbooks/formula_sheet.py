"""A worksheet of XlsxWriter that hands on at once the formulas in which there is nothing to rename."""

from __future__ import annotations

import re
from typing import Final

from xlsxwriter.worksheet import Worksheet

_FUNCTION: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
EXCEL_2007: Final = frozenset(
    (
        "ABS", "AND", "CHAR", "CODE", "COLUMN", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "EXACT", "FIND",
        "HYPERLINK", "IF", "INDEX", "INT", "ISBLANK", "ISERROR", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "MATCH", "MAX",
        "MID", "MIN", "MOD", "N", "NOT", "OR", "REPT", "RIGHT", "ROUND", "ROW", "SEARCH", "SUBSTITUTE", "SUM", "SUMIF",
        "SUMPRODUCT", "T", "TEXT", "TRIM", "VALUE", "VLOOKUP",
    )
)  # fmt: skip
"""Functions that Excel 2007 had: the names that a file must write otherwise (``_xlfn.``) are all of later ones."""


class FormulaSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter ships no types
    """A worksheet that searches a formula once before XlsxWriter searches it for each of its names.

    XlsxWriter tries some 120 patterns on every formula, which was six tenths of the time that a workbook took.
    A formula with any function beyond those of Excel 2007 is left to it; ``tests/workbooks/test_formula_sheet.py``
    compares what is written here with what XlsxWriter would have written.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        plain = formula.removeprefix("=")
        if (
            not plain.startswith("{")
            and not plain.endswith("}")
            and EXCEL_2007.issuperset(_FUNCTION.findall(plain))
        ):
            return plain
        return str(super()._prepare_formula(formula, expand_future_functions))
