"""Excel lists whose sums are formulas: a row a unit, a column a figure, with the expected results."""

from __future__ import annotations

import datetime
import io
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from nianbao.cells import address, area_address
from nianbao.forms.measure import display_width
from nianbao.workbooks.filling import EXACT_DIGITS
from nianbao.workbooks.formula_sheet import FormulaSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from nianbao.submissions.submission import Figure

_WIDEST_LEAD, _FIGURE_WIDTH, _HEADER_HEIGHT = 40, 12, 48
_CHART_ROWS = 18
"""Rows over which a chart lies, at the usual height."""
_CHARTS_A_PAGE = 3
_BAR_COLOURS = ("#2F6DB5", "#A9B4C2")
_FONT = {"font_name": "宋体", "font_size": 10, "border": 1, "border_color": "#9AA5B1", "valign": "vcenter"}
_HEAD = {**_FONT, "font_name": "黑体", "bg_color": "#E3EBF5", "text_wrap": True, "align": "center"}
_SUM = {**_FONT, "bold": True, "bg_color": "#EEF1F4"}


class SumLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of sums over the rows ``first`` to ``last`` (from 0), and their expected results."""

    label: str
    first: int
    last: int
    figures: tuple[Figure | None, ...]


class SumSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet: leading columns of text, then columns of figures, each under the names of its group and itself.

    The lines of sums are above the rows that they sum up, where they are seen without scrolling.
    """

    name: str
    leads: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[SumLine, ...]
    rows: tuple[tuple[tuple[str, ...], tuple[Figure | None, ...]], ...]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that is taken from another sheet: its first line of sums, or its row ``row``; column by number."""

    sheet: int
    column: int
    figure: Figure | None
    row: int | None = None


class TextSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of rows: texts, figures, and references to sums."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | Decimal | Reference | None, ...], ...]


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """A chart of columns: for each label the sums that it adds up, or a figure of one row, and what it was last year."""

    title: str
    labels: tuple[str, ...]
    figures: tuple[tuple[Reference, ...], ...]
    former: tuple[Figure | None, ...] = ()


class ChartSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of charts, each beside the figures that it shows."""

    name: str
    header: tuple[str, str, str]
    charts: tuple[Bars, ...]


def write_sum_workbook(
    title: str,
    overview: TextSheet,
    sums: Sequence[SumSheet],
    lists: Sequence[TextSheet],
    charts: ChartSheet | None = None,
) -> bytes:
    """Return an .xlsx workbook: the overview, the charts, the sheets of sums, the lists. Same input, same bytes."""
    import xlsxwriter  # few commands write lists

    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # XlsxWriter warns, and skips, where it should refuse
        with xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        ) as book:
            book.set_properties({"title": title, "created": datetime.datetime(2021, 1, 1)})
            writer = _SumWriter(book, sums)
            writer.text_sheet(overview)
            if charts is not None and charts.charts:
                writer.chart_sheet(charts)
            for sheet in sums:
                writer.sum_sheet(sheet)
            for listed in lists:
                writer.text_sheet(listed)
    return stream.getvalue()


class _SumWriter:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, sums: Sequence[SumSheet]) -> None:
        self.book = book
        self.sums = sums
        self.head, self.sum = book.add_format(_HEAD), book.add_format(_SUM)
        self.text, self.figure = book.add_format({**_FONT, "text_wrap": True}), book.add_format(_FONT)

    def text_sheet(self, content: TextSheet) -> None:
        sheet = self.book.add_worksheet(content.name, worksheet_class=FormulaSheet)
        for column, heading in enumerate(content.header):
            sheet.write_string(0, column, heading, self.head)
            widths = [display_width(str(row[column])) for row in content.rows if isinstance(row[column], str)]
            sheet.set_column(
                column, column, min(_WIDEST_LEAD, max([_FIGURE_WIDTH, display_width(heading) + 2, *widths]))
            )
        for number, row in enumerate(content.rows, 1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)
        sheet.freeze_panes(1, 0)
        self._page(sheet, repeated=0)

    def sum_sheet(self, content: SumSheet) -> None:
        sheet = self.book.add_worksheet(content.name, worksheet_class=FormulaSheet)
        leads, top = len(content.leads), 2 + len(content.lines)
        for column, heading in enumerate(content.leads):
            sheet.merge_range(0, column, 1, column, heading, self.head)
            below = [heading, *(row[0][column] for row in content.rows)]
            labels = [line.label for line in content.lines] if column == 0 else []
            sheet.set_column(column, column, min(_WIDEST_LEAD, max(map(display_width, (*below, *labels))) + 2))
        self._groups(sheet, content, leads)
        for number, line in enumerate(content.lines):
            self._line(sheet, content, line, 2 + number, top)
        for number, (texts, figures) in enumerate(content.rows):
            for column, text in enumerate(texts):
                sheet.write_string(top + number, column, text, self.text)
            for column, value in enumerate(figures):
                self._figure(sheet, top + number, leads + column, value, self.figure)
        sheet.freeze_panes(top, 1)
        self._page(sheet, repeated=1)

    def _groups(self, sheet: FormulaSheet, content: SumSheet, leads: int) -> None:
        sheet.set_row(1, _HEADER_HEIGHT)
        start = 0
        for column, (group, heading) in enumerate(content.columns):
            sheet.write_string(1, leads + column, heading, self.head)
            if column + 1 == len(content.columns) or content.columns[column + 1][0] != group:
                if column > start:
                    sheet.merge_range(0, leads + start, 0, leads + column, group, self.head)
                else:
                    sheet.write_string(0, leads + column, group, self.head)
                start = column + 1
        if content.columns:
            sheet.set_column(leads, leads + len(content.columns) - 1, _FIGURE_WIDTH)
        sheet.set_row(0, _HEADER_HEIGHT)

    def _line(self, sheet: FormulaSheet, content: SumSheet, line: SumLine, row: int, top: int) -> None:
        sheet.write_string(row, 0, line.label, self.sum)
        for column in range(1, len(content.leads)):
            sheet.write_blank(row, column, None, self.sum)
        for column, figure in enumerate(line.figures, len(content.leads)):
            if figure is None:
                sheet.write_blank(row, column, None, self.sum)
            else:
                area = area_address((top + line.first, column, top + line.last, column))
                sheet.write_formula(row, column, f"=SUM({area})", self.sum, figure)

    def _figure(self, sheet: FormulaSheet, row: int, column: int, value: Figure | None, look: Format) -> None:
        if value is None:
            sheet.write_blank(row, column, None, look)
        elif (isinstance(value, int) and abs(value) < 10**EXACT_DIGITS) or len(
            Decimal(value).normalize().as_tuple().digits
        ) <= EXACT_DIGITS:  # most are, and a Decimal takes long
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, str(value), look)  # Excel would keep fifteen digits of it

    def chart_sheet(self, content: ChartSheet) -> None:
        """Write the figures of each chart, and the chart to the right of them."""
        sheet = self.book.add_worksheet(content.name, worksheet_class=FormulaSheet)
        sheet.set_column(0, 0, _WIDEST_LEAD)
        sheet.set_column(1, 2, _FIGURE_WIDTH)
        top, breaks = 0, []
        for index, bars in enumerate(content.charts):
            if index and index % _CHARTS_A_PAGE == 0:
                breaks.append(top)
            with_former = any(figure is not None for figure in bars.former)
            columns = 2 + with_former
            for column, heading in enumerate((bars.title, *content.header[1:columns])):
                sheet.write_string(top, column, heading, self.head)
            for number, (label, references) in enumerate(zip(bars.labels, bars.figures, strict=True), top + 1):
                sheet.write_string(number, 0, label, self.text)
                formula = "=" + "+".join(map(self._address, references))
                sheet.write_formula(number, 1, formula, self.sum, sum(each.figure or 0 for each in references))
                if with_former:
                    self._figure(sheet, number, 2, bars.former[number - top - 1], self.figure)
            self._chart(sheet, content, bars, top, columns)
            top += max(len(bars.labels) + 2, _CHART_ROWS)
        self._page(sheet, repeated=None)
        sheet.set_h_pagebreaks(breaks)

    def _chart(self, sheet: FormulaSheet, content: ChartSheet, bars: Bars, top: int, columns: int) -> None:
        chart = self.book.add_chart({"type": "column"})
        first, last = top + 1, top + len(bars.labels)
        for column in range(1, columns):
            chart.add_series(
                {
                    "name": content.header[column],
                    "categories": [content.name, first, 0, last, 0],
                    "values": [content.name, first, column, last, column],
                    "fill": {"color": _BAR_COLOURS[column - 1]},
                    "data_labels": {"value": True, "font": {"size": 8}},
                    "gap": 60,
                }
            )
        chart.set_title({"name": bars.title, "name_font": {"size": 12, "bold": True}})
        chart.set_legend({"position": "bottom"} if columns > 2 else {"none": True})
        chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9DEE4"}}, "min": 0})
        chart.set_size({"width": 720, "height": 300})
        sheet.insert_chart(top, 4, chart, {"description": bars.title})

    def _address(self, reference: Reference) -> str:
        target = self.sums[reference.sheet]
        name = target.name.replace("'", "''")
        row = 2 if reference.row is None else 2 + len(target.lines) + reference.row
        return f"'{name}'!{address((row, len(target.leads) + reference.column))}"

    def _cell(self, sheet: FormulaSheet, row: int, column: int, value: str | Figure | Reference | None) -> None:
        if isinstance(value, Reference):
            if value.figure is None:
                sheet.write_blank(row, column, None, self.figure)
            else:
                sheet.write_formula(row, column, f"={self._address(value)}", self.sum, value.figure)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self.text)
        else:
            self._figure(sheet, row, column, value, self.figure)

    def _page(self, sheet: FormulaSheet, *, repeated: int | None) -> None:
        sheet.set_landscape()
        sheet.set_paper(8 if repeated else 9)  # A3 for the wide ones
        sheet.fit_to_pages(1 if not repeated else 0, 0)
        if repeated is not None:
            sheet.repeat_rows(0, repeated)
        sheet.set_footer("&C&9&P / &N&R&9&A")
