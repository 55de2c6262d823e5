"""A report, composed: the one model that every format renders."""

from __future__ import annotations

import msgspec

from nianbao.submissions.submission import Submission


class ReportCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell of a published table: its text, its spans, and its role (``scope`` as in HTML)."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    scope: str | None
    kind: str


class ReportTable(msgspec.Struct, frozen=True, kw_only=True):
    """A published table: ``height`` x ``width`` grid cells, every one covered once."""

    id: str
    caption: str
    height: int
    width: int
    label_columns: int
    cells: tuple[ReportCell, ...]

    @property
    def rows(self) -> tuple[tuple[ReportCell, ...], ...]:
        """The cells by the row in which they start, as HTML wants them."""
        return tuple(tuple(cell for cell in self.cells if cell.row == row) for row in range(self.height))


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Paragraphs under an optional numbered sub-heading; ``composed`` where the agency wrote none."""

    field: str
    heading: str
    paragraphs: tuple[str, ...]
    composed: bool


class ReportSection(msgspec.Struct, frozen=True, kw_only=True):
    """A section: its exact heading, its passages, then its tables."""

    id: str
    heading: str
    passages: tuple[Passage, ...]
    tables: tuple[ReportTable, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report; ``draft`` where something still keeps it from being published."""

    submission: Submission
    title: str
    lead: tuple[str, ...]
    sections: tuple[ReportSection, ...]
    draft: bool
