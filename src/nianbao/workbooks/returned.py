"""A returned workbook: written afresh from what was received, with the findings next to their cells.

Marks are cell patterns and comments, a sheet in front with every finding, and rows for reasons. On reading
these marks are removed again: they are ours, not answers.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import msgspec
from msgspec.structs import replace

from nianbao.cells import address
from nianbao.forms.measure import height
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from nianbao.forms.layout import Layout
    from nianbao.workbooks.raw import RawWorkbook
    from nianbao.workbooks.stamp import Stamp

_ = Domain("nianbao")
FRONT: Final = "校核意见"
_WIDTHS: Final = (5.0, 11.0, 34.0, 52.0, 40.0)
_LONGEST_COMMENT = 600
_DIGITS = 12
_MARK: Final = {"pattern": 13, "bg_color": "#FFD9D9", "fg_color": "#C00000", "bold": True, "font_color": "#9C0006"}
"""A hatching that a black-and-white print shows as well."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as a returned workbook shows it; ``field`` is its place, ``fields`` all that it involves."""

    severity: str
    place: str
    words: str
    remedy: str
    field: str | None = None
    fields: tuple[str, ...] = ()
    blocks: bool = True


class Marking(msgspec.Struct, frozen=True, kw_only=True):
    """The marks on a returned workbook.

    ``base`` is the SHA-256 of the file that it was made from, ``head`` the ledger's state then; ``questions`` are
    the texts of the prepared rows by code and field.
    """

    base: str
    head: str
    heading: str
    introduction: str
    remarks: tuple[Remark, ...]
    questions: Mapping[tuple[str, str], str] = msgspec.field(default_factory=dict)

    def comments(self, layout: Layout) -> dict[tuple[str, tuple[int, int]], str]:
        """Return the comments by sheet and cell; a cell that several findings are about has one for all."""
        texts: dict[tuple[str, tuple[int, int]], list[str]] = {}
        for remark in self.remarks:
            placement = layout.placements.get(remark.field or "")
            if placement is not None and remark.blocks:
                text = f"{remark.words}\n{remark.remedy}".strip()
                texts.setdefault((placement.sheet, placement.cells[0]), []).append(text)
        return {cell: "\n".join(paragraphs)[:_LONGEST_COMMENT] for cell, paragraphs in texts.items()}

    def entries(self, layout: Layout) -> dict[str, str]:
        """Return what is written into the stamp: by it our own marks are known again."""
        digests = sorted({_digest(text) for text in self.comments(layout).values()})
        return {"base": self.base, "head": self.head, "front": FRONT, "comments": " ".join(digests)}


def _digest(text: str) -> str:
    # White space does not count: clients rewrap comments.
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:_DIGITS]


def add_front(book: Workbook) -> Worksheet:
    """Add the sheet that comes first, before any other is added."""
    return book.add_worksheet(FRONT)


def paint(
    book: Workbook, front: Worksheet, sheets: Mapping[str, Worksheet], layout: Layout, marking: Marking
) -> None:
    """Write the findings onto the front sheet and mark the cells that they are about."""
    _Front(book, front, layout, marking).write()
    mark = book.add_format(dict(_MARK))
    marked = {
        (placement.sheet, placement.cells[0])
        for remark in marking.remarks
        if remark.blocks
        for field in filter(None, (remark.field, *remark.fields))
        if (placement := layout.placements.get(field)) is not None
    }
    for sheet, cell in sorted(marked):
        # A condition that always holds is drawn over the cell's own look, which stays as it is.
        sheets[sheet].conditional_format(*cell, *cell, {"type": "formula", "criteria": "=TRUE", "format": mark})
    for (sheet, cell), text in marking.comments(layout).items():
        sheets[sheet].write_comment(*cell, text, {"x_scale": 2.4, "y_scale": 1.8, "font_size": 10})


class _Front:
    """The sheet in front."""

    def __init__(self, book: Workbook, sheet: Worksheet, layout: Layout, marking: Marking) -> None:
        self.sheet = sheet
        self.layout = layout
        self.marking = marking
        body: dict[str, Any] = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "vcenter"}
        box = {**body, "border": 1, "border_color": "#9AA5B1"}
        self.title = book.add_format({**body, "font_name": "黑体", "font_size": 16, "align": "center"})
        self.note = book.add_format(body)
        self.head = book.add_format({**box, "font_name": "黑体", "bg_color": "#E3EBF5", "align": "center"})
        self.cell = book.add_format(box)
        self.strong = book.add_format({**box, "bold": True, "font_color": "#9C0006"})
        self.link = book.add_format({**box, "font_color": "#1F4E9E", "underline": 1})

    def write(self) -> None:
        """Write title, introduction and one row a finding, those that block first; each leads to its cell."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, 4, self.marking.heading, self.title)
        sheet.set_row(0, 34)
        sheet.merge_range(1, 0, 1, 4, self.marking.introduction, self.note)
        sheet.set_row(1, height(self.marking.introduction, sum(_WIDTHS)) + 6)
        headings = ("序号", "轻重", "位置（点这里）", "问题", "怎么改")
        for column, heading in enumerate(headings):
            sheet.write_string(2, column, heading, self.head)
        sheet.set_row(2, 24)
        for row, (number, remark) in enumerate(enumerate(self.marking.remarks, 1), 3):
            self._row(row, number, remark)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
        sheet.set_footer(f"&R&8台账：{self.marking.head}")
        sheet.protect("", {"select_locked_cells": True, "format_rows": True})

    def _row(self, row: int, number: int, remark: Remark) -> None:
        sheet = self.sheet
        sheet.write_number(row, 0, number, self.cell)
        sheet.write_string(row, 1, remark.severity, self.strong if remark.blocks else self.cell)
        placement = self.layout.placements.get(remark.field or "")
        place = remark.place or "-"
        if placement is not None:
            target = f"internal:'{placement.sheet}'!{address(placement.cells[0])}"
            sheet.write_url(row, 2, target, self.link, place[:250])
        else:
            sheet.write_string(row, 2, place, self.cell)
        sheet.write_string(row, 3, remark.words, self.cell)
        sheet.write_string(row, 4, remark.remedy, self.cell)
        texts = ((place, _WIDTHS[2]), (remark.words, _WIDTHS[3]), (remark.remedy, _WIDTHS[4]))
        sheet.set_row(row, min(400.0, max(30.0, *(height(text, width) for text, width in texts))))


def without_own_marks(raw: RawWorkbook, stamp: Stamp) -> RawWorkbook:
    """Return a workbook without the front sheet and the comments that we put there; what others wrote stays."""
    if not stamp.base:
        return raw
    own_digests = set(stamp.comments.split())
    sheets = tuple(
        replace(
            sheet,
            comments={cell: text for cell, text in sheet.comments.items() if _digest(text) not in own_digests},
        )
        for sheet in raw.sheets
        if sheet.name != stamp.front
    )
    return replace(raw, sheets=sheets)
