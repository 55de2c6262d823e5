"""Texts about a unit for lists and pages, besides its label: next step, marks, main findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.states.unit_state import Label
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao.campaigns.states.unit_state import UnitState

_ = Domain("nianbao")
_URGENCY = {
    label: number
    for number, label in enumerate(
        (
            Label.UNATTRIBUTED,
            Label.CONFLICTING,
            Label.UNREADABLE,
            Label.EXPLAINED,
            Label.UNCHECKED,
            Label.TO_SIGN,
            Label.SIGNED,
            Label.CORRECTED,
            Label.NONE,
            Label.BLANK,
            Label.FAILED,
            Label.TO_EXPLAIN,
            Label.PASSED,
            Label.PUBLISHED,
        )
    )
}
_TO_DO = {
    Label.UNATTRIBUTED: _("确认来件是谁的（见“处理”）"),
    Label.CONFLICTING: _("确认采用哪一份（见“处理”）"),
    Label.UNREADABLE: _("请单位重报，或在“处理”里选“不计”"),
    Label.FAILED: _("等单位改好报回"),
    Label.TO_EXPLAIN: _("等单位改正或写明理由"),
    Label.EXPLAINED: _("看单位的说明，认可或退回（见“处理”）"),
    Label.BLANK: _("打电话：报来的是没填的表"),
    Label.NONE: _("催报"),
    Label.UNCHECKED: _("运行 nianbao collect"),
    Label.TO_SIGN: _("送审签（nianbao publish 出审签稿）"),
    Label.SIGNED: _("发布（nianbao publish）"),
    Label.CORRECTED: _("重新发布（nianbao publish）"),
    Label.PASSED: _("发布（nianbao publish）"),
}


def by_urgency(states: Iterable[UnitState]) -> list[UnitState]:
    """Return units by urgency: those waiting for the office, those that have sent nothing, the rest."""
    return sorted(states, key=lambda state: (_URGENCY[state.label], not state.late, state.unit.agency.code or ""))


def to_do(state: UnitState) -> str:
    """Return the next step for a unit; empty if there is none."""
    if state.passes and not state.publishes:
        return ""
    return str(_TO_DO.get(state.label, ""))


def marks_of(state: UnitState) -> str:
    """Return the marks displayed beside the state of a unit, as one text."""
    entry = state.unit.entry
    marks: list[object] = [_("逾期")] if state.late else []
    if entry.extended_to is not None:
        marks.append(_("延期至 {date}", date=entry.extended_to.isoformat()))
    if not entry.publishes:
        marks.append(_("不单独发布"))
    if state.stays_withdrawn:
        marks.append(state.trouble)
    elif state.live is not None and state.trouble:
        marks += [_("已发布第{version}版", version=state.live.version), state.trouble]
    if state.report_beside:
        marks.append(_("另有数字相同的报告，公布的是报送表里的文字"))
    if entry.reported_by:
        unknown = _("由{name}代报，但名单里没有这个单位", name=entry.reported_by)
        marks.append(unknown if state.reporter_unknown else _("由{name}代报", name=entry.reported_by))
    return str(listed(marks, _("；")))


def main_words(state: UnitState) -> tuple[str, ...]:
    """Return the open blocking findings of a unit in words, or else its main findings."""
    if state.check is None or state.label in (Label.NONE, Label.BLANK, Label.UNATTRIBUTED):
        return ()
    open_words = [f"{block.place} {block.words}".strip() for block in state.open_blocks]
    return tuple(open_words or state.check.main)
