"""Write the status list as an Excel workbook (open decisions, units, files), and read back the decisions typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from nianbao.campaigns.states.questions import Opinion, Question
from nianbao.campaigns.states.standing import Row
from nianbao.campaigns.states.unit_state import FOR_OFFICE, Label
from nianbao.campaigns.unit_words import by_urgency, main_words, marks_of, to_do
from nianbao.errors import UnreadableError
from nianbao.language import in_language, visible
from nianbao.workbooks.lists import read_list
from nianbao.workbooks.working_lists import Column, WorkingRow, WorkingSheet, write_working_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.states.unit_state import UnitState

DECIDE, UNITS, FILES = "处理", "各单位", "收到的文件"
OPINION, TARGET, REASON, WHO, KEY = "处理意见", "归属单位", "理由", "处理人", "编号（勿改）"
_DECIDING: Final = (
    Column(words="单位", width=22),
    Column(words="代码", width=10),
    Column(words="状态", width=12),
    Column(words="事项", width=44),
    Column(words="所见数值或文件", width=34),
    Column(words="单位的说明", width=26),
    Column(words=OPINION, width=13, typed=True),
    Column(words=TARGET, width=16, typed=True),
    Column(words=REASON, width=26, typed=True),
    Column(words=WHO, width=10, typed=True),
    Column(words=KEY, width=8, hidden=True),
)
_CHOOSING = 6
_TYPED = 4
_UNIT_COLUMNS: Final = (
    Column(words="单位", width=24),
    Column(words="代码", width=11),
    Column(words="状态", width=13),
    Column(words="标记", width=12),
    Column(words="要做的事", width=30),
    Column(words="主要问题", width=56),
    Column(words="采用的文件", width=34),
    Column(words="轮次", width=7),
    Column(words="联系人", width=10),
    Column(words="电话", width=18),
)
_FILE_COLUMNS: Final = (
    Column(words="文件", width=56),
    Column(words="归入", width=13),
    Column(words="单位", width=26),
    Column(words="原因", width=60),
    Column(words="轮次", width=7),
)
_NOTE = (
    "黄色的四列由您填：在“处理意见”里选一项，豁免、退回须写理由，下次运行任何 nianbao 命令时读入并记入台账。"
    "选过又想收回的，选“撤销”；清空格子不算撤销。排在前面的等您定，灰色的在单位手里。"
)
SEPARATOR = " | "


class TypedRow(msgspec.Struct, frozen=True, kw_only=True):
    """The decision typed into a row of the list."""

    number: int
    matter: str
    bound: str
    opinion: str
    target: str
    reason: str
    who: str
    unit: str


def sheet_bytes(campaign: Campaign, states: Sequence[UnitState], asked: Sequence[Question]) -> bytes:
    """Return the status list of a campaign as an .xlsx workbook, most urgent rows first."""
    with in_language("zh"):
        sheets = (
            _deciding(campaign, {state.unit.id: state for state in states}, asked),
            WorkingSheet(
                name=UNITS,
                columns=_UNIT_COLUMNS,
                rows=tuple(map(_unit_row, by_urgency(states), [campaign] * len(states))),
            ),
            WorkingSheet(name=FILES, columns=_FILE_COLUMNS, rows=tuple(_file_rows(campaign))),
        )
        return write_working_lists("状态一览", sheets)


def _deciding(campaign: Campaign, states: dict[str, UnitState], asked: Sequence[Question]) -> WorkingSheet:
    rows = []
    for question in sorted(asked, key=lambda each: (each.decided, not each.urgent)):
        state = states.get(question.agency or "")
        unit = campaign.record.units.get(question.agency or "")
        rows.append(
            WorkingRow(
                cells=(
                    visible(unit.name) if unit is not None else "",
                    (unit.agency.code or "") if unit is not None else "",
                    state.label.words if state is not None else "",
                    f"{question.words}{f'（{question.code}）' if question.code else ''}",
                    visible_lines(question.values),
                    visible_lines(question.reason + weak_words(question.reason)),
                    *_typed_before(campaign, question),
                    SEPARATOR.join((question.matter, question.bound, str(campaign.record.seq))),
                ),
                tone="good" if question.decided else "urgent" if question.urgent else "faint",
                choices=tuple(opinion.words for opinion in question.opinions),
            )
        )
    return WorkingSheet(name=DECIDE, columns=_DECIDING, rows=tuple(rows), choosing=_CHOOSING, note=_NOTE)


def _typed_before(campaign: Campaign, question: Question) -> tuple[str, ...]:
    """Return the cells typed into a row and not applied: they stay in the list until they can be applied."""
    row = campaign.unapplied.get((question.matter, question.bound))
    return ("",) * _TYPED if row is None else (row.opinion, row.target, row.reason, row.who)


def visible_lines(text: str) -> str:
    """Return a text of several lines with invisible characters made visible."""
    return "\n".join(visible(line) for line in text.split("\n"))


_EMPTY_PHRASES = ("核实无误", "无误", "情况属实", "属实", "已核实", "无", "正常", "没有问题", "数据正确")
_FEW = 4


def weak_words(reason: str) -> str:
    """Return a mark for a reason without substance; empty for any other."""
    plain = "".join(reason.split()).strip("。.，,！!")
    return "【理由过于简单】" if plain and (len(plain) <= _FEW or plain in _EMPTY_PHRASES) else ""


def _unit_row(state: UnitState, campaign: Campaign) -> WorkingRow:
    tone = "urgent" if state.label in FOR_OFFICE else "good" if state.passes else "wait"
    undecided = state.label in (Label.UNATTRIBUTED, Label.CONFLICTING)
    file = None if undecided else campaign.record.files.get(state.files.counting or 0)
    findings = main_words(state)
    main_findings = [*findings[:3], *([f"……共 {len(findings)} 条"] if len(findings) > 3 else [])]
    return WorkingRow(
        cells=(
            visible(state.unit.name),
            state.unit.agency.code or "",
            state.label.words,
            marks_of(state),
            to_do(state),
            visible_lines("\n".join(main_findings)),
            visible(file.place) if file is not None else "",
            str(file.round or "") if file is not None else "",
            state.unit.entry.contact or "",
            "、".join(state.unit.telephones),
        ),
        tone=tone,
    )


def _file_rows(campaign: Campaign) -> Iterable[WorkingRow]:
    standings = campaign.standings()
    for file in campaign.record.files.values():
        standing = standings.rows[file.seq]
        unit = campaign.record.units.get(standing.unit or "")
        names = unit.name if unit is not None else "、".join(
            campaign.record.units[key].name for key in standing.named
        )  # fmt: skip
        why = (
            file.why
            if standing.row in (Row.IGNORED, Row.UNREADABLE, Row.STRAY, Row.ATTRIBUTE, Row.ATTACHMENT)
            else ""
        )
        urgent = standing.row in (Row.ATTRIBUTE, Row.STRAY, Row.UNREADABLE)
        yield WorkingRow(
            cells=(
                visible(file.place),
                standing.row.words,
                visible(names),
                visible_lines(why),
                str(file.round or ""),
            ),
            tone="urgent" if urgent else "faint" if standing.row in (Row.IGNORED, Row.REPEAT) else "plain",
        )


def typed_rows(data: bytes) -> list[TypedRow] | None:
    """Return the rows with typed decisions; ``None`` if the file cannot be read as a list of ours."""
    try:
        rows = read_list(data, "状态一览.xlsx", DECIDE)
    except UnreadableError:
        return None
    header = next((row for row in rows if OPINION in row.cells and KEY in row.cells), None)
    if header is None:
        return None
    column_of: dict[str, int] = {heading: index for index, heading in enumerate(header.cells) if heading}

    def cell(row: Any, heading: str) -> str:
        index = column_of.get(heading)
        return row.cells[index].strip() if index is not None and index < len(row.cells) else ""

    rows_typed = []
    for row in rows:
        opinion, key = cell(row, OPINION), cell(row, KEY).split(SEPARATOR)
        typed = any(cell(row, heading) for heading in (OPINION, TARGET, REASON, WHO))
        if row.number > header.number and typed and len(key) >= 2:
            rows_typed.append(
                TypedRow(
                    number=row.number,
                    matter=key[0],
                    bound=key[1],
                    opinion=opinion,
                    target=cell(row, TARGET),
                    reason=cell(row, REASON),
                    who=cell(row, WHO),
                    unit=cell(row, "单位"),
                )
            )
    return rows_typed


def opinion_of(text: str) -> Opinion | None:
    """Return the opinion with the wording of a drop-down cell in either language, or ``None``."""
    for language_code in ("zh", "en"):
        with in_language(language_code):
            for opinion in Opinion:
                if opinion.words == text:
                    return opinion
    return None
