"""The locked workbook: a submission painted onto its layout by XlsxWriter. Same input, same bytes."""

from __future__ import annotations

import datetime
import io
import warnings
from typing import TYPE_CHECKING, Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from nianbao.cells import area_address
from nianbao.errors import UsageError
from nianbao.forms.layout import META_SHEET, PASTE_COLUMNS, PASTE_TOP
from nianbao.forms.paste_page import STATE_ROW
from nianbao.language import Domain
from nianbao.submissions.numbers import State
from nianbao.workbooks.filling import Filling
from nianbao.workbooks.formula_sheet import FormulaSheet
from nianbao.workbooks.live_checks import Formulas
from nianbao.workbooks.paste_formulas import PasteFormulas
from nianbao.workbooks.returned import add_front, paint
from nianbao.workbooks.stamp import layout_map, property_entries, stamp_entries
from nianbao.workbooks.starting_submission import layout_for
from nianbao.workbooks.styles import Styles
from nianbao.workbooks.validations import Validations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format

    from nianbao.cells import Area, Position
    from nianbao.forms.layout import Layout, SheetLayout
    from nianbao.submissions.submission import Submission
    from nianbao.workbooks.returned import Marking

_ = Domain("nianbao")

_PAINTED_ROWS = 32
_UNITS_COLUMN = 3
"""The column of ``_meta`` for the names from which a unit is chosen: beside the stamp, which takes two."""
_CREATED = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_LONGEST_PROPERTY = 255
LONGEST_IN_FOOTER = 32
_PROTECTION = {"select_locked_cells": True, "select_unlocked_cells": True, "format_rows": True}


class _Page(FormulaSheet):
    """A sheet of which some rows grow: they have a height, and no mark that a person chose it."""

    growing: frozenset[int] = frozenset()

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        # XlsxWriter marks every height as chosen, and clients leave such a row as it is, whatever is typed.
        if tag == "row" and attributes and attributes[0][1] - 1 in self.growing:
            attributes = [attribute for attribute in attributes if attribute[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class _LockedWorkbook(Workbook):
    """A workbook whose structure (sheets, their names and order) is locked."""

    def _write_book_views(self) -> None:
        # XlsxWriter has no workbook protection; the element must come before <bookViews>.
        self._xml_empty_tag("workbookProtection", [("lockStructure", 1)])
        super()._write_book_views()


def write_workbook(
    submission: Submission,
    layout: Layout | None = None,
    marking: Marking | None = None,
    units: Sequence[str] = (),
) -> bytes:
    """Return the locked workbook of a submission as .xlsx bytes; a blank one makes the template.

    ``layout`` defines the place of everything; without one, there is room for all that is filled in. ``marking``
    makes it a returned workbook. ``units`` are the names to choose from on the cover of a workbook that was made for
    no unit. Raises :class:`~nianbao.errors.UsageError` for a paragraph too long for a cell or a name too long for a
    property.
    """
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns, and skips, where it should refuse
        book = _LockedWorkbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        _Writer(book, submission, layout or layout_for(submission), marking, units).write()
        book.close()
    return stream.getvalue()


class _Writer:
    """Paints one workbook."""

    def __init__(
        self,
        book: Workbook,
        submission: Submission,
        layout: Layout,
        marking: Marking | None = None,
        units: Sequence[str] = (),
    ) -> None:
        self.book = book
        self.units = units
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
        self._links()
        self._paste_pages()
        self._meta()
        self._names()
        Validations(self.layout, self.styles, self.sheets).apply(self._units())
        if front is not None and self.marking is not None:
            paint(self.book, front, self.sheets, self.layout, self.marking)

    def _add_sheet(self, layout: SheetLayout) -> Worksheet:
        sheet = self.book.add_worksheet(layout.name, _Page)
        assert isinstance(sheet, _Page)
        sheet.growing = layout.growing
        sheet.hide_gridlines(2)
        for column, width in enumerate(layout.widths):
            sheet.set_column(column, column, width)
        if layout.hidden:
            sheet.set_column(*layout.hidden, None, None, {"hidden": True})
        for row, points in layout.heights.items():
            sheet.set_row(row, points)
        if layout.protected:
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
        # A blank cell beside the row, in letters as high as the row should be: a row that grows with what is typed
        # would otherwise shrink to one line as soon as a client measures it.
        for row in layout.growing:
            column = layout.hidden[1] + 1 if layout.hidden else len(layout.widths)
            sheet.write_blank(row, column, None, self.styles.tall(layout.heights[row]))
        sheet.set_footer(self._footer())
        return sheet

    def _footer(self) -> str:
        agency = self.submission.agency.name or ""
        # The parts of a footer do not know of each other: a long name would be printed over the page number.
        name = agency if len(agency) <= LONGEST_IN_FOOTER else f"{agency[:LONGEST_IN_FOOTER]}…"
        return f"&L&9{name.replace('&', '&&')} {self.submission.year}年&R&9第 &P 页 / 共 &N 页  &A"

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
        value = self.submission.shown(field)
        parts = self.form.totals[field]
        typed = any(
            self.submission.answer(part).state is State.NUMBER or part in self.form.totals for part in parts
        )
        return "" if value is None or not typed else value

    def _links(self) -> None:
        """Make locked texts links to the cells that they refer to."""
        labels = {(label.sheet, (label.area[0], label.area[1])): label for label in self.layout.labels}
        for (sheet, position), (target, field) in self.layout.links.items():
            label, target_cell = labels[sheet, position], self.layout.cell(field)
            cell = target_cell[1] if target_cell else field
            look = self.styles.link(label.kind)
            self.sheets[sheet].write_url(*position, f"internal:'{target}'!{cell}", look, label.text)

    def _paste_pages(self) -> None:
        for table, place in self.layout.paste.items():
            page, look = self.sheets[place.sheet], self.styles.cell("pasted")
            state = PasteFormulas(self.layout, table).state(self.layout)
            page.merge_range(STATE_ROW, 0, STATE_ROW, 11, "", self.styles.cell("state"))
            page.write_formula(STATE_ROW, 0, state, self.styles.cell("state"), "")
            for row in range(PASTE_TOP, PASTE_TOP + _PAINTED_ROWS):
                for column in range(PASTE_COLUMNS):
                    page.write_blank(row, column, None, look)

    def _meta(self) -> None:
        page = self.book.add_worksheet(META_SHEET)
        look = self.styles.cell("hidden")
        rows: list[tuple[str, ...]] = list(stamp_entries(self.submission, self.layout, self._own_marks()).items())
        rows += [(), ("sheet", "inputs"), *layout_map(self.layout)]
        for row, entries in enumerate(rows):
            for column, entry in enumerate(entries):
                page.write_string(row, column, entry, look)
        for row, unit in enumerate(self.units):
            page.write_string(row, _UNITS_COLUMN, unit, look)
        page.protect("", _PROTECTION)
        page.very_hidden()

    def _units(self) -> str:
        """Return where the names stand from which the unit is chosen; empty where there are none."""
        if not self.units:
            return ""
        area = 0, _UNITS_COLUMN, len(self.units) - 1, _UNITS_COLUMN
        return f"='{META_SHEET}'!{area_address(area, absolute=True)}"

    def _own_marks(self) -> dict[str, str]:
        return {} if self.marking is None else self.marking.entries(self.layout)

    def _names(self) -> None:
        for name, placement in self.layout.names.items():
            reference = f"='{placement.sheet}'!{area_address(placement.area, absolute=True)}"
            if self.book.define_name(name, reference) == -1:
                raise UsageError(_("字段“{field}”不能用作 Excel 名称，请改它的 id。", field=placement.field))
