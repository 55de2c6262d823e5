"""The record of all facts in the events of a campaign, by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.ledger.canonical import digest_of, recorded
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.states.facts import Check, Decision, Published, ReceivedFile, Returned
from nianbao.campaigns.units import Unit, unit_of_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nianbao.campaigns.ledger.events import Event


class Record:
    """The facts of one campaign; :meth:`take` adds one event after the other."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.opened: Mapping[str, Any] = {}
        self.context = ""
        self.roster = ""
        self.units: dict[str, Unit] = {}
        self.files: dict[int, ReceivedFile] = {}
        self.checks: dict[int, Check] = {}
        self.decisions: list[Decision] = []
        self._last_decision: dict[tuple[str, str], Decision] = {}
        self.returns: dict[str, list[Returned]] = {}
        self.blank_answers: dict[str, set[str]] = {}
        self.distributed: dict[str, Mapping[str, Any]] = {}
        self.generic: Mapping[str, Any] | None = None
        self.rounds: dict[int, Mapping[str, Any]] = {}
        self.rounds_closed: dict[int, Mapping[str, Any]] = {}
        self.sheets_read: set[str] = set()
        self.erased: set[str] = set()
        self.closed = False
        self.consolidated: Mapping[str, Any] | None = None
        self.sums: set[str] = set()
        self.posted: dict[str, Mapping[str, Any]] = {}
        self.published: dict[str, tuple[Published, ...]] = {}
        self._taken_back: dict[str, int] = {}
        self._reviews: dict[tuple[str, str, str], Mapping[str, Any]] = {}
        self.seq = 0
        self.placing_seq = 0
        """The number of the last event on which the standings of files may depend: no sum changes them."""
        for event in events:
            self.take(event)

    def take(self, event: Event) -> None:
        """Add the facts of the next event."""
        self.seq = event.seq
        if event.kind is not EventKind.CONSOLIDATED:
            self.placing_seq = event.seq
        if event.erased:
            if event.kind is EventKind.PUBLISHED and event.agency is not None:
                # What it was is gone; that something is live stays known, until it is taken back or followed.
                former = self.published.get(event.agency, ())
                publication = Published(
                    seq=event.seq, version=len(former) + 1, file=0, document="", title="", files=(), at=event.at
                )
                self.published[event.agency] = (*former, publication)
                self._taken_back.pop(event.agency, None)
            if event.kind is EventKind.RECEIVED:  # that something came stays known, and nothing of what it was
                self.files[event.seq] = ReceivedFile(
                    seq=event.seq, place="", sha256="", size=0, round=None, sort="ignored", erased=True
                )
            return
        getattr(self, f"_{event.kind.value}", self._other)(event)

    def _other(self, event: Event) -> None:
        """Ignore an event on which no state depends."""

    def _campaign_opened(self, event: Event) -> None:
        self.opened = event.body

    def _context_changed(self, event: Event) -> None:
        self.context = event.body["context"]

    def _roster_read(self, event: Event) -> None:
        body = event.body
        self.roster = body["roster"]
        now = {row["agency"]: unit_of_record(row) for row in body["rows"]}
        for key in (*body["struck"], *body["asked"]):
            if key in self.units:
                asked = key in body["asked"]
                now[key] = msgspec.structs.replace(self.units[key], struck=not asked, asked=asked)
        self.units = now

    def _distributed(self, event: Event) -> None:
        if event.agency is None:
            self.generic = {**event.body, "seq": event.seq, "at": event.at}
        else:
            self.distributed[event.agency] = {**event.body, "seq": event.seq, "at": event.at}
            self.blank_answers.setdefault(event.agency, set()).add(event.body["answers"])

    def _round_opened(self, event: Event) -> None:
        self.rounds[event.body["round"]] = {**event.body, "seq": event.seq, "at": event.at}

    def _round_closed(self, event: Event) -> None:
        self.rounds_closed[event.body["round"]] = {**event.body, "seq": event.seq, "at": event.at}

    def _received(self, event: Event) -> None:
        body = event.body
        self.files[event.seq] = ReceivedFile(
            seq=event.seq,
            place=recorded(body["place"]),
            sha256=body["sha256"],
            size=body["size"],
            round=body["round"],
            container=body.get("container"),
            vanished=body.get("vanished", False),
            at=event.at,
        )

    def _read(self, event: Event) -> None:
        body = event.body
        file = self.files.get(body["file"])
        if file is None:
            return
        marks = body["marks"]
        file.sort, file.why, file.answers, file.figures = (
            body["sort"],
            body["why"],
            body["answers"],
            body["figures"],
        )
        file.places = body.get("places")  # read by a version that did not keep them: none
        file.code, file.name, file.year, file.base = marks["code"], marks["name"], marks["year"], marks["base"]

    def _checked(self, event: Event) -> None:
        body = {key: value for key, value in event.body.items() if key != "salt"}
        self.checks[body["file"]] = msgspec.convert({**body, "seq": event.seq}, Check)

    def _returned(self, event: Event) -> None:
        body = event.body
        if event.agency is not None:
            self.returns.setdefault(event.agency, []).append(
                Returned(
                    seq=event.seq,
                    agency=event.agency,
                    round=body["round"],
                    file=body["file"],
                    blocks=tuple(body["blocks"]),
                    files=tuple((path, digest) for path, digest in body["files"]),
                    at=event.at,
                )
            )

    def _decided(self, event: Event) -> None:
        body = event.body
        new_decision = Decision(
            seq=event.seq,
            agency=event.agency,
            matter=body["matter"],
            bound=body["bound"],
            opinion=body["opinion"],
            reason=body["reason"],
            by=event.by,
            at=event.at,
            target=body["target"],
            file=body["file"],
        )
        self.decisions.append(new_decision)
        self._last_decision[new_decision.matter, new_decision.bound] = new_decision

    def _erased(self, event: Event) -> None:
        self.erased.update(event.body["hashes"])
        for seq in event.body["seqs"]:
            if seq in self.files:
                self.files[seq].erased = True

    def _consolidated(self, event: Event) -> None:
        self.consolidated = {**event.body, "seq": event.seq}
        if len(event.body["units"]) > 1:  # the sum over one unit is that unit's own figures
            self.sums.add(digest_of(event.body["district"]))

    def _published(self, event: Event) -> None:
        body = event.body
        if event.agency is not None:
            publication = Published(
                seq=event.seq, version=body["version"], file=body["file"], document=body["document"], title=body["title"],
                files=tuple((path, digest) for path, digest in body["files"]), at=event.at, changes=tuple((field, former, now) for field, former, now in body["changes"]),
            )  # fmt: skip
            self.published[event.agency] = (*self.published.get(event.agency, ()), publication)
            self._taken_back.pop(event.agency, None)

    def _posted(self, event: Event) -> None:
        if event.agency is not None:
            self.posted[event.agency] = {key: value for key, value in event.body.items() if key != "salt"}

    def _withdrawn(self, event: Event) -> None:
        if event.agency is not None:
            self._taken_back[event.agency] = event.seq

    def _reviewed(self, event: Event) -> None:
        body = event.body
        self._reviews[event.agency or "", body["document"], body["step"]] = {**body, "seq": event.seq}

    def live(self, unit: str) -> Published | None:
        """Return the live version of a unit: its last one unless withdrawn, else ``None``."""
        versions = self.published.get(unit, ())
        return versions[-1] if versions and unit not in self._taken_back else None

    def withdrawn(self, unit: str) -> Published | None:
        """Return the last version of a unit if it was withdrawn, else ``None``."""
        return self.published[unit][-1] if unit in self._taken_back and self.published.get(unit) else None

    def reviewed(self, unit: str, document: str, step: str) -> Mapping[str, Any] | None:
        """Return the approval of a unit's document in a step; ``None`` where there is none of this very document.

        One from before the unit's report was taken back does not count: somebody has to approve it again.
        """
        review = self._reviews.get((unit, document, step))
        return None if review is None or review["seq"] < self._taken_back.get(unit, 0) else review

    def _closed(self, _event: Event) -> None:
        self.closed = True

    def _reopened(self, _event: Event) -> None:
        self.closed = False

    @property
    def open_round(self) -> Mapping[str, Any] | None:
        """The interrupted round, if any."""
        return next((body for number, body in self.rounds.items() if number not in self.rounds_closed), None)

    @property
    def last_round(self) -> int | None:
        """The number of the last round."""
        return max((*self.rounds, *self.rounds_closed), default=None)

    def standing(self, matter: str, bound: str) -> Decision | None:
        """Return the decision in force on a matter with a binding, or ``None``."""
        decision = self._last_decision.get((matter, bound))
        return None if decision is None or decision.opinion == "revoke" else decision
