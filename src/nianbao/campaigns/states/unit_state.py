"""The state of a unit: a function of the record, and of nothing stored."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.states.facts import Block, Check, Published
from nianbao.campaigns.states.standing import Row, UnitFiles, bound_of_file
from nianbao.campaigns.units import Unit, has_unknown_reporter
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nianbao.campaigns.states.record import Record
    from nianbao.campaigns.states.standing import Standings

_ = Domain("nianbao")
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
"""Deadlines end with the day in this time zone, whatever that of the computer is."""


class Label(StrEnum):
    """The label of a unit's state: the first in this order that applies."""

    UNATTRIBUTED = "unattributed"
    CONFLICTING = "conflicting"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    TO_EXPLAIN = "to_explain"
    EXPLAINED = "explained"
    BLANK = "blank"
    NONE = "none"
    UNCHECKED = "unchecked"
    PUBLISHED = "published"
    TO_SIGN = "to_sign"
    SIGNED = "signed"
    CORRECTED = "corrected"
    PASSED = "passed"

    @property
    def words(self) -> str:
        """The displayed name."""
        return str(_WORDS[self])


_WORDS = {
    Label.UNATTRIBUTED: _("归属待定"),
    Label.CONFLICTING: _("两份不同待定"),
    Label.UNREADABLE: _("来件有问题"),
    Label.FAILED: _("退回修改"),
    Label.TO_EXPLAIN: _("待说明"),
    Label.EXPLAINED: _("已说明待认可"),
    Label.BLANK: _("未填写"),
    Label.NONE: _("未交"),
    Label.UNCHECKED: _("待校核"),
    Label.PUBLISHED: _("已发布"),
    Label.TO_SIGN: _("待审签"),
    Label.SIGNED: _("已审签"),
    Label.CORRECTED: _("有更正"),
    Label.PASSED: _("通过"),
}
FOR_OFFICE = (
    Label.UNATTRIBUTED,
    Label.CONFLICTING,
    Label.UNREADABLE,
    Label.EXPLAINED,
    Label.UNCHECKED,
    Label.TO_SIGN,
)
"""Labels of units that wait for the office; all others wait for the unit or for nobody."""
PASSING = (Label.PUBLISHED, Label.TO_SIGN, Label.SIGNED, Label.CORRECTED, Label.PASSED)
"""The labels of units whose answers pass."""


class UnitState(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its label and what makes it up.

    ``open_blocks`` are the findings that still keep its answers from passing, ``settled`` those that the office
    accepted or waived; ``late`` is reckoned when the state is asked for, and kept nowhere.
    """

    unit: Unit
    label: Label
    files: UnitFiles
    check: Check | None = None
    open_blocks: tuple[Block, ...] = ()
    settled: tuple[Block, ...] = ()
    sent_back: str = ""
    late: bool = False
    deadline: datetime.date | None = None
    document: str = ""
    live: Published | None = None
    withdrawn: Published | None = None
    reporter_unknown: bool = False
    """Whether the roster says that another reports for it, and does not have that one."""
    report_beside: bool = False
    """Whether a report with the same figures came as well, of which the texts may differ from those that count."""

    @property
    def passes(self) -> bool:
        """Whether its answers pass, regardless of approvals."""
        return self.label in PASSING

    @property
    def publishes(self) -> bool:
        """Whether it publishes a report of its own."""
        return publishes_itself(self.unit)

    @property
    def stays_withdrawn(self) -> bool:
        """Whether the report is the one that was withdrawn, so that it is not published again automatically."""
        return self.passes and self.withdrawn is not None and self.withdrawn.document == self.document

    @property
    def trouble(self) -> str:
        """Why the live version is no longer correct; empty if it is correct, or if there is none."""
        if self.stays_withdrawn:
            return str(_("已撤下，内容没有变：不会自动重新发布"))
        if self.live is None or self.label in (Label.PUBLISHED, Label.UNCHECKED):
            return ""  # not checked yet under the context in force, so unknown
        if not self.live.files:
            return str(_("发布的原件已经销毁：请从网站撤下，或重新发布"))
        if self.passes:
            return str(_("已有更正，尚未重新发布"))
        return str(_("发布的内容现在不再成立（{state}），请更正或撤下", state=self.label.words))


def publishes_itself(unit: Unit) -> bool:
    """Return whether a unit publishes a report of its own."""
    return unit.entry.publishes and not unit.entry.reported_by and not unit.struck


class UnitStates:
    """The states of all units of a record."""

    def __init__(
        self,
        standings: Standings,
        *,
        now: datetime.datetime,
        deadline: datetime.date | None = None,
        gates: tuple[str, ...] = (),
        explanations_stand: bool = False,
        waivers_end: tuple[datetime.date, ...] = (),
        document_of: Callable[[Unit, str], str] | None = None,
    ) -> None:
        self.standings = standings
        self.record: Record = standings.record
        self.now = now
        self.deadline = deadline
        self.gates = gates
        self.explanations_stand = explanations_stand
        self.waivers_end = waivers_end
        self._document_of = document_of

    def all(self) -> tuple[UnitState, ...]:
        """Return the state of every unit that is not struck off, in the order of the roster."""
        return tuple(self.of(key) for key in self.standings.units)

    def of(self, key: str) -> UnitState:
        """Return the state of one unit."""
        files, unit = self.standings.units[key], self.record.units[key]
        check = self.current_check(files.counting)
        blocks = check.blocks if check is not None else ()
        settled = tuple(each for each in blocks if self._is_settled(key, each))
        open_blocks = tuple(self._as_decided(key, each) for each in blocks if each not in settled)
        document, live = self._document(unit, files), self.record.live(key)
        deadline = unit.entry.extended_to or self.deadline
        handed_in = self._handed_in(files)
        return UnitState(
            unit=unit,
            label=self._past_the_gates(self._label(key, files, check, open_blocks), key, document, live),
            files=files,
            check=check,
            open_blocks=open_blocks,
            settled=settled,
            sent_back=self._sent_back(key, files),
            late=_is_late(deadline, handed_in, self.now),
            deadline=deadline,
            document=document,
            live=live,
            withdrawn=self.record.withdrawn(key),
            reporter_unknown=has_unknown_reporter(unit, self.record.units.values()),
            report_beside=any(self.record.files[seq].sort == "report" for seq in files.attachments),
        )

    def _document(self, unit: Unit, files: UnitFiles) -> str:
        """Return the hash of everything in the report of the counting file; empty if there is none."""
        file = self.record.files.get(files.counting or 0)
        if file is None or file.answers is None or self._document_of is None:
            return ""
        return self._document_of(unit, file.answers)

    def _past_the_gates(self, label: Label, key: str, document: str, live: Published | None) -> Label:
        """Return the label of a unit that passes, by its live version and the approvals of its document."""
        if label is not Label.PASSED or not publishes_itself(self.record.units[key]):
            return label  # a unit that publishes nothing needs no approval
        if live is not None and live.document == document:
            return Label.PUBLISHED
        if self.gates:
            done = all(self.record.reviewed(key, document, step) is not None for step in self.gates)
            return Label.SIGNED if done else Label.TO_SIGN
        return Label.CORRECTED if live is not None else Label.PASSED

    def current_check(self, counting: int | None) -> Check | None:
        """Return the last check of a file under the context in force, or ``None`` if it has to be checked again."""
        check = self.record.checks.get(counting or 0)
        if check is None or check.context != self.record.context:
            return None
        # The file may have passed because of a waiver that has expired since.
        then, today = datetime.date.fromisoformat(check.today), self.now.astimezone().date()
        return None if any(then <= end < today for end in self.waivers_end) else check

    def _label(self, key: str, files: UnitFiles, check: Check | None, blocks: tuple[Block, ...]) -> Label:
        if files.disputed or self.record.units[key].asked:
            return Label.UNATTRIBUTED
        if len(files.conflicting) > 1:
            return Label.CONFLICTING
        if files.unreadable:
            return Label.UNREADABLE
        if files.blanks and not files.candidates:
            return Label.BLANK
        if files.counting is None:
            return Label.NONE
        if check is None:
            return Label.UNCHECKED
        if check.verdict == "rejected":
            return Label.UNREADABLE
        return self._verdict(key, files, check, blocks)

    def _verdict(self, key: str, files: UnitFiles, check: Check, blocks: Iterable[Block]) -> Label:
        blocks = tuple(blocks)
        if self._sent_back(key, files):
            return Label.FAILED
        if any(each.severity == "error" for each in blocks):
            return Label.FAILED
        unexplained = [each for each in blocks if not each.explained]
        if unexplained:
            refused = any(self._refusal(key, each) is not None for each in unexplained)
            # An unbound explanation belongs to no finding: the office reads it and decides about each finding.
            return Label.EXPLAINED if check.said and not refused else Label.TO_EXPLAIN
        if blocks and not self.explanations_stand:
            return Label.EXPLAINED
        return Label.PASSED

    def _sent_back(self, key: str, files: UnitFiles) -> str:
        """Return the reason for which the office returned the counting file though it may pass; empty if it did not."""
        if files.counting is None:
            return ""
        decided = self.record.standing(f"{key}:file", bound_of_file(self.record.files[files.counting]))
        return decided.reason or "-" if decided is not None and decided.opinion == "return" else ""

    def _opinion(self, key: str, block: Block) -> str:
        decided = self.record.standing(f"{key}:finding", block.bound)
        return "" if decided is None else decided.opinion

    def _is_settled(self, key: str, block: Block) -> bool:
        return self._opinion(key, block) in ("accept", "waive")

    def _as_decided(self, key: str, block: Block) -> Block:
        """Return a finding; if the office refused its explanation, as unexplained and with the reason."""
        refusal = self._refusal(key, block) if block.explained else None
        if refusal is None:
            return block
        remedy = str(_("原来的说明没有被认可（{reason}）。{remedy}", reason=refusal, remedy=block.remedy))
        return msgspec.structs.replace(block, explained=False, remedy=remedy)

    def _refusal(self, key: str, block: Block) -> str | None:
        """Return the reason for which the office refused this explanation of a finding, or ``None`` if it did not."""
        decision = self.record.standing(f"{key}:finding", block.bound)
        if decision is None or decision.opinion != "return":
            return None
        seen = self.record.checks.get(decision.file or 0)
        reasons = [each.reason for each in seen.blocks if each.bound == block.bound] if seen is not None else []
        # A changed explanation of the same value is a new one, which waits for the office again.
        same = not reasons or reasons[0] == block.reason or not block.reason
        return (decision.reason or "-") if same else None

    def _handed_in(self, files: UnitFiles) -> str | None:
        """Return when the unit sent its first file that was not a blank template."""
        record = self.record
        rows = self.standings.rows
        first = min((seq for seq in files.files if rows[seq].row is not Row.BLANK), default=None)
        return record.files[first].at or None if first is not None else None


def _is_late(deadline: datetime.date | None, handed_in: str | None, now: datetime.datetime) -> bool:
    if deadline is None:
        return False
    moment = datetime.datetime.fromisoformat(handed_in) if handed_in else now
    return moment.astimezone(BEIJING).date() > deadline
