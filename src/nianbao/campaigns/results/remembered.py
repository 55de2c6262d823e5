"""What the ledger of a folder of results says: files received, what was found in each, reports that lie there.

The events are read one by one and not kept, because a folder may have those of 20,000 files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.ledger.canonical import recorded
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.states.standing import bound_of_bytes
from nianbao.campaigns.units import Unit, unit_of_record
from nianbao.checks.expectations import names_somebody
from nianbao.checks.twice_reported import Owner, plain_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nianbao.campaigns.ledger.events import Event

OF_TWO_FILES = ("CN103", "LT302")
"""Codes of the findings that two files of a unit differ, which is a fault of neither."""


class RememberedFile(msgspec.Struct, kw_only=True):
    """A file that was received: its place as seen from the folder, its bytes, its round, and what was found in it.

    ``checked`` are context, verdict and findings of the last check. ``faulty``: it had to go back for what is in it.
    ``left_out``: it lay in a folder that was given again, and does not lie there any more. ``set_aside``: the office
    decided that it does not count.
    """

    seq: int
    place: str
    sha256: str
    round: int
    owner: Owner | None = None
    is_read: bool = False
    checked: tuple[str, str, str] | None = None
    faulty: bool = False
    left_out: bool = False
    set_aside: bool = False

    @property
    def matter(self) -> str:
        """The matter of the decision that it counts or not."""
        return f"{self.seq}:attribute"

    @property
    def bound(self) -> str:
        """What that decision is bound to."""
        return bound_of_bytes(self.place, self.sha256)


class Remembered:
    """The facts of the events so far; :meth:`take` adds one event after the other."""

    def __init__(self) -> None:
        self.opened: Mapping[str, Any] = {}
        self.context = self.roster = ""
        self.units: dict[str, Unit] = {}
        self.files: dict[tuple[str, str], RememberedFile] = {}
        self.open_round: Mapping[str, Any] | None = None
        self.last_round = 0
        self.reports: dict[str, tuple[tuple[str, str], ...]] = {}
        """Of each unit whose report lies there: the files of it, each with its SHA-256."""
        self.versions: dict[str, int] = {}
        self.erased: set[str] = set()
        self._to_empty: set[int] = set()
        self._emptied: set[int] = set()
        self._by_number: dict[int, RememberedFile] = {}
        self._ids: dict[Owner, str] = {}

    def take(self, event: Event) -> None:
        """Add the facts of the next event."""
        if not event.erased:
            getattr(self, f"_{event.kind.value}", self._other)(event)
            return
        self._emptied.add(event.seq)
        if event.kind is EventKind.PUBLISHED and event.agency is not None:
            self.reports.pop(event.agency, None)  # its files were removed with it

    def _other(self, event: Event) -> None:
        """Ignore an event of which nothing need be remembered."""

    def _campaign_opened(self, event: Event) -> None:
        self.opened = event.body

    def _context_changed(self, event: Event) -> None:
        self.context = event.body["context"]

    def _roster_read(self, event: Event) -> None:
        self.roster = event.body["roster"]
        self.units = {row["agency"]: unit_of_record(row) for row in event.body["rows"]}

    def _round_opened(self, event: Event) -> None:
        self.open_round, self.last_round = event.body, max(self.last_round, int(event.body["round"]))

    def _round_closed(self, event: Event) -> None:
        # The event that opened it may be erased.
        self.open_round, self.last_round = None, max(self.last_round, int(event.body["round"]))

    def _received(self, event: Event) -> None:
        body = event.body
        self.last_round = max(self.last_round, int(body["round"]))
        if body.get("vanished"):
            return
        file = RememberedFile(
            seq=event.seq, place=recorded(body["place"]), sha256=body["sha256"], round=int(body["round"])
        )
        self.files[file.place, file.sha256] = self._by_number[event.seq] = file

    def _read(self, event: Event) -> None:
        file = self._by_number.get(event.body["file"])
        if file is None:
            return
        marks, file.is_read = event.body["marks"], True
        # Without figures it has no answers: nobody's.
        if event.body["figures"] and (marks["code"] or names_somebody(marks["name"])):
            code, name = plain_name(marks["code"]), plain_name(marks["name"])
            file.owner = Owner(form=marks["form"], year=marks["year"], code=code, name=name)
            self._ids.setdefault(file.owner, f"f{file.seq:06}")

    def _checked(self, event: Event) -> None:
        file, body = self._by_number.get(event.body["file"]), event.body
        if file is not None:
            file.checked = (body["context"], body["verdict"], body["findings"])
            file.faulty = any(
                not block["explained"] and block["code"] not in OF_TWO_FILES for block in body["blocks"]
            )

    def _decided(self, event: Event) -> None:
        file = self._by_number.get(event.body["file"])
        if file is None or event.body["matter"] != file.matter:
            return
        does_not_count = event.body["opinion"] == "ignore"
        if event.source == "sheet":
            file.set_aside = does_not_count
        else:
            file.left_out = does_not_count

    def _published(self, event: Event) -> None:
        if event.agency is not None:
            self.reports[event.agency] = tuple((name, sha256) for name, sha256 in event.body["files"])
            self.versions[event.agency] = self.versions.get(event.agency, 0) + 1

    def _withdrawn(self, event: Event) -> None:
        self.reports.pop(event.agency or "", None)

    def _erased(self, event: Event) -> None:
        self.erased.update(event.body["hashes"])
        self._to_empty.update(event.body["seqs"])
        self.files = {key: file for key, file in self.files.items() if key[1] not in self.erased}

    @property
    def erasing_was_interrupted(self) -> bool:
        """Whether a file was to be erased, and some event about it has its body still."""
        return not self._to_empty <= self._emptied

    def unit_of(self, file: RememberedFile) -> str | None:
        """Return the id of the unit whose answers a file holds, by the number of its first file; ``None`` for nobody's."""
        return None if file.owner is None else self._ids[file.owner]

    def rows(self) -> list[list[Any]]:
        """Return on what it depends which files count: of every file place, bytes, round, and the three states."""
        return [
            [file.place, file.sha256, file.round, file.faulty, file.left_out, file.set_aside]
            for file in self.files.values()
        ]
