"""Answer units: return each blocked file once, with workbook, letter, page and message; archived before the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.returns.letters import message, return_letter
from nianbao.campaigns.returns.progress import progress_of
from nianbao.campaigns.returns.workbook import returned_workbook
from nianbao.campaigns.states.standing import bound_of_file
from nianbao.campaigns.states.unit_state import Label
from nianbao.files.file_names import file_name
from nianbao.formatters.findings_html import findings_html
from nianbao.language import Domain, in_language

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.examiner import Examiner
    from nianbao.campaigns.states.record import Record
    from nianbao.campaigns.states.unit_state import UnitState
    from nianbao.campaigns.units import Unit

_ = Domain("nianbao")
_ANSWERED = (Label.FAILED, Label.TO_EXPLAIN)


def returned_path(unit: Unit, year: int, number: int) -> str:
    """Return where the files of a unit that go back in a round are, below the campaign's folder and without suffix."""
    label = unit.label or unit.id
    return f"退回/第{number}轮/{file_name(label)}/{file_name(f'{label}_{year}_第{number}轮')}"


def answer_units(campaign: Campaign, examiner: Examiner) -> int:
    """Answer every unit with open findings that it was not informed of yet; return how many were answered."""
    answered = 0
    for state in campaign.states().all():
        if needs_answer(campaign.record, state):
            _answer(campaign, examiner, state)
            answered += 1
    return answered


def needs_answer(record: Record, state: UnitState) -> bool:
    """Return whether a unit has open findings, or a refusal of the office, that it was not informed of yet."""
    if state.label not in _ANSWERED or state.files.counting is None or state.check is None:
        return False
    returns_of_file = [each for each in record.returns.get(state.unit.id, ()) if each.file == state.files.counting]
    if not returns_of_file:
        return True
    last = returns_of_file[-1]
    refused = max(
        (each.seq for each in record.decisions if each.agency == state.unit.id and each.opinion == "return"),
        default=0,
    )
    return refused > last.seq or not {each.bound for each in state.open_blocks} <= set(last.blocks)


def _answer(campaign: Campaign, examiner: Examiner, state: UnitState) -> None:
    unit, record = state.unit, campaign.record
    seq = state.files.counting
    assert seq is not None and state.check is not None
    number = record.last_round or 0
    checked = examiner.check(seq, unit)
    blocks = tuple(block for block in state.open_blocks if not block.explained)
    progress = progress_of(record, campaign.archive, unit.id, seq, blocks)
    sent_back = record.standing(f"{unit.id}:file", bound_of_file(record.files[seq]))
    reason = sent_back.reason if sent_back is not None else ""
    with in_language("zh"):
        path = returned_path(unit, campaign.year, number)
        files = {
            f"{path}.docx": return_letter(campaign, unit, blocks, progress, number, reason),
            f"{path}.html": findings_html([checked]),
            f"{path.rpartition('/')[0]}/短信.txt": message(
                campaign,
                unit,
                len(blocks) + bool(reason),
                to_explain=sum(block.severity == "verify" for block in blocks),
            ).encode(),
        }
        workbook = returned_workbook(campaign, checked, blocks, record.files[seq].sha256, number)
        if workbook is not None:
            files[f"{path}.xlsx"] = workbook
    body: dict[str, Any] = {
        "round": number,
        "file": seq,
        "blocks": [block.bound for block in blocks],
        "files": [[path, campaign.archive.put(data)] for path, data in files.items()],
    }
    campaign.append(EventKind.RETURNED, body, agency=unit.id)
