"""The sheets of a workbook: what each holds, and that nothing of a form is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao import arrange
from nianbao.forms.arrange import EXPLANATIONS
from nianbao.forms.arrange_sheets import FREE_EXPLANATIONS
from nianbao.forms.layout import CheckKind, LabelKind

if TYPE_CHECKING:
    from nianbao import Form, Layout


def words(layout: Layout, sheet: str) -> str:
    return "\n".join(label.text for label in layout.labels if label.sheet == sheet)


def test_the_cover_names_the_unit_and_asks_what_the_form_asks_there(form: Form) -> None:
    layout = arrange(form)
    assert {placement.sheet for placement in (*layout.facts.values(), *layout.nil.values())} == {form.sheets.cover}
    for group in form.cover:
        assert group.title in words(layout, form.sheets.cover)
        assert {layout.placements[text].sheet for text in group.texts} == {form.sheets.cover}
    assert layout.state[0] == form.sheets.cover


def test_the_guide_says_what_is_to_be_filled_in_where(form: Form) -> None:
    text = words(arrange(form), form.sheets.guide)
    for line in form.guide:
        assert line in text
    assert all(table.caption in text or table.name in text for table in form.tables)


def test_each_table_stands_on_its_sheet_with_a_check_for_each_identity(form: Form) -> None:
    layout = arrange(form)
    for table in form.tables:
        sheet = form.section_of_table[table.id].sheet
        assert {layout.placements[field.id].sheet for field in table.fields} == {sheet}
    assert set(layout.identity_checks) == {identity.id for identity in form.identities}
    for identity in form.identities:
        assert layout.identity_checks[identity.id][0] == form.section_of_table[identity.table].sheet


def test_the_check_sheet_has_a_line_for_everything_that_is_watched(form: Form) -> None:
    lines = arrange(form).check_lines
    rows = [line.row for line in lines]
    assert rows == sorted(set(rows))
    subjects = {kind: {line.subject for line in lines if line.kind is kind} for kind in CheckKind}
    assert subjects[CheckKind.NIL] == {nil.table for nil in form.nil}
    assert subjects[CheckKind.SECTION] <= {section.id for section in form.sections}
    told = {*subjects[CheckKind.IDENTITY], *subjects[CheckKind.FAMILY]}
    assert all(identity.id in told or f"{identity.table}.{identity.role}" in told for identity in form.identities)


def test_the_explanation_sheet_has_prepared_rows_for_findings_and_free_ones(form: Form) -> None:
    plain = arrange(form).explanations
    assert [row.prepared for row in plain] == [False] * FREE_EXPLANATIONS
    more = arrange(form, {EXPLANATIONS: 3}).explanations
    assert [row.prepared for row in more] == [True] * 3 + [False] * FREE_EXPLANATIONS
    assert len({cell for row in more for cell in row.cells}) == sum(len(row.cells) for row in more)


def test_every_sheet_has_a_title(form: Form) -> None:
    layout = arrange(form)
    titled = {label.sheet for label in layout.labels if label.kind is LabelKind.TITLE}
    assert titled == {sheet.name for sheet in layout.sheets}
