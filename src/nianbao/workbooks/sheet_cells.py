"""The cells of a worksheet part, given their meaning by their workbook's strings and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.files.guarded_xml import broken_xml
from nianbao.submissions.numbers import Raw
from nianbao.workbooks.cell_values import EPOCHS, boolean_of, bounded, date_of, error_of, number_of, whole_number
from nianbao.workbooks.raw import RawCell
from nianbao.workbooks.strings_and_styles import unescaped

if TYPE_CHECKING:
    from nianbao.cells import Position
    from nianbao.workbooks.sheet_part import SheetPart
    from nianbao.workbooks.strings_and_styles import CellFormats


def cells_of(
    part: SheetPart, strings: list[str], formats: CellFormats, *, epoch_1904: bool
) -> tuple[dict[Position, RawCell], bool, bool]:
    """Return a part's cells by their workbook's strings and formats.

    With them whether all are of a kind that is known, and whether all formats exist. Raises RD101
    for a string that does not exist.
    """
    epoch = EPOCHS[epoch_1904]
    cells: dict[Position, RawCell] = {}
    known = sound = True
    locked, dates = formats.locked, formats.dates
    numbers: dict[str, int] = {}
    for style in {cell.style for cell in part.texts.values()}:
        number = whole_number(style)
        exists = number is not None and number < len(locked)
        numbers[style] = number if number is not None and exists else 0
        sound = sound and exists
    for place, cell in part.texts.items():
        kind, text, number = cell.kind, cell.text, numbers[cell.style]
        value: Raw
        if text is None:
            value = None
        elif kind == "s":
            index = whole_number(text)
            if index is None or index >= len(strings):
                raise broken_xml()
            value = strings[index]
        elif kind == "n":
            value = number_of(text, epoch if dates[number] else None)
        elif kind in _OTHER_KINDS:
            value = _OTHER_KINDS[kind](text)
        else:
            value, known = text, False
        if cell.formula is not None:
            cells[place] = RawCell(None, cell.formula, locked[number], value)
        elif value is not None:
            cells[place] = RawCell(value, None, locked[number])
    return cells, known, sound


_OTHER_KINDS = {
    "str": lambda text: bounded(unescaped(text)) or None,
    "inlineStr": lambda text: bounded(unescaped(text)),
    "b": boolean_of,
    "e": error_of,
    "d": date_of,
}
