"""Keep the ledger and the archive of a folder of results: nothing that was collected is lost or altered unnoticed.

The events are those of a campaign, in the same order: a round lists its files, their bytes go into the archive, then
they are received, read and checked, and only then do reports lie in the folder. What is different: files lie where they
were given and not in an inbox, a unit is known by its first file, and answers and reports are not archived, because
collecting again makes them from the bytes that are.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.folder import CampaignFolder
from nianbao.campaigns.ledger.archive import Archive
from nianbao.campaigns.ledger.durable import DurableFiles, nobody, remove_half_written
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.ledger.ledger import Ledger, opening_of
from nianbao.campaigns.results.remembered import Remembered
from nianbao.campaigns.units import join_roster, unit_record
from nianbao.files.folder_lock import FolderLock
from nianbao.files.outputs import writing_into
from nianbao.intake.roster_entry import RosterEntry
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nianbao.campaigns.context import Context
    from nianbao.submissions.submission import Agency


class ResultsLedger:
    """The ledger of a folder of results; as a context, it is locked for one run and closed after it."""

    def __init__(self, root: Path, *, before: Callable[[str], None] = nobody) -> None:
        self.folder = CampaignFolder(root)
        self.archive = Archive(self.folder.archive, DurableFiles(before))
        self.remembered = Remembered()
        self._ledger = Ledger(self.folder.inner, before=before)
        self._lock = FolderLock(self.folder.inner)

    def __enter__(self) -> ResultsLedger:
        with writing_into(self.folder.root):
            self.folder.inner.mkdir(parents=True, exist_ok=True)
        try:  # also where it is interrupted while it acquires the lock: nothing of it is left
            self._lock.acquire()
            if self.folder.has_ledger and opening_of(self.folder.inner) != {}:  # it has events
                self._ledger.open()
                self.read_again()
                for folder in (self.folder.archive, *self.folder.archive.glob("??")):
                    remove_half_written(folder)
        except BaseException:
            self._close()
            raise
        return self

    def read_again(self) -> None:
        """Remember all events anew: bodies of some were erased."""
        self.remembered = Remembered()
        for event in self._ledger.each():
            self.remembered.take(event)

    def __exit__(self, *_error: object) -> None:
        self._close()

    def _close(self) -> None:
        self._ledger.close()
        self._lock.release()

    def append(self, *events: NewEvent) -> None:
        """Append events in one transaction, and remember them."""
        for event in self._ledger.append(*events):
            self.remembered.take(event)

    def begin(self, context: Context, expected: Sequence[Agency]) -> None:
        """Create the ledger if there is none; record context and expected units if they changed."""
        if not self.remembered.opened:
            self._ledger.create()
            body: dict[str, Any] = {
                "campaign": secrets.token_hex(16),
                "form": None,
                "year": None,
                "program": __version__,
            }
            self.append(NewEvent(kind=EventKind.CAMPAIGN_OPENED, body={**body, "from": None, "results": True}))
        if context.digest != self.remembered.context:
            self.archive.put_record(context.record)
            body = {"context": context.digest, "changed": []}
            self.append(NewEvent(kind=EventKind.CONTEXT_CHANGED, body=body))
        if expected:
            roster = self.archive.put_record(msgspec.to_builtins(list(expected)))
            if roster != self.remembered.roster:
                joined = join_roster([RosterEntry(agency=agency) for agency in expected], self.remembered.units)
                rows = [unit_record(unit) for unit in joined.units]
                body = {"roster": roster, "rows": rows, "struck": [*joined.struck, *joined.asked], "asked": []}
                self.append(NewEvent(kind=EventKind.ROSTER_READ, body=body))

    def close_round(self, counts: Mapping[str, int] | None = None) -> None:
        """Close the open round; ``counts`` are how many files have each verdict."""
        body = {"round": self.remembered.last_round, "counts": dict(counts or {})}
        self.append(NewEvent(kind=EventKind.ROUND_CLOSED, body=body))
