"""A workbook as it was saved: flat, without meaning. All meaning comes after it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from nianbao.cells import Area, Position
from nianbao.language import Message
from nianbao.submissions.numbers import Raw
from nianbao.workbooks.looks import PLAIN, Look, Run

Target = tuple[str, Area] | None
"""What a defined name points to: an area of a sheet, or nothing."""


class CellText(msgspec.Struct, frozen=True):
    """A cell as the part has it: kind (``t``), number of its format, text, formula, the runs of an inline text."""

    kind: str
    style: str
    text: str | None
    formula: str | None
    runs: tuple[Run, ...] = ()


class RawCell(msgspec.Struct, frozen=True):
    """A cell: its raw value, its formula (with ``=``) or ``None``, whether it is locked.

    ``cached`` is the result that the client kept for a formula; the value of such a cell is ``None``. ``code`` is the
    number format of a number, where it may show it otherwise than as it is; ``look`` that of the whole cell, ``runs``
    the parts of its text, where they differ in looks.
    """

    value: Raw
    formula: str | None
    locked: bool
    cached: Raw = None
    code: str = ""
    look: Look = PLAIN
    runs: tuple[Run, ...] = ()


class Validation(msgspec.Struct, frozen=True):
    """A data validation: its kind and the areas it is over."""

    kind: str
    areas: frozenset[Area]


class Remark(msgspec.Struct, frozen=True):
    """A remark of the reader about a file that it could read: RD105, RD106."""

    code: str
    message: Message


class RawSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet: cells that hold something, merged areas, protection, visibility, comments by cell."""

    name: str
    visible: bool
    protected: bool
    cells: Mapping[Position, RawCell]
    merges: frozenset[Area]
    validations: frozenset[Validation]
    comments: Mapping[Position, str]


class RawWorkbook(msgspec.Struct, frozen=True, kw_only=True):
    """A workbook. ``names`` maps each defined name to (sheet, area), or to ``None`` where it points nowhere.

    ``local_names`` are, by sheet, those that belong to one sheet: a copied sheet brings its own.

    With ``values_only`` only values could be read: no formulas, locks, names, properties.
    """

    sheets: tuple[RawSheet, ...]
    names: Mapping[str, Target]
    properties: Mapping[str, str]
    structure_locked: bool
    remarks: tuple[Remark, ...] = ()
    values_only: bool = False
    local_names: Mapping[str, Mapping[str, Target]] = msgspec.field(default_factory=dict)

    def sheet(self, name: str) -> RawSheet | None:
        """Return a sheet by name, or ``None``."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
