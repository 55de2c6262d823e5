"""The layout: nothing stands on anything else, every field has its place, and names are Excel's."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from nianbao import PluginRegistry, arrange
from nianbao.cells import parse_address
from nianbao.forms.arrange import EXPLANATIONS, LONGEST_ALLOTMENT
from nianbao.forms.arrange_sheets import FREE_EXPLANATIONS
from nianbao.forms.layout import FACTS, NIL_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao import Form, Layout
    from nianbao.cells import Area

BUNDLED = PluginRegistry().form_folders["zfxxgk-2021"].form
ALLOTMENTS = st.dictionaries(st.sampled_from([*BUNDLED.texts, "no.such.text"]), st.integers(-5, 30), max_size=6)
PREPARED = st.integers(0, 12)
LEGAL_NAME = re.compile(r"[^\W\d][\w.]{0,254}")
ROW_COLUMN_NAME = re.compile(r"(?i)r[0-9]*|c[0-9]*|r[0-9]*c[0-9]*")


def areas(layout: Layout) -> Iterator[tuple[str, Area]]:
    """Return everything that stands somewhere, with the columns that the writer fills beside lines."""
    yield from ((label.sheet, label.area) for label in layout.labels)
    yield from ((placement.sheet, placement.area) for placement in layout.names.values())
    for sheet, (row, column) in (*layout.identity_checks.values(), *layout.text_counts.values(), layout.state):
        yield sheet, (row, column, row, column)
    for check in layout.check_lines:
        yield layout.form.sheets.checks, (check.row, 2, check.row, 4)
    for line in layout.explanations:
        yield layout.form.sheets.explanations, (line.row, 0 if line.prepared else 4, line.row, 4)


def crowded(layout: Layout) -> list[tuple[str, int, int]]:
    taken = Counter(
        (sheet, row, column)
        for sheet, (top, left, bottom, right) in areas(layout)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    )
    return [cell for cell, count in taken.items() if count > 1]


@given(ALLOTMENTS, PREPARED, st.booleans())
def test_no_two_things_stand_in_one_cell(allotment: dict[str, int], prepared: int, anonymous: bool) -> None:
    layout = arrange(BUNDLED, {**allotment, EXPLANATIONS: prepared}, anonymous=anonymous)
    assert crowded(layout) == []


@given(ALLOTMENTS)
def test_allotment_gives_more_rows_and_never_fewer(allotment: dict[str, int]) -> None:
    layout = arrange(BUNDLED, allotment)
    for field, text in BUNDLED.texts.items():
        assert len(layout.placements[field].cells) == max(text.rows, allotment.get(field, 0)), field
    assert set(layout.allotment) <= set(BUNDLED.texts)


@given(st.integers(-10, 40))
def test_explanation_rows_never_become_fewer_than_the_free_ones(prepared: int) -> None:
    layout = arrange(BUNDLED, {EXPLANATIONS: prepared})
    assert sum(not row.prepared for row in layout.explanations) == FREE_EXPLANATIONS
    assert sum(row.prepared for row in layout.explanations) == max(0, prepared)


def test_no_allotment_is_larger_than_its_bound(form: Form) -> None:
    layout = arrange(form, {"problems.current": 10**9, EXPLANATIONS: 10**9})
    assert len(layout.placements["problems.current"].cells) == LONGEST_ALLOTMENT
    assert len(layout.explanations) == FREE_EXPLANATIONS
    layout = arrange(form, dict.fromkeys(form.texts, 10**9))
    assert sum(layout.allotment.values()) == LONGEST_ALLOTMENT
    assert arrange(form, dict(sorted(layout.allotment.items()))).placements == layout.placements


def test_every_field_is_placed_once_on_a_sheet_that_is_there(form: Form) -> None:
    layout = arrange(form)
    assert set(layout.placements) == set(form.fields) | set(form.texts)
    assert tuple(layout.facts) == FACTS
    assert set(layout.nil) == {NIL_PREFIX + nil.table for nil in form.nil}
    sheets = {sheet.name for sheet in layout.sheets}
    assert {placement.sheet for placement in layout.names.values()} <= sheets
    cells = [(placement.sheet, cell) for placement in layout.names.values() for cell in placement.cells]
    assert len(cells) == len(set(cells))


def test_sheets_come_in_the_order_of_the_form(form: Form) -> None:
    assert [sheet.name for sheet in arrange(form).sheets] == [
        "封面", "填报说明", "一总体情况", "二主动公开", "三依申请公开", "表三粘贴", "四复议诉讼", "五问题改进", "六其他事项", "校核结果", "核实说明",
    ]  # fmt: skip


def test_a_field_stands_in_the_cell_that_its_finding_names(form: Form) -> None:
    layout = arrange(form)
    for field in (*form.fields, *form.texts, *layout.facts, *layout.nil):
        found = layout.cell(field)
        assert found is not None
        placement = layout.placements.get(field) or layout.facts.get(field) or layout.nil[field]
        assert (found[0], parse_address(found[1])) == (placement.sheet, placement.cells[0])
    assert layout.cell("no.such.field") is None


def test_defined_names_are_unique_and_legal_for_excel(form: Form) -> None:
    layout = arrange(form)
    everything = (
        *layout.placements.values(),
        *layout.facts.values(),
        *layout.nil.values(),
    )
    assert len(layout.names) == len(everything)
    assert len({name.lower() for name in layout.names}) == len(everything)
    for name in layout.names:
        assert LEGAL_NAME.fullmatch(name), name
        assert parse_address(name) is None, name
        assert not ROW_COLUMN_NAME.fullmatch(name), name


def test_areas_stay_inside_the_print_area_or_its_check_column(form: Form) -> None:
    layout = arrange(form)
    sheets = {sheet.name: sheet for sheet in layout.sheets}
    for name, (top, left, bottom, right) in areas(layout):
        assert 0 <= top <= bottom <= sheets[name].print_area[2]
        assert 0 <= left <= right < len(sheets[name].widths)


def test_every_identity_has_its_check_and_every_section_text_its_count(form: Form) -> None:
    layout = arrange(form)
    assert set(layout.identity_checks) == {identity.id for identity in form.identities}
    assert set(layout.text_counts) == {text.id for text in form.texts.values() if text.section is not None}


def test_row_heights_are_what_excel_can_show(form: Form) -> None:
    for sheet in arrange(form, {"lead.text": 40, "problems.current": 40}).sheets:
        assert all(0 < points <= 409 for points in sheet.heights.values())
        assert all(0 < width <= 255 for width in sheet.widths)
