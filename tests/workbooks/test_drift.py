"""How a workbook that came back differs from its layout: one finding for a damage, with the cells that it is about."""

from __future__ import annotations

from msgspec.structs import replace

from nianbao import Severity
from nianbao.workbooks.drift import find_drift
from nianbao.workbooks.raw import RawCell, RawWorkbook

from .comparing import REQUESTS, layout, raw, sheet, with_cells, with_sheet

FIELD = "requests.received.natural_person"


def codes(changed: RawWorkbook) -> list[str]:
    return [finding.code for finding in find_drift(changed, layout())]


def moved(name: str, target: object) -> RawWorkbook:
    return replace(raw(), names={**raw().names, name: target})


def test_what_came_back_as_it_went_out_differs_in_nothing() -> None:
    assert find_drift(raw(), layout()) == ()


def test_a_sheet_that_is_missing_is_named_with_the_one_that_may_be_it() -> None:
    renamed = replace(sheet(), name="三依申请")
    changed = replace(raw(), sheets=tuple(renamed if each.name == REQUESTS else each for each in raw().sheets))
    first = find_drift(changed, layout())[0]
    assert first.code == "LT201"
    assert REQUESTS in str(first.message)
    assert "三依申请" in str(first.message)
    extra = replace(raw(), sheets=(*raw().sheets, replace(sheet(), name="备用")))
    (found,) = find_drift(extra, layout())
    assert (found.code, found.cell.sheet if found.cell else "") == ("LT208", "备用")


def test_names_that_moved_are_one_finding_a_sheet_and_nothing_else_is_told_of_it() -> None:
    name = layout().placements[FIELD].name
    for target in (None, (REQUESTS, (8, 3, 8, 3)), ("封面", layout().placements[FIELD].area)):
        (found,) = find_drift(moved(name, target), layout())
        assert (found.code, found.field, found.severity) == ("LT204", FIELD, Severity.ERROR)
        assert "D6" in str(found.message)


def test_a_name_over_a_merged_input_may_be_narrowed_to_its_first_cell() -> None:
    placement = next(each for each in layout().names.values() if each.merged)
    first = (*placement.cells[0], *placement.cells[0])
    assert first != placement.area
    assert codes(moved(placement.name, (placement.sheet, first))) == []


def test_a_merge_over_an_input_is_told_and_one_beside_the_form_is_not() -> None:
    row, column = layout().placements[FIELD].cells[0]
    over = replace(sheet(), merges=sheet().merges | {(row, column, row, column + 1)})
    assert codes(with_sheet(over)) == ["LT207"]
    beside = replace(sheet(), merges=sheet().merges | {(200, 0, 201, 0)})
    assert codes(with_sheet(beside)) == []


def test_a_protection_that_was_taken_off_is_told_once_for_all_sheets() -> None:
    bare = replace(raw(), sheets=tuple(replace(each, protected=False) for each in raw().sheets))
    (found,) = find_drift(bare, layout())
    assert found.code == "LT206"
    assert len(found.cells) == sum(sheet.protected for sheet in layout().sheets)


def test_where_nothing_but_values_is_known_labels_are_compared_and_formulas_are_not() -> None:
    values = replace(
        raw(),
        sheets=tuple(
            replace(each, protected=False, merges=frozenset(),
                    cells={at: RawCell(cell.value, None, True) for at, cell in each.cells.items() if cell.formula is None})
            for each in raw().sheets
        ),
        names={},
        values_only=True,
    )  # fmt: skip
    assert codes(values) == []
    label = next(each for each in layout().labels if each.text == "自然人")
    changed = with_cells({(label.area[0], label.area[1]): RawCell("法人", None, True)}, label.sheet)
    assert codes(replace(values, sheets=changed.sheets)) == ["LT202"]
