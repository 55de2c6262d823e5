"""A workbook as it was saved: flat, without meaning. All meaning comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nianbao.submissions.numbers import Raw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.cells import Area, Position


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell: its raw value, its formula (with ``=``) or ``None``, and whether it is locked."""

    value: Raw
    formula: str | None
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet: cells that hold something, merged areas, protection, visibility."""

    name: str
    visible: bool
    protected: bool
    cells: Mapping[Position, RawCell]
    merges: frozenset[Area]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWorkbook:
    """A workbook. ``names`` gives each defined name's (sheet, area), ``None`` where it points nowhere."""

    sheets: tuple[RawSheet, ...]
    names: Mapping[str, tuple[str, Area] | None]
    properties: Mapping[str, str]
    structure_locked: bool

    def sheet(self, name: str) -> RawSheet | None:
        """Give a sheet by name, or ``None``."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
