"""The check sheet: a line for each thing that is watched, each with a link to where it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.arrange import arrange
from nianbao.forms.form_file import parse_form
from nianbao.forms.layout import CheckKind

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form


def test_every_line_leads_to_a_cell_that_is_there(form: Form) -> None:
    layout = arrange(form)
    for line in layout.check_lines:
        sheet, field = layout.links[form.sheets.checks, (line.row, 1)]
        assert sheet in {found.name for found in layout.sheets}
        found = layout.cell(field)
        assert found is None or found[0] == sheet
        assert found is not None or line.kind is CheckKind.PASTE


def test_a_form_of_the_first_edition_watches_what_it_watched(form_folder: Path) -> None:
    layout = arrange(parse_form((form_folder / "versions" / "1.0.yaml").read_bytes(), "1.0"))
    assert not {line.kind for line in layout.check_lines} & {CheckKind.PASTE, CheckKind.ROLES}
    assert layout.state == ("封面", (6, 1))


def test_what_must_be_there_by_its_role_has_a_line_each(form: Form) -> None:
    layout = arrange(form)
    roles = [line.subject for line in layout.check_lines if line.kind is CheckKind.ROLES]
    assert roles == [check.id for check in form.live_checks]
