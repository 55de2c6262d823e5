"""The sheet that takes a table pasted whole: beside its table's own, and nothing on it locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.arrange import arrange
from nianbao.forms.layout import PASTE_TOP

if TYPE_CHECKING:
    from nianbao import Form


def test_it_follows_its_tables_sheet_and_is_not_locked(form: Form) -> None:
    sheets = {sheet.name: sheet for sheet in arrange(form).sheets}
    names = list(sheets)
    assert names[names.index("三依申请公开") + 1] == "表三粘贴"
    assert [sheet.name for sheet in sheets.values() if not sheet.protected] == ["表三粘贴"]


def test_its_words_stand_above_the_area_of_pasting(form: Form) -> None:
    layout = arrange(form)
    rows = [label.area[2] for label in layout.labels if label.sheet == "表三粘贴"]
    assert rows
    assert max(rows) < PASTE_TOP
    assert next(sheet for sheet in layout.sheets if sheet.name == "表三粘贴").print_area[2] < PASTE_TOP
