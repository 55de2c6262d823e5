"""Where formulas cannot be seen, a total that differs from its parts is one that somebody typed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nianbao import PluginRegistry, Submission, check, fitted, interpret, layout_for, read_raw, write_workbook
from nianbao.workbooks.raw import RawCell, RawWorkbook

TOTAL = "requests.received.total"


def values_only(example: Submission, total: int) -> RawWorkbook:
    """Return the example's workbook as a format without formulas would give it, with this total in it."""
    raw = read_raw(write_workbook(fitted(example)))
    placement = layout_for(example).placements[TOTAL]
    sheets = tuple(
        replace(sheet, cells={**sheet.cells, placement.cells[0]: RawCell(total, None, True)})
        if sheet.name == placement.sheet
        else sheet
        for sheet in raw.sheets
    )
    return replace(raw, sheets=sheets, values_only=True)


@pytest.mark.parametrize(("total", "codes"), [(50, set()), (51, {"TB103"})])
def test_a_total_that_differs_is_stated(
    registry: PluginRegistry, example: Submission, total: int, codes: set[str]
) -> None:
    submission = interpret(values_only(example, total), registry.find_form).submission
    assert submission is not None
    found = check(submission, registry.rules_for(submission.form)).findings
    assert {finding.code for finding in found if finding.code.startswith("TB")} == codes
