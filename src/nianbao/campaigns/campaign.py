"""A campaign: one folder, one roster, one year; the object that every command works on."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.campaigns.context import Context, changed_parts, context_of, rendering_of
from nianbao.campaigns.folder import CampaignFolder, refuse_synchronised, require_campaign
from nianbao.campaigns.ledger.archive import Archive
from nianbao.campaigns.ledger.canonical import digest_of, sha256
from nianbao.campaigns.ledger.durable import DurableFiles, nobody, remove_half_written
from nianbao.campaigns.ledger.events import EventKind, NewEvent
from nianbao.campaigns.ledger.heads import SeenHeads, require_unmoved, was_moved
from nianbao.campaigns.ledger.ledger import Ledger
from nianbao.campaigns.states.questions import Question, questions
from nianbao.campaigns.states.record import Record
from nianbao.campaigns.states.standing import Standings
from nianbao.campaigns.states.unit_state import UnitState, UnitStates
from nianbao.campaigns.units import Joined, Unit, join_roster, unit_record
from nianbao.checks.checker import Checker
from nianbao.errors import UsageError
from nianbao.files.folder_lock import FolderLock
from nianbao.files.input_files import read_input_file
from nianbao.intake.roster import read_roster_entries
from nianbao.language import Domain, listed
from nianbao.office.office import PLAIN, Office
from nianbao.plugins.registry import PluginRegistry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nianbao.campaigns.decisions.sheet import TypedRow
    from nianbao.campaigns.ledger.events import Event
    from nianbao.forms.definition import Form

_ = Domain("nianbao")


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


class Campaign:
    """One campaign. Open it with :meth:`open`; each command locks the folder while it runs.

    ``clock`` returns the time; ``before`` is called before each durable write (tests interrupt there); ``pause`` is the
    time in seconds for which the inbox is watched for files that are still arriving.
    """

    def __init__(
        self,
        folder: CampaignFolder,
        registry: PluginRegistry,
        office: Office,
        *,
        clock: Callable[[], datetime.datetime] = _now,
        before: Callable[[str], None] = nobody,
        pause: float = 1.0,
        heads: SeenHeads | None = None,
    ) -> None:
        self.folder = folder
        self.registry = registry
        self.office = office
        self.clock, self.pause = clock, pause
        self.files = DurableFiles(before)
        self.archive = Archive(folder.archive, self.files)
        self.ledger = Ledger(folder.inner, clock=clock, before=before)
        self.heads = heads or SeenHeads()
        self.said: list[str] = []
        self.unapplied: dict[tuple[str, str], TypedRow] = {}
        self.unsigned: dict[tuple[str, str], tuple[str, str]] = {}
        self.unposted: dict[str, tuple[str, str]] = {}
        self.decisions_read = self.posted_read = ""
        self._record = Record()
        self._lock = FolderLock(folder.inner)
        self._checker: Checker | None = None
        self._rendering: tuple[str, str] | None = None
        self._standings: tuple[int, Standings] | None = None

    @classmethod
    def open(cls, folder: Path | str, registry: PluginRegistry | None = None, **options: Any) -> Campaign:
        """Open the campaign of a folder, or of the nearest one above it, under its own ``nianbao.toml``.

        Raises :class:`~nianbao.errors.UsageError` if there is none, or if its folder is synchronised with a cloud.
        """
        return cls.at(require_campaign(Path(folder)), registry, **options)

    @classmethod
    def at(cls, folder: CampaignFolder, registry: PluginRegistry | None = None, **options: Any) -> Campaign:
        """Open the ledger in exactly this folder, also one that has no event yet."""
        refuse_synchronised(folder.root)
        office = Office.read(folder.configuration) if folder.configuration.exists() else PLAIN
        campaign = cls(folder, registry or PluginRegistry(set_aside=office.packs_set_aside), office, **options)
        campaign.ledger.open()
        return campaign

    @property
    def form(self) -> Form:
        """The form of the campaign."""
        return self.registry.registered_form(str(self.record.opened["form"])).form

    @property
    def year(self) -> int:
        """The report year of the campaign."""
        return int(self.record.opened["year"])

    @property
    def record(self) -> Record:
        """The record of all events so far."""
        for event in self.ledger.events()[self._record.seq :]:
            self._record.take(event)
        return self._record

    def forget(self) -> None:
        """Discard the record, to be read again from the ledger: bodies were erased."""
        self.ledger.forget()
        self._record = Record()
        self._standings = None

    @property
    def checker(self) -> Checker:
        """The checker under the office's decisions, with the roster of today."""
        if self._checker is None:
            self._checker = Checker(self.registry, self.office, today=self.today)
        self._checker.roster = tuple(unit.agency for unit in self.record.units.values() if not unit.struck)
        return self._checker

    @property
    def today(self) -> datetime.date:
        """The local date, by which waivers are in force or not."""
        return self.clock().astimezone().date()

    def standings(self) -> Standings:
        """Return the current standings of all files; computed again only after an event that may change them."""
        record = self.record
        if self._standings is None or self._standings[0] != record.placing_seq:
            self._standings = (record.placing_seq, Standings(record))
        return self._standings[1]

    def states(self, standings: Standings | None = None) -> UnitStates:
        """Return the current states of all units."""
        keys = self.office.campaign
        return UnitStates(
            standings or self.standings(),
            now=self.clock(),
            deadline=keys.deadline,
            gates=keys.gates,
            explanations_stand=keys.explanations == "stand",
            waivers_end=tuple(waiver.until for waiver in self.office.waivers),
            document_of=self.document_of,
        )

    def document_of(self, unit: Unit, answers: str) -> str:
        """Return the hash of everything in a unit's report: answers, name, program, form, sentences, report style.

        Approvals are bound to it, and a published version is current as long as it is unchanged. Rules are not part of it.
        """
        if self._rendering is None or self._rendering[0] != self.record.context:
            self._rendering = (self.record.context, rendering_of(self.registry, self.form, self.office.report))
        return digest_of([answers, unit.name, unit.agency.code, self._rendering[1]])

    def state_of(self, name: str) -> UnitState:
        """Return the state of a unit by its code or name; raises ``KeyError`` where there is none."""
        states = self.states()
        for key, unit in self.record.units.items():
            if name in (unit.agency.code, unit.name) and not unit.struck:
                return states.of(key)
        raise KeyError(name)

    def questions(self) -> Sequence[Question]:
        """Return the questions to the office: open ones, then decided ones that can be revoked."""
        return list(questions(self.states()))

    def say(self, message: object) -> None:
        """Keep a sentence to be printed for the person who runs the command."""
        self.said.append(str(message))

    def append(self, kind: EventKind, body: dict[str, Any], **columns: Any) -> Event:
        """Append one event and return it."""
        return self.ledger.append(NewEvent(kind=kind, body=body, **columns))[0]

    @contextlib.contextmanager
    def work(self, *, moved: bool = False) -> Iterator[Campaign]:
        """Lock the folder for one command, and remove files that an interrupted command left half written.

        Raises :class:`~nianbao.errors.UsageError` if the ledger is behind one that this user has seen, except with
        ``moved``, for commands that deal with exactly that.
        """
        with self._lock.acquire():
            campaign = str(self.record.opened.get("campaign", ""))
            events, seen_head = self.ledger.events(), self.heads.of(campaign)
            if not moved:
                require_unmoved(events, seen_head)
            is_behind, start = was_moved(events, seen_head), len(events)
            self._remove_half_written()
            try:
                yield self
            finally:
                # Reading alone must not make a restored ledger the accepted one: somebody has to state a reason.
                move_recorded = any(event.kind is EventKind.MOVED for event in self.ledger.events()[start:])
                if campaign and (not is_behind or move_recorded):
                    self.heads.keep(campaign, self.ledger.head)

    def _remove_half_written(self) -> None:
        """Remove half-written files of an interrupted process from all folders that a campaign writes to."""
        parents = (self.folder.archive, self.folder.returned)
        subfolders = [path for parent in parents for path in parent.rglob("*") if path.is_dir()]
        for folder in (self.folder.root, self.folder.inner, self.folder.sent, *parents, *subfolders):
            remove_half_written(folder)

    def refuse_closed(self) -> None:
        """Raise :class:`~nianbao.errors.UsageError` if the campaign is closed."""
        if self.record.closed:
            raise UsageError(_("这次年报工作已经办结：要继续的，请先运行 nianbao close --reopen 理由。"))

    # ---- inputs

    def read_inputs(self) -> None:
        """Record roster and configuration if they changed; raises ``UsageError`` as :meth:`take_context` does."""
        self._read_roster()
        self.take_context()

    def _read_roster(self) -> None:
        path = self.folder.roster
        if not path.exists():
            if self.record.roster:
                self.say(_("找不到名单 {path}：照上一次读到的名单继续。", path=path))
            return
        try:
            data = read_input_file(path)
        except OSError as error:
            raise UsageError(
                _("不能读取名单 {path}：如果它正在 Excel 或 WPS 中打开，请先关闭。", path=path)
            ) from error
        settled = self._settled_units()
        if sha256(data) == self.record.roster and not settled:
            return
        joined = join_roster(read_roster_entries(path, data), self.record.units, settled)
        digest = self.archive.put(data)
        self.append(EventKind.ROSTER_READ, _roster_body(digest, joined))
        if joined.asked:
            names = listed(self.record.units[key].name for key in joined.asked)
            self.say(
                _("名单里没有了 {names}，同时来了新的单位：改名、改代码的请在“原代码”或“曾用名”栏写明，撤销的在状态一览里选“不计”。",
                  names=names)
            )  # fmt: skip

    def _settled_units(self) -> list[str]:
        """Return the ids of units with an open question that the office has decided to ignore: they are gone for good."""
        units = self.record.units
        return [
            key
            for key, unit in units.items()
            if unit.asked and (decided := self.record.standing(f"{key}:gone", key)) and decided.opinion == "ignore"
        ]

    def context(self) -> Context:
        """Return the present context, from program, packs, configuration and roster."""
        return context_of(self.checker, self.form, self.record.units.values())

    def take_context(self, *, accept: bool = False) -> None:
        """Record the context if it changed; a new program or pack only with ``accept``.

        Raises :class:`~nianbao.errors.UsageError` otherwise: ``nianbao update`` first shows whose state would change.
        """
        now = self.context()
        if now.digest == self.record.context:
            return
        former = self.context_in_force()
        if former is not None and former.program != now.program and self.record.checks and not accept:
            raise UsageError(
                _("程序或规则包与台账里用的不同（{changes}）：请先运行 nianbao update，看看谁的结论会变，再决定采用。",
                  changes=listed(changed_parts(former, now)))
            )  # fmt: skip
        self.archive.put_record(now.record)
        changes = [str(part) for part in changed_parts(former, now)]
        self.append(EventKind.CONTEXT_CHANGED, {"context": now.digest, "changed": changes})

    def context_in_force(self) -> Context | None:
        """Return the context in force according to the ledger, or ``None`` before the first one."""
        import json

        if not self.record.context:
            return None
        record = json.loads(self.archive.get(self.record.context))
        return Context(program=record["program"], office=record["office"])


def _roster_body(digest: str, joined: Joined) -> dict[str, Any]:
    return {
        "roster": digest,
        "rows": [unit_record(unit) for unit in joined.units],
        "struck": list(joined.struck),
        "asked": list(joined.asked),
    }
