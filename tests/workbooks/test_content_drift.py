"""Drift of contents: labels that say which figure stands where, formulas, things written elsewhere, comments."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from nianbao import Finding
from nianbao.forms.layout import LabelKind
from nianbao.workbooks.content_drift import ContentDrift, plain, plain_formula
from nianbao.workbooks.raw import RawCell, RawSheet

from .comparing import layout, sheet, with_cells

TOTAL = "requests.received.total"


def changed(cells: dict[tuple[int, int], RawCell | None]) -> RawSheet:
    found = with_cells(cells).sheet(sheet().name)
    assert found is not None
    return found


def drift(page: RawSheet) -> list[Finding]:
    found = ContentDrift(layout())
    return [
        *found.labels(page),
        *found.formulas(page, set(), frozenset()),
        *found.strangers(page),
        *found.comments(page),
    ]


def label(kind: LabelKind) -> tuple[int, int]:
    found = next(each for each in layout().labels if each.sheet == sheet().name and each.kind is kind and each.text)
    return found.area[0], found.area[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('=IF(COUNT($D$6:D8)=0,"",SUM(d6:d8))', 'IF( COUNT(D6:D8) = 0 , "" , SUM(D6:D8) )'),
        ("='三依申请公开'!D6", "三依申请公开!$D$6"),
        ('=IF(A1="a b",FALSE(),1)', '=if(a1="a b",FALSE,1)'),
        ("=_xlfn.SUM(A1)", "=SUM(A1)"),
    ],
)
def test_formulas_are_the_same_whatever_a_client_made_of_their_letters(one: str, other: str) -> None:
    assert plain_formula(one) == plain_formula(other)


def test_words_in_a_formula_are_kept_as_they_are() -> None:
    assert plain_formula('="a b"') != plain_formula('="ab"') != plain_formula('="AB"')
    assert plain(" 甲\n乙　") == "甲乙"


def test_a_label_may_be_spaced_but_not_reworded() -> None:
    at = label(LabelKind.HEADER)
    words = str(sheet().cells[at].value)
    assert drift(changed({at: RawCell(f" {words[0]}\n{words[1:]}", None, True)})) == []
    for cell in (RawCell("别的", None, True), None):
        (found,) = drift(changed({at: cell}))
        assert found.code == "LT202"
        assert words in str(found.message)


@pytest.mark.parametrize("kind", [LabelKind.TITLE, LabelKind.HINT])
def test_what_is_no_evidence_of_where_a_figure_stands_may_be_reworded(kind: LabelKind) -> None:
    assert drift(changed({label(kind): RawCell("改写过的文字", None, True)})) == []


@pytest.mark.parametrize("cell", [RawCell(50, None, True), RawCell(None, "=SUM(D6:D7)", True), None])
def test_a_formula_that_was_overwritten_is_named_by_its_field(cell: RawCell | None) -> None:
    (found,) = drift(changed({layout().placements[TOTAL].cells[0]: cell}))
    assert (found.code, found.field) == ("LT205", TOTAL)


def test_a_formula_that_looks_at_a_damaged_sheet_is_not_told_again() -> None:
    checks = layout().form.sheets.checks
    page = with_cells({layout().check_lines[0].result: RawCell(None, "=#REF!", True)}, checks).sheet(checks)
    assert page is not None
    found = ContentDrift(layout())
    assert len(list(found.formulas(page, set(), frozenset()))) == 1
    assert list(found.formulas(page, {each.name for each in layout().sheets}, frozenset())) == []


def test_what_stands_outside_the_form_is_shown_with_its_cell_and_blanks_are_nothing() -> None:
    (found,) = drift(changed({(90, 1): RawCell("另有3件", None, False), (91, 1): RawCell(" ", None, False)}))
    assert (found.code, [cell.cell for cell in found.cells]) == ("LT208", ["B91"])
    assert "另有3件" in str(found.message)


def test_comments_are_told_for_nobody_reads_them() -> None:
    (found,) = drift(replace(sheet(), comments={(5, 3): "含上年1件", (6, 3): " "}))
    assert (found.code, [cell.cell for cell in found.cells]) == ("LT208", ["D6"])
