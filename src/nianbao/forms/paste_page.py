"""The sheet that takes a table pasted whole from Word: nothing on it is locked, for pasting locks cells in some clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.layout import PASTE_COLUMNS, PASTE_TOP, LabelKind
from nianbao.forms.measure import LINE
from nianbao.forms.sheet_builder import SheetBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.forms.definition import Form, PasteSheet

STATE_ROW = 2


class PastePage(SheetBuilder):
    """Title, how to paste, a line with what was recognised, then the area for pasting."""

    widths = (11.0,) * PASTE_COLUMNS
    landscape = True
    protected = False

    def __init__(self, form: Form, allotment: Mapping[str, int], paste: PasteSheet) -> None:
        super().__init__(form, allotment, paste.sheet)
        table = form.table_by_id[paste.table]
        home = form.section_of_table[table.id].sheet
        across = 12
        self.line(f"{table.name}整块粘贴（选填）", LabelKind.TITLE, columns=across, points=32)
        self.line(
            f"已经在 Word 里做好{table.name}的：在 Word 中选中表格（带不带表头和项目名称、带不带总计列都可以），复制；"
            f"点本页 A5 格，粘贴（Excel 选“匹配目标格式”，WPS 选“只粘贴文本”）。认出的数字随即出现在“{home}”页；"
            f"那一页上手填过的格不会改动，与粘贴的不同时须改成一致。粘贴错了，把第 5 行以下全部清除，重新粘贴。",
            LabelKind.HINT,
            columns=across,
        )
        self.heights[self.row] = LINE + 8
        self.row = PASTE_TOP - 1  # what is pasted shows, and is printed, on the table's own sheet
        self.print_columns = across
        self.frozen = (PASTE_TOP, 0)
