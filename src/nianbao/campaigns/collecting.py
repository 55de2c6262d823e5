"""Collect files in rounds: list, archive, read and check what has come in, and answer the units where necessary.

A run may be interrupted at any point. The next one first finishes the list of the interrupted round, appends only the
missing events, and ends in the same state as a run without interruption.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.check_record import check_body, findings_listing
from nianbao.campaigns.examiner import Examiner
from nianbao.campaigns.ledger.canonical import recordable, recorded, sha256
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.take_in.answers import file_answers
from nianbao.campaigns.take_in.inbox import Known, look_into, new_files, scratch_reason
from nianbao.campaigns.take_in.unpacking import is_packed, members_of
from nianbao.files.input_files import read_input_file
from nianbao.language import Domain, in_language, listed
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign

_ = Domain("nianbao")
_GROUP = 16
"""Files whose events are appended together: each transaction waits for the disk."""
_MOST_NAMED = 10


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a run: how many files it received, which were still arriving, and which vanished from the inbox."""

    received: int
    waiting: tuple[str, ...]
    links: tuple[str, ...]
    missing: tuple[str, ...]


class Collector:
    """Receive the files in the inbox of a campaign, whose folder is locked by the caller."""

    def __init__(
        self, campaign: Campaign, progress: Callable[[str], None] | None = None, *, fresh: bool = False
    ) -> None:
        self.campaign = campaign
        self.fresh = fresh
        self.examiner = Examiner(campaign)
        self.progress = progress or (lambda _place: None)
        self.missing: list[str] = []
        self.received = 0

    def run(self) -> Collected:
        """Finish an interrupted round, then receive new files in a round of their own."""
        if self.campaign.record.open_round is not None:
            self._finish(self._places_now())
        campaign = self.campaign
        known = {
            recorded(entry[0]): Known(entry[2], int(entry[3]), entry[1])
            for body in campaign.record.rounds.values()
            for entry in body["inbox"]
        }
        inbox = look_into(campaign.folder.inbox, known, pause=campaign.pause)
        # A file that vanished in an earlier round counts as new.
        unreceived = new_files(inbox.files, self._received_files())
        if unreceived:
            number = (campaign.record.last_round or 0) + 1
            listing = [[recordable(file.place), file.sha256, file.size, str(file.modified)] for file in unreceived]
            campaign.append(EventKind.ROUND_OPENED, {"round": number, "inbox": listing})
            self._finish({file.place: file.path for file in inbox.files})
        else:
            self.check_all()
            self.answer()
        return Collected(
            received=self.received,
            waiting=(*inbox.waiting, *inbox.unreadable),
            links=inbox.links,
            missing=tuple(self.missing),
        )

    def _received_files(self, of_round: int | None = None) -> Iterator[tuple[str, str]]:
        """Return place and hash of the files received; with ``of_round`` also of those that vanished in that round."""
        for file in self.campaign.record.files.values():
            if file.container is None and (not file.vanished or file.round == of_round):
                yield file.place, file.sha256

    def _places_now(self) -> dict[str, Path]:
        inbox = look_into(self.campaign.folder.inbox, {}, pause=0)
        return {file.place: file.path for file in inbox.files}

    # ---- one round

    def _finish(self, paths: dict[str, Path]) -> None:
        campaign = self.campaign
        body = campaign.record.open_round
        assert body is not None
        number = int(body["round"])
        received = set(self._received_files(number))
        remaining = [entry for entry in body["inbox"] if (recorded(entry[0]), entry[1]) not in received]
        for start in range(0, len(remaining), _GROUP):
            self._receive(remaining[start : start + _GROUP], number, paths)
        self._read_unread()
        self.check_all()
        self.answer()
        rows = campaign.standings().rows
        counts: dict[str, int] = {}
        for file in campaign.record.files.values():
            if file.round == number:
                counts[rows[file.seq].row.value] = counts.get(rows[file.seq].row.value, 0) + 1
        campaign.append(EventKind.ROUND_CLOSED, {"round": number, "counts": counts})

    def _receive(self, entries: Sequence[list[Any]], number: int, paths: dict[str, Path]) -> None:
        """Archive the bytes of a group of files, then append the events that they were received."""
        events: list[NewEvent] = []
        for recorded_place, digest, size, _modified in entries:
            place = recorded(recorded_place)
            self.progress(place)
            data = self._bytes_of(paths.get(place), digest)
            if data is None:
                self.missing.append(place)
                events.append(self._received(recorded_place, digest, size, number, lost=True))
                continue
            events += self._members(place, data, digest, number)
            if not self._is_erased(digest):
                self.campaign.archive.put(data)
            events.append(self._received(recorded_place, digest, size, number))
        self.campaign.ledger.append(*events)
        self.received += len(events)

    def _bytes_of(self, path: Path | None, digest: str) -> bytes | None:
        """Return the listed bytes of a file from the inbox or the archive; ``None`` if they exist in neither."""
        try:
            data = read_input_file(path) if path is not None else None
        except OSError:
            data = None
        if data is not None and sha256(data) == digest:
            return data
        if self.campaign.archive.is_intact(digest):  # interrupted between archive and event, and deleted since
            return self.campaign.archive.get(digest)
        return None

    def _members(self, place: str, data: bytes, digest: str, number: int) -> Iterator[NewEvent]:
        """Archive the members of a packed file, and return their events: each counts as a file of its own."""
        if not is_packed(data):
            return
        for name, content in members_of(data):
            inner = f"{place}/{name}"
            self.campaign.archive.put(content)
            yield NewEvent(
                kind=EventKind.RECEIVED,
                body={
                    "place": recordable(inner),
                    "sha256": sha256(content),
                    "size": len(content),
                    "round": number,
                    "container": digest,
                },
            )

    def _received(self, place: object, digest: str, size: int, number: int, *, lost: bool = False) -> NewEvent:
        body = {"place": place, "sha256": digest, "size": size, "round": number, "container": None}
        return NewEvent(kind=EventKind.RECEIVED, body={**body, "vanished": True} if lost else body)

    def _is_erased(self, digest: str) -> bool:
        return digest in self.campaign.record.erased

    # ---- reading

    def _read_unread(self) -> None:
        """Read every received file that was not read yet."""
        unread = [file.seq for file in self.campaign.record.files.values() if not file.sort and not file.erased]
        for start in range(0, len(unread), _GROUP):
            events = [self._read(seq) for seq in unread[start : start + _GROUP]]
            self.campaign.ledger.append(*events)

    def _read(self, seq: int) -> NewEvent:
        """Read a file of the archive; return its ``read`` event."""
        campaign = self.campaign
        file = campaign.record.files[seq]
        no_marks = {"form": None, "code": None, "name": None, "year": None, "base": None}
        body: dict[str, Any] = {
            "file": seq, "program": __version__, "sort": "ignored", "marks": no_marks, "answers": None,
            "figures": None, "places": None, "why": "",
        }  # fmt: skip
        reason = scratch_reason(file.place, file.size)
        if self._is_erased(file.sha256):
            return NewEvent(kind=EventKind.READ, body=body)
        if file.vanished:
            reason_text = _("列出以后又从收件里消失了，没有收到：请单位重报。")
            return NewEvent(kind=EventKind.READ, body={**body, "sort": "not_ours", "why": _in_chinese(reason_text)})
        data = campaign.archive.get(file.sha256)
        if reason:
            return NewEvent(kind=EventKind.READ, body={**body, "why": _in_chinese(_SCRATCH[reason])})
        members = sum(other.container == file.sha256 for other in campaign.record.files.values())
        if members:
            reason_text = _.plural("压缩包，里面的 {count} 个文件各算各的。", members)
            return NewEvent(kind=EventKind.READ, body={**body, "sort": "archive", "why": _in_chinese(reason_text)})
        reading = self.examiner.read(file.place, data)
        answers = file_answers(reading, data, file.place)
        if answers.record is not None:
            campaign.archive.put_record(answers.record)
            campaign.archive.put_record(answers.places)
            self.examiner.keep(seq, reading)
        return NewEvent(kind=EventKind.READ, body=answers.body(seq, __version__))

    # ---- checking and answering

    def check_all(self) -> None:
        """Check every counting file not yet checked under the context in force; with ``fresh`` all of them, once."""
        campaign = self.campaign
        self.examiner.forget_set()
        states = campaign.states()
        due = [
            (state.unit, state.files.counting)
            for state in states.all()
            if state.files.counting is not None
            and (self.fresh or states.current_check(state.files.counting) is None)
        ]
        self.fresh = False
        for start in range(0, len(due), _GROUP):
            events = []
            for unit, seq in due[start : start + _GROUP]:
                checked = self.examiner.check(seq, unit)
                findings = campaign.archive.put_record(findings_listing(checked))
                body = check_body(checked, seq, campaign.record.context, campaign.today, findings)
                events.append(NewEvent(kind=EventKind.CHECKED, body=body, agency=unit.id))
                self.progress(unit.name)
            campaign.ledger.append(*events)

    def answer(self) -> None:
        """Answer the units whose files must be corrected or explained and that were not answered yet."""
        from nianbao.campaigns.returns.returning import answer_units

        answer_units(self.campaign, self.examiner)


_SCRATCH = {
    "lock": _("办公软件打开文件时的临时文件。"),
    "system": _("系统自己的文件。"),
    "empty": _("空文件（0 字节）。"),
}


def _in_chinese(message: object) -> str:
    with in_language("zh"):
        return str(message)


def report_left_files(campaign: Campaign, collected: Collected) -> None:
    """Keep sentences about the files left for the next run and those that vanished."""
    if collected.waiting:
        campaign.say(
            _("这些文件还在拷贝或被别的程序打开，下次再收：{names}", names=listed(collected.waiting[:_MOST_NAMED]))
        )
    if collected.links:
        campaign.say(
            _(
                "收件里有指向别处的链接，没有收：{names}。请把文件本身放进来。",
                names=listed(collected.links[:_MOST_NAMED]),
            )
        )
    if collected.missing:
        campaign.say(_("这些文件列出以后又不见了：{names}", names=listed(collected.missing[:_MOST_NAMED])))
