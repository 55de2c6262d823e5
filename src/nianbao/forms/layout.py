"""The layout: which cell of the workbook belongs to which field, and where each locked text is.

The only place that knows addresses. Writer, reader, drift comparison, live checks and findings all
take them from here; :func:`nianbao.forms.arrange.arrange` makes it from a form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

import msgspec

from nianbao.cells import Area, Position, address, area_address, joined_areas, parse_address
from nianbao.forms.definition import Form

META_SHEET = "_meta"
NIL_PREFIX = "nil."
DECLARED, REST = "是", "其余空格为 0"
"""What is chosen on the cover of a table: all of it is 0, or what is left blank in it."""
FACTS = ("agency.name", "agency.code", "year", "form")


class LabelKind(StrEnum):
    """How a label looks; the writer has one style for each."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    HINT = "hint"
    GROUP = "group"
    CAPTION = "caption"
    BANNER = "banner"
    HEADER = "header"
    ROW = "row"
    ROW_VERTICAL = "row_vertical"
    NOTE = "note"
    CHECK = "check"


class CheckKind(StrEnum):
    """What a line of the check sheet watches."""

    IDENTITY = "identity"
    FAMILY = "family"
    COMPLETENESS = "completeness"
    NIL = "nil"
    SECTION = "section"
    PASTE = "paste"
    ROLES = "roles"


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A locked text in an area (merged where it has more than one cell)."""

    sheet: str
    area: Area
    text: str
    kind: LabelKind


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """The cells of a field, in order.

    A figure has one cell, merged over ``area`` where the form's column is wider; a text has a cell
    for each paragraph row. ``name`` is the defined name over ``area``.
    """

    field: str
    sheet: str
    cells: tuple[Position, ...]
    area: Area
    name: str

    @property
    def merged(self) -> bool:
        """Whether one cell is merged over a larger area."""
        return len(self.cells) == 1 and (self.area[0], self.area[1]) != (self.area[2], self.area[3])


class CheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the check sheet: what it watches, and its zero-based row there."""

    kind: CheckKind
    subject: str
    words: str
    row: int

    @property
    def expected(self) -> Position:
        """The cell with the expected sum."""
        return self.row, 2

    @property
    def actual(self) -> Position:
        """The cell with the actual sum."""
        return self.row, 3

    @property
    def result(self) -> Position:
        """The cell with the result of the check."""
        return self.row, 4


PASTE_TOP, PASTE_ROWS, PASTE_COLUMNS = 4, 80, 20
"""Where on its sheet a table may be pasted: so many rows from row 5 on, so many columns from A on."""


PASTE_HELPER, PASTE_HELPERS = 30, 5
"""Hidden columns of formulas that find a pasted table, far from where people write beside a table: AE to AI."""


class PastePlace(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet into which a whole table can be pasted, anywhere on it: its figures row by row.

    The formulas that find them are in hidden columns of the table's own sheet, from ``helper`` on: in its first two
    rows for the whole table, and beside each row of figures for that row. The last column may be missing where it
    is all totals (``narrow``).
    """

    table: str
    sheet: str
    home: str
    rows: tuple[tuple[str, ...], ...]
    narrow: int
    helper: int
    first_row: int

    @property
    def width(self) -> int:
        """How many figures a row has."""
        return len(self.rows[0])


class ExplanationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the explanation sheet; a prepared one also names code, place, field and value."""

    row: int
    prepared: bool

    @property
    def code(self) -> Position:
        """The cell of the finding's code."""
        return self.row, 0

    @property
    def place(self) -> Position:
        """The cell with the name of the place."""
        return self.row, 1

    @property
    def field(self) -> Position:
        """The cell of the field's id."""
        return self.row, 2

    @property
    def value(self) -> Position:
        """The cell of the value that the explanation is bound to."""
        return self.row, 3

    @property
    def text(self) -> Position:
        """The cell in which the reason is typed."""
        return self.row, 4

    @property
    def cells(self) -> tuple[Position, ...]:
        """All of them, from left to right."""
        return self.code, self.place, self.field, self.value, self.text


class SheetLayout(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet: column widths (characters), row heights (points), page setup."""

    name: str
    widths: tuple[float, ...]
    heights: Mapping[int, float]
    landscape: bool
    one_page: bool
    frozen: Position
    repeated_rows: tuple[int, int] | None
    print_area: Area
    growing: frozenset[int] = frozenset()
    """Rows that grow with what is typed: their height is the least that they have."""
    protected: bool = True
    hidden: tuple[int, int] | None = None
    """Columns that are hidden, the first and the last."""


class Layout(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Every address of one workbook.

    ``allotment`` holds what differs between workbooks of one form: paragraph rows a text, rows of
    prepared explanations; whether agency name and code are inputs.
    """

    form: Form
    allotment: Mapping[str, int]
    sheets: tuple[SheetLayout, ...]
    labels: tuple[Label, ...]
    placements: Mapping[str, Placement]
    facts: Mapping[str, Placement]
    nil: Mapping[str, Placement]
    paste: Mapping[str, PastePlace]
    links: Mapping[tuple[str, Position], tuple[str, str]]
    """Locked texts that are links: to a cell of a sheet, by a field's id or an address."""
    identity_checks: Mapping[str, tuple[str, Position]]
    text_counts: Mapping[str, tuple[str, Position]]
    check_lines: tuple[CheckLine, ...]
    state: tuple[str, Position]
    explanations: tuple[ExplanationRow, ...]
    anonymous: bool

    __hash__ = object.__hash__

    def cell(self, field: str) -> tuple[str, str] | None:
        """Return (sheet, A1 address) of a field's first cell; ``None`` for what has no cell."""
        placement = self.placements.get(field) or self.nil.get(field) or self.facts.get(field)
        return (placement.sheet, address(placement.cells[0])) if placement else None

    @cached_property
    def _sheet_order(self) -> Mapping[str, int]:
        return {sheet.name: index for index, sheet in enumerate(self.sheets)}

    def order(self, sheet: str, cell: str) -> tuple[int, int, int]:
        """Return what sorts cells (sheet name, A1 address) as they are read; what is no cell here comes last."""
        # A sheet that is not ours still sorts by name of cell: findings about it come last, and always in the same
        # order.
        row, column = parse_address(cell) or (0, 0)
        return self._sheet_order.get(sheet, len(self.sheets)), row, column

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Name the cells of many figures of one sheet as few areas: ``E6:I6``, ``D7:I28``."""
        positions = [self.placements[field].cells[0] for field in fields if field in self.placements]
        return tuple(area_address(area) for area in joined_areas(positions))

    @cached_property
    def names(self) -> Mapping[str, Placement]:
        """Every defined name and its placement."""
        everything = (*self.placements.values(), *self.nil.values(), *self.facts.values())
        return {placement.name: placement for placement in everything}

    @cached_property
    def merges(self) -> Mapping[str, frozenset[Area]]:
        """Merged areas by sheet."""
        merges: dict[str, set[Area]] = {sheet.name: set() for sheet in self.sheets}
        for label in self.labels:
            if (label.area[0], label.area[1]) != (label.area[2], label.area[3]):
                merges[label.sheet].add(label.area)
        for placement in self.names.values():
            if placement.merged:
                merges[placement.sheet].add(placement.area)
        return {sheet: frozenset(areas) for sheet, areas in merges.items()}
