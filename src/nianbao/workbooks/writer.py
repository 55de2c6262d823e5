"""The locked workbook: a submission painted onto its layout by XlsxWriter. Same input, same bytes."""

from __future__ import annotations

import datetime
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlsxwriter.workbook import Workbook

from nianbao.cells import area_address
from nianbao.errors import UsageError
from nianbao.findings.fault import place_words
from nianbao.forms.definition import ValueType
from nianbao.forms.layout import META_SHEET, NIL_PREFIX
from nianbao.forms.measure import height
from nianbao.language import Domain
from nianbao.submissions.numbers import Raw, State
from nianbao.workbooks.live_checks import DECLARED, Formulas
from nianbao.workbooks.stamp import layout_map, property_entries, stamp_entries
from nianbao.workbooks.styles import Styles
from nianbao.workbooks.validations import Validations

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from nianbao.cells import Area, Position
    from nianbao.forms.layout import Placement, SheetLayout
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")

LONGEST_CELL = 32_767
EXACT_DIGITS = 15
"""Excel keeps no more significant digits of a number; what has more is written as text."""

_CREATED = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_PROTECTION = {"select_locked_cells": True, "select_unlocked_cells": True, "format_rows": True}


class _LockedWorkbook(Workbook):
    """A workbook whose structure (sheets, their names and order) is locked."""

    def _write_book_views(self) -> None:
        # XlsxWriter has no workbook protection; the element must stand before <bookViews>.
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write_workbook(submission: Submission) -> bytes:
    """Give the locked workbook of a submission as .xlsx bytes; a blank one makes the template.

    The submission's layout says where everything stands. Raises
    :class:`~nianbao.errors.UsageError` for a paragraph too long for a cell.
    """
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns, and skips, where it should refuse
        book = _LockedWorkbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        _Writer(book, submission).write()
        book.close()
    return stream.getvalue()


class _Writer:
    """Paints one workbook."""

    def __init__(self, book: Workbook, submission: Submission) -> None:
        self.book = book
        self.submission = submission
        self.layout = submission.layout
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
        for name, value in property_entries(self.submission).items():
            self.book.set_custom_property(name, value, "text")
        for sheet in self.layout.sheets:
            self.sheets[sheet.name] = self._add_sheet(sheet)
        self._labels()
        self._figures()
        self._texts()
        self._cover()
        self._formulas()
        self._explanations()
        self._meta()
        self._names()
        Validations(self.layout, self.styles, self.sheets).apply()

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

    def _blank(self, placement: Placement, look: Format) -> None:
        if placement.merged:
            self.sheets[placement.sheet].merge_range(*placement.area, "", look)

    def _figures(self) -> None:
        for field in self.form.fields.values():
            if field.id in self.form.totals:
                continue
            placement = self.layout.placements[field.id]
            look = self.styles.cell("money" if field.type is ValueType.MONEY else "number")
            self._blank(placement, look)
            self._value(placement.sheet, placement.cells[0], self.submission.answer(field.id).raw, look)

    def _value(self, sheet: str, position: Position, raw: Raw, look: Format) -> None:
        page = self.sheets[sheet]
        if raw is None:
            page.write_blank(*position, None, look)
        elif isinstance(raw, bool):
            page.write_boolean(*position, raw, look)
        elif isinstance(raw, int | Decimal) and len(Decimal(raw).normalize().as_tuple().digits) <= EXACT_DIGITS:
            page.write_number(*position, raw, look)
        elif isinstance(raw, int | Decimal | str):
            page.write_string(*position, raw if isinstance(raw, str) else format(Decimal(raw), "f"), look)
        else:
            page.write_string(*position, str(getattr(raw, "code", None) or getattr(raw, "iso", None) or raw), look)

    def _texts(self) -> None:
        for field, text in self.form.texts.items():
            placement = self.layout.placements[field]
            narrow = text.rows == 1
            look = self.styles.cell("line" if narrow else "text")
            paragraphs = self.submission.text(field).split("\n")
            if narrow and len(placement.cells) == 1:
                paragraphs = ["\n".join(paragraphs)]
            for index, position in enumerate(placement.cells):
                paragraph = paragraphs[index] if index < len(paragraphs) else ""
                self._paragraph(field, position, paragraph, look)

    def _paragraph(self, field: str, position: Position, paragraph: str, look: Format) -> None:
        placement = self.layout.placements[field]
        page = self.sheets[placement.sheet]
        if not paragraph:
            page.write_blank(*position, None, look)
            return
        if len(paragraph) > LONGEST_CELL:
            raise UsageError(
                _(
                    "“{place}”有一个段落超过 {limit} 个字，Excel 的一个单元格放不下：请分成几段。",
                    place=place_words(self.form, field),
                    limit=LONGEST_CELL,
                )
            )
        page.write_string(*position, paragraph, look)
        layout = next(sheet for sheet in self.layout.sheets if sheet.name == placement.sheet)
        needed = height(paragraph, layout.widths[position[1]])
        if needed > layout.heights.get(position[0], 0):
            page.set_row(position[0], needed)

    def _cover(self) -> None:
        agency = self.submission.agency
        values = {
            "agency.name": agency.name or "",
            "agency.code": agency.code or "",
            "year": str(self.submission.year),
            "form": form_words(self.submission),
        }
        for field, placement in self.layout.facts.items():
            own = self.layout.anonymous and field.startswith("agency.")
            look = self.styles.cell("line" if own else "fact")
            self.sheets[placement.sheet].write_string(*placement.cells[0], values[field], look)
        for field, placement in self.layout.nil.items():
            declared = field.removeprefix(NIL_PREFIX) in self.submission.nil
            self._value(
                placement.sheet, placement.cells[0], DECLARED if declared else None, self.styles.cell("choice")
            )

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
            for column in (2, 3):
                if (line.row, column) not in self.formulas[checks]:
                    self.sheets[checks].write_blank(line.row, column, None, self.styles.cell("result"))

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

    def _explanations(self) -> None:
        sheet = self.form.sheets.explanations
        page = self.sheets[sheet]
        bound = [found for found in self.submission.explanations if found.code is not None]
        free = [found for found in self.submission.explanations if found.code is None]
        for row in self.layout.explanations:
            found = bound if row.prepared else free
            item = found.pop(0) if found else None
            if row.prepared and item is not None:
                place = place_words(self.form, item.field) if item.field else ""
                for column, text in enumerate((item.code or "", place, item.field or "", item.value or "")):
                    page.write_string(row.row, column, text, self.styles.cell("fact"))
            text = item.text if item else ""
            look = self.styles.cell("text")
            if text:
                page.write_string(row.row, 4, text, look)
                page.set_row(row.row, max(52.0, height(text, 70.0)))
            else:
                page.write_blank(row.row, 4, None, look)

    def _meta(self) -> None:
        page = self.book.add_worksheet(META_SHEET)
        look = self.styles.cell("hidden")
        rows: list[tuple[str, ...]] = list(stamp_entries(self.submission).items())
        rows += [(), ("field", "sheet", "cells"), *layout_map(self.submission)]
        for row, entries in enumerate(rows):
            for column, entry in enumerate(entries):
                page.write_string(row, column, entry, look)
        page.protect("", _PROTECTION)
        page.very_hidden()

    def _names(self) -> None:
        for name, placement in self.layout.names.items():
            reference = f"='{placement.sheet}'!{area_address(placement.area, absolute=True)}"
            if self.book.define_name(name, reference) == -1:
                raise UsageError(_("字段“{field}”不能用作 Excel 名称，请改它的 id。", field=placement.field))


def form_words(submission: Submission) -> str:
    """Give the words by which the cover names form and version."""
    return f"{submission.form.id} / {submission.form.version}"


__all__ = ["form_words", "write_workbook"]
