"""The cells of a worksheet part, resolved with their workbook's strings and formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.files.guarded_xml import broken_xml
from nianbao.submissions.numbers import Raw
from nianbao.workbooks.cell_values import EPOCHS, boolean_of, bounded, date_of, error_of, number_of, whole_number
from nianbao.workbooks.looks import PLAIN, Run, on_ground
from nianbao.workbooks.raw import RawCell
from nianbao.workbooks.strings_and_styles import unescaped

if TYPE_CHECKING:
    from nianbao.cells import Position
    from nianbao.workbooks.sheet_part import SheetPart
    from nianbao.workbooks.strings_and_styles import CellFormats, Strings


def cells_of(
    part: SheetPart, strings: Strings, formats: CellFormats, *, epoch_1904: bool
) -> tuple[dict[Position, RawCell], bool, bool]:
    """Return a part's cells by their workbook's strings and formats.

    With them whether all are of a kind that is known, and whether all formats exist. Raises RD101
    for a string that does not exist.
    """
    epoch = EPOCHS[epoch_1904]
    cells: dict[Position, RawCell] = {}
    known = True
    locked, dates, codes, looks = formats.locked, formats.dates, formats.codes, formats.looks
    texts, runs = strings.texts, strings.runs
    numbers, sound = _formats_of(part, len(locked))
    for place, cell in part.texts.items():
        kind, text, number = cell.kind, cell.text, numbers[cell.style]
        code, parts = "", cell.runs
        value: Raw
        if text is None:
            value = None
        elif kind == "s":
            index = whole_number(text)
            if index is None and not text.strip():
                value = None  # some writers leave a blank cell so
            elif index is None or index >= len(texts):
                raise broken_xml()
            else:
                value = texts[index]
                parts = runs.get(index, ()) if runs else ()
        elif kind == "n":
            value = number_of(text, epoch if dates[number] else None)
            code = codes[number]
        elif kind in _OTHER_KINDS:
            value = _OTHER_KINDS[kind](text)
        else:
            value, known = text, False
        if cell.formula is not None:
            cells[place] = RawCell(None, cell.formula, locked[number], value)
        elif value is not None and (code or parts or looks[number] is not PLAIN):
            parts = tuple(
                Run(run.text, run.look and on_ground(run.look, dark=formats.dark[number])) for run in parts
            )
            cells[place] = RawCell(value, None, locked[number], None, code, looks[number], parts)
        elif value is not None:
            cells[place] = RawCell(value, None, locked[number])
    return cells, known, sound


def _formats_of(part: SheetPart, count: int) -> tuple[dict[str, int], bool]:
    """Return the number of each cell format that a part names, the first where there is none; whether all exist."""
    numbers: dict[str, int] = {}
    sound = True
    for style in {cell.style for cell in part.texts.values()}:
        number = whole_number(style)
        exists = number is not None and number < count
        numbers[style] = number if number is not None and exists else 0
        sound = sound and exists
    return numbers, sound


_OTHER_KINDS = {
    "str": lambda text: bounded(unescaped(text)) or None,
    "inlineStr": bounded,  # its escapes are resolved run by run
    "b": boolean_of,
    "e": error_of,
    "d": date_of,
}
