"""The events of a campaign, as recorded in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

VERSION = 1
"""The version of the schema of bodies that this program writes."""


class EventKind(StrEnum):
    """The kinds of events; those of links are reserved for the command that will write them."""

    CAMPAIGN_OPENED = "campaign_opened"
    CONTEXT_CHANGED = "context_changed"
    ROSTER_READ = "roster_read"
    DISTRIBUTED = "distributed"
    ROUND_OPENED = "round_opened"
    RECEIVED = "received"
    READ = "read"
    CHECKED = "checked"
    RETURNED = "returned"
    ROUND_CLOSED = "round_closed"
    DECIDED = "decided"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"
    CONSOLIDATED = "consolidated"
    LINK_MADE = "link_made"
    LINK_WITHDRAWN = "link_withdrawn"
    ERASED = "erased"
    MOVED = "moved"
    CLOSED = "closed"
    REOPENED = "reopened"


class NewEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event to be appended; ``source`` is the input it came from, by default the command itself."""

    kind: EventKind
    body: Mapping[str, Any]
    agency: str | None = None
    by: str | None = None
    source: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the ledger; ``body`` is empty once it was erased."""

    seq: int
    at: str
    kind: EventKind
    v: int
    by: str
    source: str
    agency: str | None
    body: Mapping[str, Any]
    body_sha256: str
    prev: str
    hash: str
    erased: bool = False
