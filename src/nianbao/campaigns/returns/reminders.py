"""Write reminders for units that sent nothing or a blank form, again whenever their text changes."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from nianbao.campaigns.deriving import keep_written, written_hashes
from nianbao.campaigns.ledger.canonical import digest_of
from nianbao.campaigns.returns.letters import LONGEST_MESSAGE, REMINDER, chinese_date, letter
from nianbao.campaigns.states.unit_state import Label
from nianbao.errors import OutputError
from nianbao.files.file_names import file_name
from nianbao.language import in_language

if TYPE_CHECKING:
    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.states.unit_state import UnitState

FOLDER: Final = "退回/催报"
_FILES: Final = ("催报函.docx", "短信.txt")
_LABELS = (Label.NONE, Label.BLANK)


def write_reminders(campaign: Campaign) -> None:
    """Write a letter and a message for every unit that owes a form, and remove those of all other units."""
    if not campaign.record.rounds_closed:
        return  # no unit has sent anything yet: there is no reason to remind any of them
    former_hashes = dict(written_hashes(campaign))
    due: dict[str, str] = {}
    with in_language("zh"):
        for state in campaign.states().all():
            if state.label in _LABELS and state.unit.entry.reported_by is None:
                due |= _reminder(campaign, state, former_hashes)
    # By the files found, not the recorded ones: a run may have been interrupted between writing and recording.
    for path in sorted((campaign.folder.root / FOLDER).glob("*/*")):
        name = path.relative_to(campaign.folder.root).as_posix()
        if path.name in _FILES and name not in due:
            with contextlib.suppress(OSError):
                path.unlink()
                path.parent.rmdir()
    other_hashes = {name: digest for name, digest in former_hashes.items() if not name.startswith(FOLDER)}
    keep_written(campaign, {**other_hashes, **due})


def _reminder(campaign: Campaign, state: UnitState, former_hashes: dict[str, str]) -> dict[str, str]:
    """Write the reminder of a unit if it changed; return the hash of its content by name of each of its files."""
    reminder = reminder_words(campaign, state)
    basis = digest_of(
        [reminder, campaign.today.isoformat(), campaign.office.campaign.office, campaign.office.campaign.contact]
    )
    stem = f"{FOLDER}/{file_name(state.unit.label or state.unit.id)}"
    names = {f"{stem}/{name}": basis for name in _FILES}
    if all(former_hashes.get(name) == basis and (campaign.folder.root / name).exists() for name in names):
        return names
    keys = campaign.office.campaign
    message = f"{state.unit.name}：{reminder}{keys.office} {keys.contact}".strip()[:LONGEST_MESSAGE]
    contents = (letter(campaign, REMINDER, {"unit": state.unit.name, "words": reminder}), message.encode())
    try:
        for name, data in zip(names, contents, strict=True):
            campaign.files.write(campaign.folder.root / name, data, "derived")
    except OutputError as error:
        campaign.say(error.message)
    return names


def reminder_words(campaign: Campaign, state: UnitState) -> str:
    """Return the text of a reminder: what is missing, and by which date."""
    year = campaign.year
    missing = (
        f"报来的{year}年度政府信息公开工作年度报告表格是空表，没有填写"
        if state.label is Label.BLANK
        else f"{year}年度政府信息公开工作年度报告表格还没有收到"
    )
    if state.deadline is None:
        return f"你单位{missing}，请尽快填好报来。"
    deadline = chinese_date(state.deadline)
    days = (campaign.today - state.deadline).days
    if state.late and days > 0:
        return f"你单位{missing}，截止日期是{deadline}，已经超过{days}天，请立即填好报来。"
    return f"你单位{missing}，请在{deadline}前填好报来。"
