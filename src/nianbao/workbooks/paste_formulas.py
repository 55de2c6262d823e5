"""A table pasted whole, located by formulas: where each row's figures begin, each input's own, whether all agrees.

The figures are located only by the positions of numbers. As many rows as the table has, from the first with a
number to the last; their numbers either in the same columns (as Excel pastes a table) or, as plain text comes, each
row's from its own first number on, for a label over several columns is one cell there. ``nianbao.workbooks.pasted`` finds
them in the same way when a workbook is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.cells import address, area_address
from nianbao.forms.layout import PASTE_COLUMNS, PASTE_ROWS, PASTE_TOP, CheckKind

if TYPE_CHECKING:
    from nianbao.cells import Position
    from nianbao.forms.layout import Layout

_FIRST, _LAST, _BEGIN, _DIFFERING, _LARGEST = range(5)
"""Helper columns: a row's first and last number, where its figures begin, how many differ, whether the last is the largest."""


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
        helper = self.place.helper
        self.row_cell, self.width_cell, self.column_cell = (0, helper), (1, helper), (0, helper + 1)
        self.row, self.width, self.column = (
            address(cell, absolute=True) for cell in (self.row_cell, self.width_cell, self.column_cell)
        )

    def found(self) -> dict[Position, str]:
        """Return the formulas of the hidden columns, by cell."""
        formulas = {self.row_cell: self._row(), self.width_cell: self._width(), self.column_cell: self._column()}
        for index in range(len(self.place.rows)):
            row = self.place.first_row + index
            for column, formula in enumerate(self._row_formulas(index, row)):
                formulas[row, self.place.helper + column] = formula
        return formulas

    def _helper(self, column: int) -> str:
        """Return a helper column beside all rows."""
        sheet_column = self.place.helper + column
        return area_address(
            (self.place.first_row, sheet_column, self.place.first_row + len(self.place.rows) - 1, sheet_column),
            absolute=True,
        )

    def _row(self) -> str:
        """Return the formula of the first row with a number, counted in the area from 1, where rows are as many."""
        area, end = self.area, PASTE_TOP + PASTE_ROWS + 1
        first = f"({end}-SUMPRODUCT(MAX(ISNUMBER({area})*({end}-ROW({area})))))"
        last = f"SUMPRODUCT(MAX(ISNUMBER({area})*ROW({area})))"
        rows = f"{last}-{first}={len(self.place.rows) - 1}"
        return f'=IF(COUNT({area})=0,"",IF({rows},{first}-{PASTE_TOP},""))'

    def _column(self) -> str:
        """Return the formula of the first column, where all rows begin in the same one; else 0."""
        first, last = self._helper(_FIRST), self._helper(_LAST)
        return f'=IF({self.row}="","",IF(MAX({last})-MIN({first})<{self.place.width},MIN({first}),0))'

    def _width(self) -> str:
        """Return the formula of how many columns there are; nothing where it is not a number that the table has.

        Without the totals, the last column must not be the largest in every row: then it is the totals, and the
        first one was left blank.
        """
        first, last = self._helper(_FIRST), self._helper(_LAST)
        count = len(self.place.rows)
        same = f"MAX({last})-MIN({first})+1"
        gapless = (
            f"IF(AND(COUNT({first})={count},SUMPRODUCT(({last}-{first}<>INDEX({last},1)-INDEX({first},1))*1)=0),"
            f"INDEX({last},1)-INDEX({first},1)+1,0)"
        )
        width = f"IF({self.column}>0,{same},{gapless})"
        narrow = f"AND({width}={self.place.narrow},SUM({self._helper(_LARGEST)})<{count})"
        has_all_columns = f"{width}={self.place.width}"
        fits = has_all_columns if self.place.narrow == self.place.width else f"OR({has_all_columns},{narrow})"
        return f'=IF({self.row}="","",IF({fits},{width},""))'

    def _row_formulas(self, index: int, row: int) -> tuple[str, ...]:
        line = f"INDEX({self.area},{self.row}+{index},0)"
        right = PASTE_COLUMNS + 1
        begin = address((row, self.place.helper + _BEGIN))
        sheet_row = f"{self.row}+{index}"
        first = f"INDEX({self.wide},{sheet_row},{begin})"
        narrow = f"{first}:INDEX({self.wide},{sheet_row},{begin}+{self.place.narrow - 1})"
        inputs = self._area_of_figures(row, 0, self.place.narrow - 1)
        differing = f"SUMPRODUCT(({inputs}<>{narrow})*1)"
        if self.place.narrow < self.place.width:
            total = f"INDEX({self.wide},{sheet_row},{begin}+{self.place.narrow})"
            differing += f"+IF({self.width}={self.place.width},({self._area_of_figures(row, -1, -1)}<>{total})*1,0)"
        before = f"{first}:INDEX({self.wide},{sheet_row},{begin}+{self.place.narrow - 2})"
        end = f"INDEX({self.wide},{sheet_row},{begin}+{self.place.narrow - 1})"
        nothing = f'=IF({self.row}="",""'
        return (
            f'{nothing},IF(COUNT({line})=0,"",{right}-SUMPRODUCT(MAX(ISNUMBER({line})*({right}-COLUMN({line}))))))',
            f'{nothing},IF(COUNT({line})=0,"",SUMPRODUCT(MAX(ISNUMBER({line})*COLUMN({line})))))',
            f"{nothing},IF({self.column}>0,{self.column},{address((row, self.place.helper + _FIRST))}))",
            f'=IF({self.width}="",0,{differing})',
            f'=IF({self.row}="",0,IF(N({begin})=0,0,IF(SUM({end})>=MAX({before}),IF(SUM({self.area})=0,0,1),0)))',
        )

    def _area_of_figures(self, row: int, first: int, last: int) -> str:
        placements = self.layout.placements
        fields = self.place.rows[row - self.place.first_row]
        first_cell, last_cell = placements[fields[first]].cells[0], placements[fields[last]].cells[0]
        return address(first_cell) if first_cell == last_cell else area_address((*first_cell, *last_cell))

    def input(self, field: str) -> str:
        """Return the formula of an input: what was pasted for it, nothing where nothing was."""
        index, column = next(
            (number, fields.index(field)) for number, fields in enumerate(self.place.rows) if field in fields
        )
        begin = "$" + address((self.place.first_row + index, self.place.helper + _BEGIN))
        cell = f"INDEX({self.wide},{self.row}+{index},{begin}+{column})"
        return f'=IF({self.width}="","",IF({cell}="","",{cell}))'

    def line(self) -> tuple[str, str, str]:
        """Return the line of the check sheet: how many numbers there are, and whether all agrees."""
        area, home = self.area, f"'{self.place.home}'!"
        widths = " 或 ".join(str(width) for width in sorted({self.place.narrow, self.place.width}))
        differing = f"SUM({home}{self._helper(_DIFFERING)})"
        result = (
            f'=IF(COUNTA({area})=0,"",IF(COUNT({area})=0,"有文字，没有数字",IF(OR({home}{self.row}="",{home}{self.width}=""),'
            f'"有数字，不是 {len(self.place.rows)} 行 {widths} 列；第一列不能空",IF({differing}=0,"已认出","差 "&{differing}&" 格"))))'
        )
        return "", f'=IF(COUNT({area})=0,"",COUNT({area}))', result

    def state(self, layout: Layout) -> str:
        """Return the state line of the paste sheet, from its line on the check sheet."""
        line = next(
            line for line in layout.check_lines if (line.kind, line.subject) == (CheckKind.PASTE, self.place.table)
        )
        result = f"'{layout.form.sheets.checks}'!{address(line.result, absolute=True)}"
        return f'=IF({result}="","还没有粘贴。","粘贴结果："&{result})'
