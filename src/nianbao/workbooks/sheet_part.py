"""A worksheet part in one pass: cells, merges, validations, protection; checked against the limits on the way.

A part that is the same in many workbooks of a batch is parsed once: what is kept of it are the
texts of its cells, which are then resolved with each workbook's own strings and formats.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nianbao.cells import parse_area
from nianbao.files import limits
from nianbao.files.archive import refuse
from nianbao.files.guarded_xml import broken_xml, check_marks, kept, new_parser, run
from nianbao.language import Domain
from nianbao.workbooks.bounded_places import area_of, hold_apart, position_of
from nianbao.workbooks.cell_values import TRUE, whole_number
from nianbao.workbooks.looks import Run, RunReader
from nianbao.workbooks.plain_parts import read_plain_sheet
from nianbao.workbooks.raw import CellText, Validation
from nianbao.workbooks.spreadsheet_names import by_name
from nianbao.workbooks.strings_and_styles import unescaped

if TYPE_CHECKING:
    from nianbao.cells import Area, Position

_ = Domain("nianbao")
_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006 AlternateContent"
"""What it holds is for programs that know an extension; which of it others show is left to openpyxl."""


class SheetPart(msgspec.Struct, kw_only=True):
    """The content of a worksheet part. ``unknown`` means that it uses a construct this reader does not read."""

    texts: dict[Position, CellText] = msgspec.field(default_factory=dict)
    merges: set[Area] = msgspec.field(default_factory=set)
    validations: set[Validation] = msgspec.field(default_factory=set)
    protected: bool = False
    unknown: bool = False


def read_sheet_part(data: bytes) -> SheetPart:
    """Read a worksheet part: a plainly written one by its rows, any other in one pass of a guarded parser.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 for what is no sensible sheet, RD103 for
    a repeated cell and for anything beyond the limits.
    """
    if data.count(b"<c ") + data.count(b":c ") > limits.CELLS:
        refuse(_("单元格超过 {limit} 个。", limit=limits.CELLS))
    plain = read_plain_sheet(data) if len(data) <= limits.PLAIN_PART_BYTES else None
    if plain is None:
        return parse_sheet(data)
    check_marks(data)
    skeleton, cells = plain
    return msgspec.structs.replace(parse_sheet(skeleton), texts=cells)


@kept
def parse_sheet(data: bytes) -> SheetPart:
    """Parse a worksheet part, or the skeleton of one; raises as :func:`read_sheet_part` does."""
    reader = _SheetReader()
    run(reader.parser, data)
    hold_apart(reader.sheet.merges)
    return reader.sheet


class _SheetReader:
    """The handlers of one sheet; they run once an element, so that they do little."""

    def __init__(self) -> None:
        self.sheet = SheetPart()
        self.parser = new_parser()
        self.text: list[str] = []
        self.parts = RunReader()
        starts = by_name(
            {
                "c": self._start_cell, "v": self._start_value, "f": self._start_formula, "is": self._start_inline,
                "t": self._start_text, "row": self._start_row, "mergeCell": self._merge, **self.parts.starts,
                "hyperlink": self._link, "dataValidation": self._validation, "sheetProtection": self._protection, "extLst": self._start_extensions,
            }
        ).get  # fmt: skip
        ends = by_name(
            {
                "c": self._end_cell, "v": self._end_value, "f": self._end_formula, "t": self._end_text,
                "row": self._end_row, "extLst": self._end_extensions, **self.parts.ends,
            }
        ).get  # fmt: skip

        def start(name: str, attributes: dict[str, str]) -> None:
            handler = starts(name)
            if handler is not None:
                if not self.extensions or handler == self._start_extensions:
                    handler(attributes)
            elif self.in_row and name == _ALTERNATIVE:
                self.sheet.unknown = True

        def end(name: str) -> None:
            handler = ends(name)
            if handler is not None and (not self.extensions or handler == self._end_extensions):
                handler()

        self.parser.StartElementHandler, self.parser.EndElementHandler = start, end
        self.parser.CharacterDataHandler = self.text.append
        self.row, self.column = -1, -1
        self.before: str | None = None
        self.cell: dict[str, str] | None = None
        self.value: str | None = None
        self.formula: str | None = None
        self.inline = self.in_row = self.shared = False
        self.areas = self.area_cells = self.extensions = 0
        self.sharing = self.longest = 0

    def _start_extensions(self, _attributes: dict[str, str]) -> None:
        self.extensions += 1  # its content is no part of the sheet, whatever its names

    def _end_extensions(self) -> None:
        self.extensions -= 1

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = whole_number(attributes["r"]) if "r" in attributes else self.row + 2
        if self.in_row or number is None:
            raise broken_xml()
        self.in_row = True
        self.row = number - 1
        if not self.row >= 0:
            raise broken_xml()
        self.column, self.before = -1, None

    def _end_row(self) -> None:
        self.in_row = False

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cell = attributes

    def _start_value(self, _attributes: dict[str, str]) -> None:
        if self.cell is None or self.value is not None:
            raise broken_xml()
        self.text.clear()

    def _end_value(self) -> None:
        if len(self.text) > 1 and len(self.text[0]) < limits.TEXT_PIECE:
            raise broken_xml()  # an element inside the value split it
        self.value = "".join(self.text)

    def _start_formula(self, attributes: dict[str, str]) -> None:
        if self.cell is None or self.formula is not None:
            raise broken_xml()
        kind = attributes.get("t")
        self.shared = kind == "shared"
        if kind == "dataTable":
            self.sheet.unknown = True
        self.text.clear()

    def _end_formula(self) -> None:
        self.formula = "=" + "".join(self.text)
        if len(self.formula) > limits.FORMULA_CHARACTERS:
            refuse(_("一格公式超过 {limit} 个字符。", limit=limits.FORMULA_CHARACTERS))
        if self.shared and len(self.formula) == 1:
            self.sheet.unknown = True
            self.sharing += 1
        elif self.shared:
            self.longest = max(self.longest, len(self.formula))
        if self.sharing * self.longest > limits.SHARED_FORMULA_CHARACTERS:
            refuse(_("共用公式的单元格太多。"))

    def _start_inline(self, _attributes: dict[str, str]) -> None:
        if self.inline:
            raise broken_xml()
        self.inline = True
        self.parts.parts.clear()

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self.text.clear()

    def _end_text(self) -> None:
        if self.inline:
            self.parts.add("".join(self.text))

    def _merge(self, attributes: dict[str, str]) -> None:
        self.sheet.merges.add(self._area(attributes))

    def _link(self, attributes: dict[str, str]) -> None:
        self._area(attributes)

    def _area(self, attributes: dict[str, str]) -> Area:
        self._count_areas(1)
        area = area_of(attributes.get("ref", ""))
        self.area_cells += (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if self.area_cells > limits.AREAS_CELLS:
            refuse(_("合并和链接的区域共超过 {limit} 格。", limit=limits.AREAS_CELLS))
        return area

    def _protection(self, attributes: dict[str, str]) -> None:
        self.sheet.protected = attributes.get("sheet", "0") in TRUE

    def _count_areas(self, count: int) -> None:
        self.areas += count
        if self.areas > limits.AREAS:
            refuse(_("合并、链接或有效性区域超过 {limit} 个。", limit=limits.AREAS))

    def _validation(self, attributes: dict[str, str]) -> None:
        references = attributes.get("sqref", "").split()
        self._count_areas(len(references))
        areas = frozenset(area for reference in references if (area := parse_area(reference)) is not None)
        self.sheet.validations.add(Validation(attributes.get("type", "none"), areas))

    def _end_cell(self) -> None:
        cell, self.cell = self.cell, None
        if cell is None:
            raise broken_xml()
        reference = cell.get("r")
        if self.value is None and self.formula is None and not self.inline:
            if reference is None:
                self._next_column()
            else:
                self.before = reference  # needed only if the next cell has no reference
            return
        kind, text = cell.get("t", "n"), self.value
        runs: tuple[Run, ...] = ()
        if self.inline:
            if kind != "inlineStr" or text is not None:
                raise broken_xml()  # a text and a value: which of them was shown is unknown
            text, runs = self.parts.take(unescaped)
        elif kind == "inlineStr" and text:
            text = unescaped(text)
        place = self._place(reference)
        if place in self.sheet.texts:
            refuse(_("单元格在文件里出现了两次。"))
        self.sheet.texts[place] = CellText(kind, cell.get("s", "0"), text, self.formula, runs)
        self.value = self.formula = None
        self.inline = False

    def _next_column(self) -> int:
        if self.before is not None:
            self.column, self.before = position_of(self.before)[1], None
        self.column += 1
        return self.column

    def _place(self, reference: str | None) -> Position:
        if reference is None:
            column = self._next_column()
            if self.row >= limits.ROWS or column >= limits.COLUMNS:
                refuse(
                    _(
                        "单元格远在表格之外（最多 {rows} 行、{columns} 列）。",
                        rows=limits.ROWS,
                        columns=limits.COLUMNS,
                    )
                )
            return self.row, column
        place = position_of(reference)
        if place[0] != self.row:
            refuse(_("单元格 {cell} 不在它所在的行里。", cell=reference))
        self.column, self.before = place[1], None
        return place
