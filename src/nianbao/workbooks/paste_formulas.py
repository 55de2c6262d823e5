"""A table pasted whole, found by formulas: where its figures begin, each input's own, and whether all agrees.

The figures are found by where numbers stand and nothing else: as many rows from the first to the last as the table has,
as many columns. ``nianbao.workbooks.pasted`` finds them in the same way when a workbook is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.cells import address, area_address
from nianbao.forms.layout import PASTE_COLUMNS, PASTE_ROWS, PASTE_TOP, CheckKind

if TYPE_CHECKING:
    from nianbao.forms.layout import Layout


class PasteFormulas:
    """Compiles the formulas of one table that can be pasted."""

    def __init__(self, layout: Layout, table: str) -> None:
        self.layout = layout
        self.place = layout.paste[table]
        last = PASTE_TOP + PASTE_ROWS - 1
        sheet = f"'{self.place.sheet}'!"
        self.area = sheet + area_address((PASTE_TOP, 0, last, PASTE_COLUMNS - 1), absolute=True)
        # Wider by a table: looking at the column of totals, where none was pasted, must not run out of the area.
        self.wide = sheet + area_address((PASTE_TOP, 0, last, PASTE_COLUMNS + self.place.width), absolute=True)
        self.row, self.column = (address(cell, absolute=True) for cell in (self.place.row, self.place.column))

    def found(self) -> tuple[str, str]:
        """Return the formulas of row and column, counted in the area from 1; nothing where no table is found."""
        area, end, right = self.area, PASTE_TOP + PASTE_ROWS + 1, PASTE_COLUMNS + 1
        first = f"({end}-SUMPRODUCT(MAX(ISNUMBER({area})*({end}-ROW({area})))))"
        last = f"SUMPRODUCT(MAX(ISNUMBER({area})*ROW({area})))"
        left = f"({right}-SUMPRODUCT(MAX(ISNUMBER({area})*({right}-COLUMN({area})))))"
        rightmost = f"SUMPRODUCT(MAX(ISNUMBER({area})*COLUMN({area})))"
        widths = ",".join(f"{rightmost}-{left}={width - 1}" for width in self._widths)
        rows = f"{last}-{first}={len(self.place.rows) - 1}"
        return (
            f'=IF(COUNT({area})=0,"",IF(AND({rows},OR({widths})),{first}-{PASTE_TOP},""))',
            f'=IF({self.row}="","",{left})',
        )

    @property
    def _widths(self) -> tuple[int, ...]:
        return tuple(sorted({self.place.narrow, self.place.width}))

    def input(self, field: str) -> str:
        """Return the formula of an input: what was pasted for it, nothing where nothing was."""
        row, column = next(
            (number, fields.index(field)) for number, fields in enumerate(self.place.rows) if field in fields
        )
        cell = f"INDEX({self.wide},{self.row}+{row},{self.column}+{column})"
        return f'=IF({self.row}="","",IF({cell}="","",{cell}))'

    def line(self) -> tuple[str, str, str]:
        """Return the line of the check sheet: how many numbers there should be, how many are, and whether all agrees."""
        area, row = self.area, f"'{self.place.home}'!{self.row}"
        differing = self._differing(0, self.place.narrow - 1)
        if self.place.narrow < self.place.width:
            totals = self._block(self.place.narrow, self.place.width - 1)
            differing += f"+IF(COUNT({totals})=0,0,{self._differing(self.place.narrow, self.place.width - 1)})"
        widths = " 或 ".join(map(str, self._widths))
        result = (
            f'=IF(COUNTA({area})=0,"",IF(COUNT({area})=0,"有文字，没有数字",IF({row}="",'
            f'"有数字，不是 {len(self.place.rows)} 行 {widths} 列",IF({differing}=0,"已认出","差 "&({differing})&" 格"))))'
        )
        return "", f'=IF(COUNT({area})=0,"",COUNT({area}))', result

    def state(self, layout: Layout) -> str:
        """Return what the sheet of pasting says of itself, from its line on the check sheet."""
        line = next(
            found
            for found in layout.check_lines
            if (found.kind, found.subject) == (CheckKind.PASTE, self.place.table)
        )
        result = f"'{layout.form.sheets.checks}'!{address(line.result, absolute=True)}"
        return f'=IF({result}="","还没有粘贴。","粘贴结果："&{result})'

    def _block(self, first: int, last: int) -> str:
        """Return some columns of what was pasted, as an area."""
        home = f"'{self.place.home}'!"
        row, column = home + self.row, home + self.column
        bottom = len(self.place.rows) - 1
        return f"INDEX({self.wide},{row},{column}+{first}):INDEX({self.wide},{row}+{bottom},{column}+{last})"

    def _differing(self, first: int, last: int) -> str:
        placements = self.layout.placements
        top = placements[self.place.rows[0][first]].cells[0]
        bottom = placements[self.place.rows[-1][last]].cells[0]
        cells = f"'{self.place.home}'!" + area_address((*top, *bottom), absolute=True)
        return f"SUMPRODUCT(({cells}<>{self._block(first, last)})*1)"
