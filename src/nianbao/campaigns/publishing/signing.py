"""Signing: the versions to be approved, the list in which the approvals are typed, and the list read back.

An approval is of one document, named by what it is made of. When that changes, the approval is void and asked for again;
the record of it stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from nianbao.campaigns.folder import SIGNING
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.states.unit_state import Label
from nianbao.errors import NianbaoError
from nianbao.files.file_names import file_name
from nianbao.files.input_files import read_input_file
from nianbao.intake.typed_dates import typed_day
from nianbao.language import Domain, listed, visible
from nianbao.reports.render import render
from nianbao.workbooks.lists import read_list
from nianbao.workbooks.working_lists import Column, WorkingRow, WorkingSheet, write_working_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.publishing.publications import Publisher
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.workbooks.lists import ListRow

_ = Domain("nianbao")
STEPS: Final = {"secrecy": ("保密审查人", "保密审查日期"), "signature": ("审签人", "审签日期")}
_UNIT, _CODE, _VERSION, _KEY = "单位", "代码", "审签稿", "编号"


def read_signed(campaign: Campaign, path: Path) -> int:
    """Write down the approvals typed into a list; return how many are new.

    A row counts where person and date of a step are typed and its document is the one that would be published now.
    """
    try:
        data = read_input_file(path)
        rows = read_list(data, path.name)
    except (OSError, NianbaoError) as error:
        campaign.say(_("审签单 {path} 读不出来（{cause}）：请关闭后再运行一次。", path=path, cause=str(error)))
        return 0
    header = next((row for row in rows if _KEY in row.cells), None)
    if header is None:
        campaign.say(_("{path} 不是本程序的审签单：没有“{column}”一列。", path=path, column=_KEY))
        return 0
    columns = {words: at for at, words in enumerate(header.cells) if words}
    evidence, new = None, 0
    states = {state.unit.id: state for state in campaign.states().all()}
    for row in rows:
        if row.number <= header.number:
            continue
        for step, person, date in _approvals(campaign, row, columns):
            state = states.get(row.cells[columns[_KEY]].partition(" ")[0])
            if state is None or campaign.record.reviewed(state.unit.id, state.document, step):
                continue
            if row.cells[columns[_KEY]].partition(" ")[2] != state.document[:16]:
                campaign.say(
                    _("{unit} 的内容在审签以后变了，原来的审签不算：请重新送审。", unit=visible(state.unit.name))
                )
                continue
            evidence = evidence or campaign.archive.put(data)
            body = {"step": step, "document": state.document, "person": person, "date": date, "evidence": evidence}
            campaign.append(EventKind.REVIEWED, body, agency=state.unit.id, source="sheet")
            new += 1
    return new


def _approvals(campaign: Campaign, row: ListRow, columns: dict[str, int]) -> Iterator[tuple[str, str, str]]:
    """Return step, person and date of every complete approval in a row, and report incomplete ones."""
    for step in campaign.office.campaign.gates:
        person, date = (row.cells[columns[words]].strip() if words in columns else "" for words in STEPS[step])
        day = typed_day(date)
        if person and day is not None:
            yield step, person, day.isoformat()
        elif person or date:
            unit = row.cells[columns[_UNIT]] if _UNIT in columns else ""
            campaign.unsigned[row.cells[columns[_KEY]].partition(" ")[0], step] = person, date
            campaign.say(
                _("审签单第 {row} 行（{unit}）的{person}和{date}要都写，日期写成 2025-01-20 的样子。",
                  row=row.number, unit=visible(unit), person=STEPS[step][0], date=STEPS[step][1])
            )  # fmt: skip


def write_signing(campaign: Campaign, publisher: Publisher, states: Sequence[UnitState]) -> int:
    """Write the versions that wait for approval and the list for typing approvals; return how many wait."""
    waiting = [state for state in states if state.label is Label.TO_SIGN and state.publishes]
    rows = []
    for state in waiting:
        publication, reasons = publisher.publication(state)
        if publication is None:
            campaign.say(
                _("{unit} 不能送审：{reasons}", unit=visible(state.unit.name), reasons=listed(reasons, _("；")))
            )
            continue
        name = f"{file_name(state.unit.label or state.unit.id)}.docx"
        # On paper too it can be told of which answers the approval is, and up to which event the ledger was then.
        note = f"文稿号 {state.document[:16]}　台账号 {campaign.ledger.short_head}"
        word = replace(publication.resources.style.word, sign_off=True, note=note)
        campaign.files.write(
            campaign.folder.root / SIGNING / name, render(publication, "docx", word=word), "signing"
        )
        rows.append(_row(campaign, state, name))
    path = campaign.folder.signing_list
    if rows:
        data = _list(campaign, rows)
        if not path.exists() or sha256(path.read_bytes()) != sha256(data):
            campaign.files.write(path, data, "signing")
    return len(rows)


def _row(campaign: Campaign, state: UnitState, name: str) -> WorkingRow:
    typed: list[str] = []
    for step in campaign.office.campaign.gates:
        review = campaign.record.reviewed(state.unit.id, state.document, step)
        # An incomplete approval stays in the list until it is corrected.
        incomplete = campaign.unsigned.get((state.unit.id, step), ("", ""))
        typed += (str(review["person"]), str(review["date"])) if review else incomplete
    cells = (visible(state.unit.name), visible(state.unit.agency.code or ""), name, *typed)
    return WorkingRow(cells=(*cells, f"{state.unit.id} {state.document[:16]}"), tone="wait")


def _list(campaign: Campaign, rows: Sequence[WorkingRow]) -> bytes:
    steps = [words for step in campaign.office.campaign.gates for words in STEPS[step]]
    columns = (
        Column(words=_UNIT, width=34), Column(words=_CODE, width=14), Column(words=_VERSION, width=40),
        *(Column(words=words, width=16, typed=True) for words in steps), Column(words=_KEY, width=26),
    )  # fmt: skip
    note = f"审签稿在同一文件夹。审过一份，填上姓名和日期，存盘后运行 nianbao publish。台账号 {campaign.ledger.short_head}"
    return write_working_lists(
        "审签单", (WorkingSheet(name="审签单", columns=columns, rows=tuple(rows), note=note),)
    )
