"""Places: where in a file, as it came, something is. A place can name itself for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a file: ``words`` name it in the form's own words, ``field`` is the field that it holds.

    Each kind of file has its own kind of place: :class:`CellPlace` for workbooks.
    """

    field: str | None = None
    words: str = ""

    @property
    def heading(self) -> str:
        """The part of the file under which findings are listed, such as a sheet; empty for the whole file."""
        return ""

    @property
    def label(self) -> str:
        """The place as short as possible, such as ``D11``; empty where nothing is shorter than ``words``."""
        return ""

    @property
    def short_words(self) -> str:
        """The place in few words, such as ``三依申请公开 D11``; what has no label is named by ``words``."""
        return f"{self.heading} {self.label or self.words}".strip()

    def __str__(self) -> str:
        return f"{self.heading} {self.words}".strip()


class CellPlace(Place, frozen=True, kw_only=True):
    """A cell of a workbook: sheet name and A1 address."""

    sheet: str
    cell: str

    @property
    def heading(self) -> str:
        """The sheet."""
        return self.sheet

    @property
    def label(self) -> str:
        """The address."""
        return self.cell


class Places(Protocol):
    """The places of the fields of one file."""

    def of(self, field: str) -> Place | None:
        """Return the place of a field; ``None`` where it has none."""

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Name the places of many fields of one part of the file as few areas: ``E6:I6``, ``D7:I28``."""

    def order(self, place: Place) -> tuple[int, ...]:
        """Return what sorts places as a person reads the file."""


# Instead of None, so that no caller has to test for it.
class Nowhere:
    """The places of a file of which nothing is known."""

    def of(self, field: str) -> Place | None:
        """Return ``None``."""
        return None

    def areas(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Return nothing."""
        return ()

    def order(self, place: Place) -> tuple[int, ...]:
        """Return what leaves places in the order in which they were met."""
        return ()


NOWHERE = Nowhere()
