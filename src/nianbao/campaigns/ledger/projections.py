"""Projections: tables of the present state, whose rows are a function of each event alone.

They are meant for other programs and for comparison; this program computes the state from the events. No row depends on
the clock, and none is indispensable: ``nianbao audit --rebuild`` computes them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.ledger.canonical import canonical
from nianbao.campaigns.ledger.events import EventKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.campaigns.ledger.events import Event


def rows_of(event: Event) -> Iterator[tuple[str, str, str]]:
    """Return the rows (table, key, content) that an event adds, or replaces if the key exists."""
    yield "head", "head", canonical([event.seq, event.hash])
    for sort, key, content in _rows(event):
        yield sort, key, canonical(content)


def _rows(event: Event) -> Iterator[tuple[str, str, object]]:
    body = {key: value for key, value in event.body.items() if key != "salt"}
    match event.kind:
        case EventKind.ROSTER_READ:
            for row in body.get("rows", ()):
                yield "unit", row["agency"], row
            for agency in body.get("struck", ()):
                yield "unit", agency, {"agency": agency, "struck": True}
        case EventKind.RECEIVED:
            yield "file", f"{event.seq:08}", body
        case EventKind.READ if body:
            yield "reading", f"{body['file']:08}", body
        case EventKind.CHECKED if body:
            yield "check", f"{body['file']:08}", body
        case EventKind.RETURNED if event.agency is not None:
            yield "return", event.agency, body
        case EventKind.DECIDED if body:
            yield "matter", f"{body['matter']} {body['bound']}", body
        case EventKind.ROUND_OPENED | EventKind.ROUND_CLOSED if body:
            yield "round", f"{body['round']:04} {event.kind.value}", body
        case EventKind.PUBLISHED if event.agency is not None:
            yield "live", event.agency, body
