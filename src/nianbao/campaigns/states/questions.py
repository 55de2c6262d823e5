"""Questions that wait for a decision of the office, each bound to exactly what the office sees when it decides."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nianbao.campaigns.states.standing import Row, bound_of_file, bound_of_set
from nianbao.campaigns.states.unit_state import Label
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.campaigns.states.facts import Block, ReceivedFile
    from nianbao.campaigns.states.unit_state import UnitState, UnitStates

_ = Domain("nianbao")


class Opinion(StrEnum):
    """The possible decisions of the office on a question."""

    ACCEPT = "accept"
    WAIVE = "waive"
    RETURN = "return"
    ADOPT = "adopt"
    IGNORE = "ignore"
    ATTRIBUTE = "attribute"
    REVOKE = "revoke"

    @property
    def words(self) -> str:
        """The text in the drop-down list."""
        return str(_WORDS[self])


_WORDS = {
    Opinion.ACCEPT: _("认可说明"),
    Opinion.WAIVE: _("豁免"),
    Opinion.RETURN: _("退回"),
    Opinion.ADOPT: _("采用这一份"),
    Opinion.IGNORE: _("不计"),
    Opinion.ATTRIBUTE: _("归属"),
    Opinion.REVOKE: _("撤销"),
}


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """An open matter. ``matter`` and ``bound`` say which; ``file`` is the one that a decision would be about.

    ``urgent`` waits for the office; what is not lies with the unit, and the office may decide all the same.
    """

    matter: str
    bound: str
    agency: str | None
    file: int | None
    words: str
    values: str = ""
    place: str = ""
    reason: str = ""
    opinions: tuple[Opinion, ...] = ()
    urgent: bool = True
    decided: bool = False
    code: str = ""


def questions(states: UnitStates) -> Iterator[Question]:
    """Return every open question, grouped by unit, then the decided ones, which can be revoked."""
    standings = states.standings
    for seq, standing in standings.rows.items():
        file = standings.record.files[seq]
        if standing.row is Row.ATTRIBUTE:
            yield _whose(file, states, standing.named)
        elif standing.row is Row.STRAY:
            yield _stray(file)
    for key, unit in standings.record.units.items():
        if unit.asked:
            yield _gone(key, states)
    for state in states.all():
        yield from _of_unit(state, states)
    yield from _revocable(states)


def _revocable(states: UnitStates) -> Iterator[Question]:
    """Return the decisions in force about files and units as questions: each can be revoked."""
    record = states.record
    for decision in record.decisions:
        stands = record.standing(decision.matter, decision.bound) is decision
        if stands and decision.opinion in (Opinion.ADOPT, Opinion.IGNORE, Opinion.ATTRIBUTE):
            file = record.files.get(decision.file or 0)
            unit = record.units.get(decision.target or "")
            opinion = Opinion(decision.opinion).words
            words = _("已由{who}定为“{opinion}”", who=decision.by, opinion=opinion)
            if unit is not None:
                words = _("已由{who}定为“{opinion}”：{unit}", who=decision.by, opinion=opinion, unit=unit.name)
            yield Question(
                matter=decision.matter,
                bound=decision.bound,
                agency=decision.agency,
                file=decision.file,
                words=str(words),
                values=file.place if file is not None else "",
                reason="",
                opinions=(Opinion.REVOKE,),
                urgent=False,
                decided=True,
            )


def _whose(file: ReceivedFile, states: UnitStates, named: tuple[str, ...]) -> Question:
    names = listed(states.record.units[key].name for key in named)
    marks = listed(filter(None, (file.name, file.code)))
    return Question(
        matter=f"{file.seq}:attribute",
        bound=bound_of_file(file),
        agency=None,
        file=file.seq,
        words=str(_("表里写的单位与文件名、文件夹说的不一致（涉及：{names}）：请确认是哪个单位的。", names=names)),
        values=str(_("{place}；表内：{marks}", place=file.place, marks=marks)),
        place=file.place,
        opinions=(Opinion.ATTRIBUTE, Opinion.IGNORE),
    )


def _stray(file: ReceivedFile) -> Question:
    return Question(
        matter=f"{file.seq}:attribute",
        bound=bound_of_file(file),
        agency=None,
        file=file.seq,
        words=str(_("看不出是哪个单位的文件：{why}", why=file.why or _("名单里没有这个单位。"))),
        values=file.place,
        place=file.place,
        opinions=(Opinion.ATTRIBUTE, Opinion.IGNORE),
    )


def _gone(key: str, states: UnitStates) -> Question:
    unit = states.record.units[key]
    return Question(
        matter=f"{key}:gone",
        bound=unit.id,
        agency=key,
        file=None,
        words=str(
            _("名单里没有了“{name}”，同时来了新的单位：改名、改代码的，请在名单的“原代码”或“曾用名”栏写明；"
              "确实撤销的选“不计”。", name=unit.name)
        ),
        opinions=(Opinion.IGNORE,),
    )  # fmt: skip


def _of_unit(state: UnitState, states: UnitStates) -> Iterator[Question]:
    key, record = state.unit.id, states.record
    if state.label is Label.CONFLICTING:
        bound = bound_of_set(state.files.conflicting)
        for seq in state.files.candidates:
            file = record.files[seq]
            yield Question(
                matter=f"{key}:conflicting:{seq}",
                bound=bound,
                agency=key,
                file=seq,
                words=str(_("同一单位有几份内容不同的表：采用哪一份？定下来以前都不发布。")),
                values=file.place,
                opinions=(Opinion.ADOPT,),
            )
    for seq in state.files.unreadable:
        file = record.files[seq]
        yield Question(
            matter=f"{seq}:unreadable",
            bound=bound_of_file(file),
            agency=key,
            file=seq,
            words=str(_("来件不能用：{why}", why=file.why or _("不是本年度的表。"))),
            values=file.place,
            opinions=(Opinion.IGNORE,),
        )
    if state.label in (Label.UNATTRIBUTED, Label.CONFLICTING) or state.check is None:
        return
    for block in state.open_blocks:
        yield _finding(key, block, state)
    for block in state.settled:
        yield _settled(key, block, state)
    if state.files.counting is not None and state.sent_back:
        yield _sent_back(key, state, states)
    elif state.passes and state.files.counting is not None:
        yield _passing(key, state, states)


def _finding(key: str, block: Block, state: UnitState) -> Question:
    said = "\n".join(state.check.said) if state.check is not None else ""
    reason = block.reason or (said if block.severity == "verify" else "")
    opinions = (Opinion.ACCEPT, Opinion.RETURN) if reason and block.severity == "verify" else ()
    if block.waivable:
        opinions = (*opinions, Opinion.WAIVE)
    return Question(
        matter=f"{key}:finding",
        bound=block.bound,
        agency=key,
        file=state.files.counting,
        words=f"{block.place} {block.words}".strip(),
        values=block.values,
        reason=reason,
        opinions=opinions,
        urgent=state.label is Label.EXPLAINED and bool(reason),
        code=block.code,
    )


def _settled(key: str, block: Block, state: UnitState) -> Question:
    asked = _finding(key, block, state)
    return replace(asked, reason=block.reason, opinions=(Opinion.REVOKE,), urgent=False, decided=True)


def _passing(key: str, state: UnitState, states: UnitStates) -> Question:
    file = states.record.files[state.files.counting or 0]
    return Question(
        matter=f"{key}:file",
        bound=bound_of_file(file),
        agency=key,
        file=file.seq,
        words=str(_("通过；要单位再改的，选“退回”并写明理由。")),
        values=file.place,
        opinions=(Opinion.RETURN,),
        urgent=False,
    )


def _sent_back(key: str, state: UnitState, states: UnitStates) -> Question:
    file = states.record.files[state.files.counting or 0]
    return Question(
        matter=f"{key}:file",
        bound=bound_of_file(file),
        agency=key,
        file=file.seq,
        words=str(_("已经退回这一份：{reason}", reason=state.sent_back)),
        values=file.place,
        opinions=(Opinion.REVOKE,),
        urgent=False,
        decided=True,
    )
