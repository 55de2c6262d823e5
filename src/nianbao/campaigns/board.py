"""Write the status of a campaign as a single HTML page: what to do today, every unit, every file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nianbao.campaigns.decisions.sheet import sheet_bytes
from nianbao.campaigns.deriving import write_board
from nianbao.campaigns.publishing.index import index_files, live_lines
from nianbao.campaigns.returns.progress import progress_of
from nianbao.campaigns.states.standing import Row
from nianbao.campaigns.states.unit_state import BEIJING, FOR_OFFICE, PASSING, Label
from nianbao.campaigns.unit_words import by_urgency, main_words, marks_of, to_do
from nianbao.language import Domain, language, listed, visible
from nianbao.reports.templates import environment
from nianbao.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.states.questions import Question
    from nianbao.campaigns.states.unit_state import UnitState

_ = Domain("nianbao")
_TEMPLATES = Path(__file__).parent / "templates"
_SHOWN, _CHANGES, _LONGEST = 3, 5, 30


class UnitLine(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as displayed on the page."""

    name: str
    code: str
    label: Label
    marks: str
    to_do: str
    words: tuple[str, ...]
    more: tuple[str, ...]
    notes: tuple[str, ...]
    file: str
    contact: str
    telephones: str
    returned: str
    since: tuple[str, ...] = ()


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A task for today: a heading, and the units concerned, each with a telephone number."""

    words: str
    units: tuple[str, ...]


def tasks(campaign: Campaign, states: Sequence[UnitState], asked: Sequence[Question]) -> Iterator[Task]:
    """Return the tasks of the office, the most urgent first."""
    urgent = [question for question in asked if question.urgent and not question.decided]
    strays = [question for question in urgent if question.agency is None]
    if strays:
        heading = _.plural("确认 {count} 个文件是哪个单位的", len(strays))
        yield Task(words=str(heading), units=tuple(visible(stray.place) for stray in strays))
    for label, heading in (
        (Label.CONFLICTING, _("确认采用哪一份")),
        (Label.EXPLAINED, _("看说明，认可或退回")),
        (Label.UNREADABLE, _("打电话请重报：来件不能用")),
        (Label.UNCHECKED, _("运行 nianbao collect 校核")),
        (Label.BLANK, _("打电话：报来的是没填的表")),
    ):
        yield from _task(str(heading), [state for state in states if state.label is label])
    yield from _publishing_tasks(campaign, states)
    with_units = [state for state in states if state.label in (Label.FAILED, Label.TO_EXPLAIN)]
    yield from _task(str(_("在单位手里：“退回”里的材料发给单位，等报回")), with_units)
    not_received = [state for state in states if state.label is Label.NONE and not state.unit.entry.reported_by]
    yield from _task(str(_("催报：已逾期未交")), [state for state in not_received if state.late])
    if campaign.record.rounds:
        yield from _task(str(_("催报：还没有交")), [state for state in not_received if not state.late])


def _publishing_tasks(campaign: Campaign, states: Sequence[UnitState]) -> Iterator[Task]:
    """Return the tasks about units missing from the roster, faulty live reports, and reports ready to publish."""
    gone = [unit.name for unit in campaign.record.units.values() if unit.asked]
    if gone:
        heading_with_count = str(
            _.plural("名单里没有了 {count} 个单位：改名的补“原代码”，撤销的选“不计”", len(gone))
        )
        yield Task(words=heading_with_count, units=tuple(map(visible, gone)))
    faulty_lines = [line for line in live_lines(campaign, states) if line.trouble]
    if faulty_lines:
        heading_with_count = str(_.plural("网站上有 {count} 个单位的报告要更正或撤下", len(faulty_lines)))
        yield Task(
            words=heading_with_count,
            units=tuple(str(_("{words}（{count}）", words=line.name, count=line.trouble)) for line in faulty_lines),
        )
    for label, heading in (
        (Label.TO_SIGN, _("送审签：运行 nianbao publish 出审签稿")),
        (Label.SIGNED, _("已审签，运行 nianbao publish 发布")),
        (Label.CORRECTED, _("有更正，运行 nianbao publish 重新发布")),
        (Label.PASSED, _("通过，运行 nianbao publish 发布")),
    ):
        yield from _task(str(heading), [state for state in states if state.label is label and _may_publish(state)])


def _may_publish(state: UnitState) -> bool:
    return state.publishes and not state.stays_withdrawn


def _task(heading: str, states: list[UnitState]) -> Iterator[Task]:
    if states:
        heading = str(_("{words}（{count}）", words=heading, count=len(states)))
        yield Task(words=heading, units=tuple(map(_with_telephone, states)))


def _with_telephone(state: UnitState) -> str:
    contact = " ".join(filter(None, (state.unit.entry.contact, *state.unit.telephones)))
    if not contact:
        return visible(state.unit.name)
    return visible(str(_("{words}（{count}）", words=state.unit.name, count=contact)))


def counts(states: Sequence[UnitState]) -> list[tuple[Label, int]]:
    """Return each label in use with its number of units, in the order of the labels."""
    labels = [state.label for state in states]
    return [(label, labels.count(label)) for label in Label if label in labels]


def summary(campaign: Campaign, states: Sequence[UnitState]) -> str:
    """Return the state of a campaign in one sentence."""
    parts = listed([f"{label.words} {count}" for label, count in counts(states)], _("，"))
    files = len([file for file in campaign.record.files.values() if file.sort != "archive"])
    if not states:
        return str(
            _("{year} 年度，名单里还没有单位。共收到 {files} 个文件，{rounds} 轮。",
              year=campaign.year, files=files, rounds=len(campaign.record.rounds_closed))
        )  # fmt: skip
    return str(
        _("{year} 年度，{units} 个单位：{parts}。共收到 {files} 个文件，{rounds} 轮。",
          year=campaign.year, units=len(states), parts=parts, files=files, rounds=len(campaign.record.rounds_closed))
    )  # fmt: skip


def board_html(campaign: Campaign, states: Sequence[UnitState], asked: Sequence[Question]) -> bytes:
    """Return the status page as HTML."""
    template = environment((_TEMPLATES,)).get_template("board.html.jinja")
    now = campaign.clock().astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
    return template.render(
        _=_,
        visible=visible,
        language=language(),
        office=campaign.office.campaign.office,
        year=campaign.year,
        now=now,
        summary=summary(campaign, states),
        shares=counts(states),
        tasks=list(tasks(campaign, states, asked)),
        lines=[_line(campaign, state, asked) for state in by_urgency(states)],
        files=list(_other_files(campaign, asked)),
        tones={label: _tone(label) for label in Label},
        head=campaign.ledger.short_head,
        version=__version__,
    ).encode()


def _tone(label: Label) -> str:
    return "urgent" if label in FOR_OFFICE else "good" if label in PASSING else "wait"


def _line(campaign: Campaign, state: UnitState, asked: Sequence[Question]) -> UnitLine:
    words = main_words(state) or _asked_about(campaign, state, asked)
    undecided = state.label in (Label.UNATTRIBUTED, Label.CONFLICTING)
    file = None if undecided else campaign.record.files.get(state.files.counting or 0)
    answers = campaign.record.returns.get(state.unit.id, [])
    returned = answers[-1].files[0][0].rpartition("/")[0] if answers else ""
    passes = state.passes
    return UnitLine(
        name=visible(state.unit.name),
        code=visible(state.unit.agency.code or ""),
        label=state.label,
        marks=marks_of(state),
        to_do=to_do(state),
        words=() if passes else words[:_SHOWN],
        more=() if passes else words[_SHOWN:],
        notes=words if passes else (),
        file=visible(file.place) if file is not None else "",
        contact=visible(state.unit.entry.contact or ""),
        telephones=visible(str(listed(state.unit.telephones))),
        returned=returned,
        since=tuple(map(visible, since_last_answer(campaign, state))),
    )


def _asked_about(campaign: Campaign, state: UnitState, asked: Sequence[Question]) -> tuple[str, ...]:
    """Return the open questions about the files of a unit whose answers nobody knows yet, each with the file."""
    if state.label not in (Label.UNATTRIBUTED, Label.CONFLICTING, Label.UNREADABLE):
        return ()
    rows, unit = campaign.standings().rows, state.unit.id
    concerned = [
        question
        for question in asked
        if question.urgent and unit in (question.agency, *(rows[question.file].named if question.file else ()))
    ]
    if state.label is Label.CONFLICTING:
        return tuple(visible(question.values) for question in concerned)
    return tuple(visible(f"{question.place or question.values} {question.words}") for question in concerned)


def since_last_answer(campaign: Campaign, state: UnitState) -> Iterator[str]:
    """Return sentences on the findings of a unit since its last answer, and on changes that were not asked for."""
    counting, answers = state.files.counting, campaign.record.returns.get(state.unit.id)
    if counting is None or not answers or state.label in (Label.UNATTRIBUTED, Label.CONFLICTING):
        return
    progress = progress_of(campaign.record, campaign.archive, state.unit.id, counting, state.open_blocks)
    parts = [
        str(words)
        for count, words in (
            (len(progress.fixed), _("已改好 {count} 处", count=len(progress.fixed))),
            (len(progress.still), _("仍未改 {count} 处", count=len(progress.still))),
            (len(progress.new), _("新出现 {count} 处", count=len(progress.new))),
            (len(progress.back), _("又出现 {count} 处", count=len(progress.back))),
        )
        if count
    ]
    if parts:
        yield str(_("比上一轮：{parts}", parts=listed(parts, _("，"))))
    for change in progress.unasked[:_CHANGES]:
        yield str(_("没有要求改、也变了：{change}", change=change.words(campaign.form)))
    if len(progress.unasked) > _CHANGES:
        yield str(_("没有要求改、也变了的共 {count} 处", count=len(progress.unasked)))


def _other_files(campaign: Campaign, asked: Sequence[Question]) -> Iterator[tuple[str, str, str]]:
    """Return the files that count for no unit: place, row, reason."""
    standings = campaign.standings()
    disputed = {question.file: question.words for question in asked}
    for file in campaign.record.files.values():
        standing = standings.rows[file.seq]
        if standing.row in (Row.STRAY, Row.ATTRIBUTE, Row.IGNORED, Row.ERASED):
            why = disputed.get(file.seq, "") if standing.row is Row.ATTRIBUTE else file.why
            yield visible(file.place), standing.row.words, visible(why)


def write_status(campaign: Campaign) -> None:
    """Write the status page and lists according to the ledger."""
    states, asked = campaign.states().all(), campaign.questions()
    write_board(
        campaign,
        {
            **index_files(campaign, states),
            campaign.folder.board.name: board_html(campaign, states, asked),
            campaign.folder.sheet.name: sheet_bytes(campaign, states, asked),
        },
    )
