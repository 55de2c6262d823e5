"""Findings about the file itself (LT): made over cells, with places listed shortly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.findings.documents import core_fault
from nianbao.findings.finding import Finding
from nianbao.findings.place import CellPlace
from nianbao.language import Domain, Message, listed
from nianbao.submissions.numbers import raw_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.language import Listing
    from nianbao.workbooks.raw import RawCell

_ = Domain("nianbao")
_LONGEST = 40
SHOWN = 5
"""A message names so many places; the finding's ``cells`` hold all."""


def layout_finding(code: str, message: Message, cells: Iterable[CellPlace] = ()) -> Finding:
    """Make a finding of one of the core's own faults over cells."""
    fault = core_fault(code)
    references = tuple(cells)
    return Finding(
        fault=fault,
        message=message,
        severity=fault.severity,
        place=references[0] if references else None,
        places=references,
        field=references[0].field if references else None,
        fields=tuple(reference.field for reference in references if reference.field),
    )


def cell_words(cell: RawCell | None) -> str:
    """Return what a person sees as a cell's content: its formula, else its value; empty where there is no cell."""
    if cell is None:
        return ""
    return cell.formula if cell.formula is not None else raw_text(cell.value)


def shown_words(cell: RawCell | None) -> str:
    """Return what a cell shows, cut to what a message can hold."""
    text = cell_words(cell)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def joined(messages: list[Message]) -> Listing:
    """Return the first messages, separated by semicolons."""
    return listed(messages[:SHOWN], _("；"))


def more(count: int) -> Message:
    """Return the phrase with the total number, where not all are listed."""
    return _("，等 {count} 处", count=count) if count > SHOWN else Message("")
