"""The common ground of the sheets: a cursor that places labels, texts and tables downwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.forms.layout import Label, LabelKind, Placement, SheetLayout
from nianbao.forms.measure import LINE, display_width, height

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.cells import Area, Position
    from nianbao.forms.definition import Form, GridCell, Table
    from nianbao.forms.layout import PastePlace

PARAGRAPH_LINES = 3
NUMBER_WIDTH = 10.0


def defined_name(field: str) -> str:
    """Return the workbook's defined name of a field: dots become underscores."""
    # A hyphen is not legal there. check_names refuses two fields with the same name.
    return field.replace(".", "_").replace("-", "_")


class SheetBuilder:
    """Places things on one sheet from the top down."""

    widths: tuple[float, ...] = ()
    landscape = False
    one_page = False
    protected = True

    def __init__(self, form: Form, allotment: Mapping[str, int], name: str) -> None:
        self.form = form
        self.allotment = allotment
        self.name = name
        self.row = 0
        self.heights: dict[int, float] = {}
        self.labels: list[Label] = []
        self.placements: dict[str, Placement] = {}
        self.identity_checks: dict[str, tuple[str, Position]] = {}
        self.text_counts: dict[str, tuple[str, Position]] = {}
        self.paste: dict[str, PastePlace] = {}
        self.links: dict[Position, tuple[str, str]] = {}
        self.growing: set[int] = set()
        self.hidden: tuple[int, int] | None = None
        self.frozen: Position = (0, 0)
        self.repeated: tuple[int, int] | None = None
        self.print_columns: int | None = None

    def sheet_layout(self) -> SheetLayout:
        """Return the finished sheet."""
        columns = self.print_columns or len(self.widths)
        return SheetLayout(
            name=self.name,
            widths=self.widths,
            heights=self.heights,
            landscape=self.landscape,
            one_page=self.one_page,
            frozen=self.frozen,
            repeated_rows=self.repeated,
            print_area=(0, 0, max(0, self.row - 1), columns - 1),
            growing=frozenset(self.growing),
            protected=self.protected,
            hidden=self.hidden,
        )

    def label(self, text: str, area: Area, kind: LabelKind) -> None:
        """Put a locked text on an area."""
        self.labels.append(Label(sheet=self.name, area=area, text=text, kind=kind))

    def line(self, text: str, kind: LabelKind, *, columns: int = 1, points: float | None = None) -> None:
        """Put a locked text on the next row, across ``columns``, and move on."""
        self.label(text, (self.row, 0, self.row, columns - 1), kind)
        self.heights[self.row] = points or height(text, sum(self.widths[:columns]))
        self.row += 1

    def header(self, columns: tuple[str, ...]) -> None:
        """Put the headings of a list on the next row; it stays in view, and is repeated on every printed page."""
        for column, heading in enumerate(columns):
            self.label(heading, (self.row, column, self.row, column), LabelKind.HEADER)
        self.heights[self.row] = LINE + 8
        self.row += 1
        self.frozen = (self.row, 0)
        self.repeated = (0, self.row - 1)

    def place(self, field: str, cells: tuple[Position, ...], area: Area | None = None) -> Placement:
        """Place a field in cells of this sheet; return its placement."""
        covered = area or (*cells[0], *cells[-1])
        placement = Placement(field=field, sheet=self.name, cells=cells, area=covered, name=defined_name(field))
        self.placements[field] = placement
        return placement

    def text(self, field: str) -> None:
        """Place a text: its label with a live count, its hint, its paragraph rows."""
        text = self.form.texts[field]
        self.label(text.label, (self.row, 0, self.row, 0), LabelKind.CAPTION)
        self.text_counts[field] = (self.name, (self.row, 1))
        self.heights[self.row] = LINE + 7
        self.row += 1
        hint = text.hint + (f"（{text.clause}）" if text.clause else "")
        if hint:
            self.line(hint, LabelKind.HINT)
        rows = max(text.rows, self.allotment.get(field, 0))
        self.place(field, tuple((self.row + index, 0) for index in range(rows)))
        # Three lines from the start, so that people see room for a paragraph; what is longer makes its row grow.
        for index in range(rows):
            self.heights[self.row + index] = PARAGRAPH_LINES * LINE + 6
            self.growing.add(self.row + index)
        self.row += rows
        self.heights[self.row] = 8
        self.row += 1

    def table(self, table: Table) -> None:
        """Place a table's grid: merged labels, inputs and totals."""
        top = self.row
        for cell in table.grid:
            area = (top + cell.row, cell.column, top + cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            if cell.field is not None:
                self.place(cell.field, ((area[0], area[1]),), area)
            else:
                self.label(cell.text, area, self._kind(cell))
        for row in range(table.height):
            self.heights[top + row] = self._row_height(table, row)
        self.row += table.height

    @staticmethod
    def _kind(cell: GridCell) -> LabelKind:
        if cell.kind == "banner":
            return LabelKind.BANNER
        if cell.kind in ("header", "stub", "corner"):
            return LabelKind.HEADER
        # 三、本年度办理结果 spans 22 rows in a column of a few characters, where it reads downwards.
        return LabelKind.ROW_VERTICAL if cell.rows > 1 else LabelKind.ROW

    def _row_height(self, table: Table, row: int) -> float:
        tallest = LINE + 8
        for cell in table.grid:
            if cell.row == row and cell.rows == 1 and cell.text:
                width = sum(self.widths[cell.column : cell.column + cell.columns])
                tallest = max(tallest, height(cell.text, width) + 2)
        return tallest

    def table_widths(self, table: Table) -> tuple[float, ...]:
        """Return column widths for a table, from the texts in single columns."""
        widths = []
        for column in range(table.width):
            if column >= table.label_columns:
                widths.append(18.0 if table.width < 6 else 8.0 if table.width > 12 else NUMBER_WIDTH)
                continue
            single = [
                cell
                for cell in table.grid
                if cell.column == column and cell.columns == 1 and cell.kind in ("label", "stub")
            ]
            widest = max((display_width(cell.text) for cell in single), default=8)
            tall = min((cell.rows for cell in single), default=1)
            # A label over many rows reads downwards in a narrow column; others break at 40 characters, for the
            # table has to fit on a page with its seven columns of figures.
            widths.append(6.0 if tall > 8 else max(14.0, min(40.0, widest + 2)))
        return tuple(widths)
