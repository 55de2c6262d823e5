"""The locked workbook: a submission painted onto its layout by XlsxWriter. Same input, same bytes."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import TYPE_CHECKING, Any

from xlsxwriter.workbook import Workbook

from nianbao.cells import area_address
from nianbao.errors import UsageError
from nianbao.forms.layout import META_SHEET
from nianbao.language import Domain
from nianbao.submissions.numbers import State
from nianbao.workbooks.filling import Filling
from nianbao.workbooks.live_checks import Formulas
from nianbao.workbooks.returned import add_front, paint
from nianbao.workbooks.stamp import layout_map, property_entries, stamp_entries
from nianbao.workbooks.styles import Styles
from nianbao.workbooks.template import layout_for
from nianbao.workbooks.validations import Validations

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nianbao.cells import Area, Position
    from nianbao.forms.layout import Layout, SheetLayout
    from nianbao.submissions.submission import Submission
    from nianbao.workbooks.returned import Marking

_ = Domain("nianbao")

_CREATED = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_LONGEST_PROPERTY = 255
_PROTECTION = {"select_locked_cells": True, "select_unlocked_cells": True, "format_rows": True}


class _LockedWorkbook(Workbook):
    """A workbook whose structure (sheets, their names and order) is locked."""

    def _write_book_views(self) -> None:
        # XlsxWriter has no workbook protection; the element must stand before <bookViews>.
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write_workbook(submission: Submission, layout: Layout | None = None, marking: Marking | None = None) -> bytes:
    """Return the locked workbook of a submission as .xlsx bytes; a blank one makes the template.

    ``layout`` says where everything stands; without one, there is room for all that is filled in. ``marking`` makes
    it a returned workbook. Raises
    :class:`~nianbao.errors.UsageError` for a paragraph too long for a cell or a name too
    long for a property.
    """
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns, and skips, where it should refuse
        book = _LockedWorkbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        _Writer(book, submission, layout or layout_for(submission), marking).write()
        book.close()
    return stream.getvalue()


class _Writer:
    """Paints one workbook."""

    def __init__(
        self, book: Workbook, submission: Submission, layout: Layout, marking: Marking | None = None
    ) -> None:
        self.book = book
        self.marking = marking
        self.submission = submission
        self.layout = layout
        self.form = submission.form
        self.styles = Styles(book)
        self.sheets: dict[str, Worksheet] = {}
        self.formulas = Formulas(self.layout).all()

    def write(self) -> None:
        agency = self.submission.agency.name or ""
        self.book.set_properties(
            {
                "title": self.form.name,
                "subject": f"{self.submission.year}年",
                "company": agency,
                "created": _CREATED,
            }
        )
        for name, value in property_entries(self.submission, self.layout).items():
            if len(value) > _LONGEST_PROPERTY:
                raise UsageError(
                    _(
                        "单位名称或代码超过 {limit} 字（{start}…），请写简短些。",
                        limit=_LONGEST_PROPERTY,
                        start=value[:20],
                    )
                )
            self.book.set_custom_property(name, value, "text")
        front = add_front(self.book) if self.marking is not None else None
        for sheet in self.layout.sheets:
            self.sheets[sheet.name] = self._add_sheet(sheet)
        self._labels()
        questions = self.marking.questions if self.marking is not None else None
        Filling(self.submission, self.layout, self.styles, self.sheets, questions).write()
        self._formulas()
        self._meta()
        self._names()
        Validations(self.layout, self.styles, self.sheets).apply()
        if front is not None and self.marking is not None:
            paint(self.book, front, self.sheets, self.layout, self.marking)

    def _add_sheet(self, layout: SheetLayout) -> Worksheet:
        sheet = self.book.add_worksheet(layout.name)
        sheet.hide_gridlines(2)
        for column, width in enumerate(layout.widths):
            sheet.set_column(column, column, width)
        for row, points in layout.heights.items():
            sheet.set_row(row, points)
        sheet.protect("", _PROTECTION)
        sheet.set_paper(9)
        if layout.landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 1 if layout.one_page else 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.center_horizontally()
        sheet.print_area(*layout.print_area)
        if layout.repeated_rows:
            sheet.repeat_rows(*layout.repeated_rows)
        if layout.frozen != (0, 0):
            sheet.freeze_panes(*layout.frozen)
        agency = (self.submission.agency.name or "").replace("&", "&&")
        sheet.set_footer(f"&L&9{agency} {self.submission.year}年&C&9第 &P 页 / 共 &N 页&R&9&A")
        return sheet

    def _labels(self) -> None:
        for label in self.layout.labels:
            self._area(label.sheet, label.area, label.text, self.styles.label(label.kind))

    def _area(self, sheet: str, area: Area, text: str, look: Format) -> None:
        if (area[0], area[1]) == (area[2], area[3]):
            self.sheets[sheet].write_string(area[0], area[1], text, look)
        else:
            self.sheets[sheet].merge_range(*area, "", look)
            self.sheets[sheet].write_string(area[0], area[1], text, look)

    def _formulas(self) -> None:
        totals = {
            (self.layout.placements[field].sheet, self.layout.placements[field].cells[0]): field
            for field in self.form.totals
        }
        checks = self.form.sheets.checks
        for sheet, formulas in self.formulas.items():
            for position, formula in formulas.items():
                field = totals.get((sheet, position))
                look = self._formula_look(sheet, position, field, checks)
                # A cached 0 would be kept by LibreOffice: the true value, or none at all.
                self.sheets[sheet].write_formula(*position, formula, look, self._cached(field))
        for line in self.layout.check_lines:
            for cell in (line.expected, line.actual):
                if cell not in self.formulas[checks]:
                    self.sheets[checks].write_blank(*cell, None, self.styles.cell("result"))

    def _formula_look(self, sheet: str, position: Position, field: str | None, checks: str) -> Format:
        if field is not None:
            return self.styles.cell("total")
        if sheet == checks:
            return self.styles.cell("result")
        if (sheet, position) == self.layout.state:
            return self.styles.cell("state")
        counts = (sheet, position) in self.layout.text_counts.values()
        return self.styles.cell("count" if counts else "check")

    def _cached(self, field: str | None) -> Any:
        if field is None:
            return ""
        shown = self.submission.shown(field)
        parts = self.form.totals[field]
        typed = any(
            self.submission.answer(part).state is State.NUMBER or part in self.form.totals for part in parts
        )
        return "" if shown is None or not typed else shown

    def _meta(self) -> None:
        page = self.book.add_worksheet(META_SHEET)
        look = self.styles.cell("hidden")
        rows: list[tuple[str, ...]] = list(stamp_entries(self.submission, self.layout, self._own_marks()).items())
        rows += [(), ("sheet", "inputs"), *layout_map(self.layout)]
        for row, entries in enumerate(rows):
            for column, entry in enumerate(entries):
                page.write_string(row, column, entry, look)
        page.protect("", _PROTECTION)
        page.very_hidden()

    def _own_marks(self) -> dict[str, str]:
        return {} if self.marking is None else self.marking.entries(self.layout)

    def _names(self) -> None:
        for name, placement in self.layout.names.items():
            reference = f"='{placement.sheet}'!{area_address(placement.area, absolute=True)}"
            if self.book.define_name(name, reference) == -1:
                raise UsageError(_("字段“{field}”不能用作 Excel 名称，请改它的 id。", field=placement.field))
