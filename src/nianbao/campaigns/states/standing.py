"""Which row each file stands in, and which file counts for each unit: the first line of the ledger's table that fits.

Nothing here is stored: a unit that is added later finds its file, and how often files were collected changes nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.ledger.canonical import digest_of
from nianbao.campaigns.states.attribution import Attribution, Roster, attribute
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.campaigns.states.facts import Decision, ReceivedFile
    from nianbao.campaigns.states.record import Record

_ = Domain("nianbao")
ADOPTING = ("adopt", "accept", "waive")


class Row(StrEnum):
    """The rows of the table, one of which applies to each file."""

    ERASED = "erased"
    IGNORED = "ignored"
    REPEAT = "repeat"
    ATTRIBUTE = "attribute"
    STRAY = "stray"
    ATTACHMENT = "attachment"
    UNREADABLE = "unreadable"
    BLANK = "blank"
    CANDIDATE = "candidate"

    @property
    def words(self) -> str:
        """The displayed name."""
        return str(_WORDS[self])


_WORDS = {
    Row.ERASED: _("已销毁"),
    Row.IGNORED: _("忽略"),
    Row.REPEAT: _("重复"),
    Row.ATTRIBUTE: _("归属待定"),
    Row.STRAY: _("未归属文件"),
    Row.ATTACHMENT: _("附件"),
    Row.UNREADABLE: _("来件有问题"),
    Row.BLANK: _("未填写"),
    Row.CANDIDATE: _("报送件"),
}


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The standing of a file: its row, its unit, or the units that it may belong to."""

    file: int
    row: Row
    unit: str | None = None
    named: tuple[str, ...] = ()


class UnitFiles(msgspec.Struct, kw_only=True):
    """The files of a unit by role; ``counting`` is the one whose answers count."""

    candidates: list[int] = msgspec.field(default_factory=list)
    conflicting: tuple[str, ...] = ()
    unreadable: list[int] = msgspec.field(default_factory=list)
    blanks: list[int] = msgspec.field(default_factory=list)
    attachments: list[int] = msgspec.field(default_factory=list)
    disputed: list[int] = msgspec.field(default_factory=list)
    files: list[int] = msgspec.field(default_factory=list)
    counting: int | None = None
    since: int = 0


def bound_of_file(file: ReceivedFile) -> str:
    """Return the binding of a decision about a file: its place and bytes."""
    return bound_of_bytes(file.place, file.sha256)


def bound_of_bytes(place: str, sha256: str) -> str:
    """Return the binding of a decision about bytes in a place."""
    return digest_of([place.encode("utf-8", "surrogatepass").hex(), sha256])


def bound_of_set(answers: Iterable[str]) -> str:
    """Return the binding of a decision between several answers."""
    return digest_of(sorted(answers))


class Standings:
    """The standings of all files and the files of all units, according to a record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.roster = Roster(record.units)
        self.rows: dict[int, Standing] = {}
        self.units: dict[str, UnitFiles] = {key: UnitFiles() for key in self.roster.units}
        self._seen: dict[str, set[str]] = {key: set() for key in self.roster.units}
        self._reports: list[int] = []
        for file in record.files.values():
            self._place(file)
        for key in self.units:
            self._settle_reports(key)
            self._settle(key)

    def _place(self, file: ReceivedFile) -> None:
        standing = self._standing(file)
        self.rows[file.seq] = standing
        for key in standing.named:
            if standing.row is Row.ATTRIBUTE and key in self.units:
                self.units[key].disputed.append(file.seq)
        if standing.unit is None:
            return
        unit = self.units[standing.unit]
        unit.files.append(file.seq)
        kept = {
            Row.CANDIDATE: unit.candidates,
            Row.UNREADABLE: unit.unreadable,
            Row.BLANK: unit.blanks,
            Row.ATTACHMENT: unit.attachments,
        }.get(standing.row)
        if kept is not None:
            kept.append(file.seq)

    def _standing(self, file: ReceivedFile) -> Standing:
        if file.erased or file.sha256 in self.record.erased:
            return Standing(file=file.seq, row=Row.ERASED)
        if file.sort in ("ignored", "archive"):
            return Standing(file=file.seq, row=Row.IGNORED)
        decided = self.record.standing(f"{file.seq}:attribute", bound_of_file(file))
        if decided is not None and decided.opinion == "ignore":
            return Standing(file=file.seq, row=Row.IGNORED)
        if decided is not None and decided.target in self.units:
            whose = Attribution(unit=decided.target)
        else:
            whose = attribute(file, self.roster)
        if whose.unit is None:
            row = Row.ATTRIBUTE if whose.named else Row.STRAY
            return Standing(file=file.seq, row=row, named=whose.named)
        return Standing(file=file.seq, row=self._row_in(file, whose.unit), unit=whose.unit)

    def _row_in(self, file: ReceivedFile, unit: str) -> Row:
        """Return the row of a file whose unit is known."""
        if file.vanished:  # never received: if it arrives later, it is not a repeat
            return Row.UNREADABLE
        seen = self._seen[unit]
        same = {file.sha256, *filter(None, (file.answers,))}
        if seen & same:
            return Row.REPEAT
        seen |= same
        if file.sort == "scan":
            return Row.ATTACHMENT
        year = self.record.opened.get("year")
        if file.answers is None or file.sort in ("form_of_others", "not_ours") or year not in (None, file.year):
            return Row.UNREADABLE
        generic = self.record.generic
        if file.answers in self.record.blank_answers.get(unit, ()) or (
            generic is not None and file.answers == generic["answers"]
        ):
            return Row.BLANK
        return Row.CANDIDATE

    def _settle_reports(self, key: str) -> None:
        """Treat a report with the same figures as a workbook of the unit as its attachment, whichever came first."""
        unit, files = self.units[key], self.record.files
        workbooks = {files[seq].figures for seq in unit.candidates if files[seq].sort == "workbook"}
        for seq in list(unit.candidates):
            if files[seq].sort == "report" and files[seq].figures in workbooks:
                unit.candidates.remove(seq)
                unit.attachments.append(seq)
                self.rows[seq] = Standing(file=seq, row=Row.ATTACHMENT, unit=key)

    def _settle(self, key: str) -> None:
        """Find the candidates of a unit, and the one that counts."""
        unit, record = self.units[key], self.record
        if record.units[key].struck:
            return
        word = self._last_word(key)
        unit.since = word[0]
        kept = [word[2]] if word[1] == "adopted" and self.rows.get(word[2], _NOBODY).unit == key else []
        since = [seq for seq in unit.candidates if seq > unit.since and seq not in kept]
        unit.candidates = self._not_replaced([*kept, *since])
        answers = {record.files[seq].answers for seq in unit.candidates}
        if len(answers) > 1:
            bound = sorted(each for each in answers if each)
            unit.conflicting = tuple(bound)
        if unit.candidates:
            unit.counting = unit.candidates[-1]
        elif word[1] and self.rows.get(word[2], _NOBODY).unit == key:
            unit.counting = word[2]
        newest = unit.counting or 0  # whether answered or not, it replaces all earlier files
        unit.unreadable = [seq for seq in unit.unreadable if seq > newest and not self._is_ignored(seq)]
        unit.blanks = [seq for seq in unit.blanks if seq > unit.since] if not unit.candidates else []

    def _last_word(self, key: str) -> tuple[int, str, int]:
        """Return the last decision or answer of the office on a file of the unit: event, kind, file."""
        words = [(answer.seq, "returned", answer.file) for answer in self.record.returns.get(key, ())]
        words += [
            (decision.seq, "adopted", decision.file)
            for decision in self._decisions(key)
            if decision.opinion in ADOPTING and decision.file is not None
        ]
        return max(words, default=(0, "", 0))

    def _decisions(self, key: str) -> Sequence[Decision]:
        return [
            decision
            for decision in self.record.decisions
            if decision.agency == key and self.record.standing(decision.matter, decision.bound) is decision
        ]

    def _not_replaced(self, candidates: list[int]) -> list[int]:
        """Return candidates without those from which a later one was made: a workbook that was returned names its base."""
        files = self.record.files
        based = {files[seq].base for seq in candidates if files[seq].base}
        return [
            seq
            for seq in candidates
            if not (
                files[seq].sha256 in based
                and any(files[later].base == files[seq].sha256 and later > seq for later in candidates)
            )
        ]

    def _is_ignored(self, seq: int) -> bool:
        file = self.record.files[seq]
        decided = self.record.standing(f"{seq}:unreadable", bound_of_file(file))
        return decided is not None and decided.opinion == "ignore"


_NOBODY = Standing(file=0, row=Row.STRAY)
