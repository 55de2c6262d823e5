"""Distributing inside a campaign: a workbook a unit, the list of what was sent, the covering notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.ledger.canonical import digest_of, sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.returns.letters import NOTICE, chinese_date, letter
from nianbao.campaigns.take_in.answers import answers_record
from nianbao.errors import OutputError
from nianbao.files.file_names import DistinctFileNames
from nianbao.intake.previous import PreviousYear
from nianbao.language import Domain, in_language, listed
from nianbao.version import __version__
from nianbao.workbooks.lists import write_list
from nianbao.workbooks.starting_submission import blank_submission, carried_forward
from nianbao.workbooks.template_series import TemplateSeries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.units import Unit
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
LIST, NOTICE_TEXT = "发出清单.xlsx", "填报通知.txt"
_SHOWN = 10


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: how many workbooks were made, which were left as somebody filled them, who has no last year."""

    made: int
    filled: tuple[str, ...]
    without: tuple[str, ...]


def send_out(campaign: Campaign, progress: Callable[[str], None]) -> Sent:
    """Make the workbook of every unit that has none yet or whose entry changed; write list and notice."""
    previous = campaign.office.previous
    former = PreviousYear(previous, campaign.registry.find_form) if previous is not None else None
    made, filled, without = 0, [], []
    names = DistinctFileNames()
    series = TemplateSeries()
    for unit in _receiving(campaign):
        name = names.take(f"{unit.label}_{campaign.year}") + ".xlsx"
        submission = blank_submission(campaign.form, campaign.year, unit.agency)
        last = former.of(unit.agency, campaign.year) if former is not None else None
        if last is not None:
            submission = carried_forward(submission, last)
        elif former is not None:
            without.append(unit.name)
        outcome = _send(campaign, unit, f"{campaign.folder.sent.name}/{name}", submission, series)
        made += outcome == "made"
        filled += [name] if outcome == "filled" else []
        progress(unit.name)
    _write_list(campaign)
    _write_notice(campaign)
    if without:
        campaign.say(_("这些单位没有找到上年的数据，“上年结转”没有预填：{names}", names=listed(without[:_SHOWN])))
    return Sent(made=made, filled=tuple(filled), without=tuple(without))


def _receiving(campaign: Campaign) -> Iterator[Unit]:
    for unit in campaign.record.units.values():
        if not unit.struck and not unit.asked and unit.entry.reported_by is None:
            yield unit


def _send(campaign: Campaign, unit: Unit, place: str, submission: Submission, series: TemplateSeries) -> str:
    """Make a unit's workbook where it must be; return ``made``, ``kept`` or ``filled``."""
    record = answers_record(submission)
    basis = digest_of(
        [
            msgspec.to_builtins(unit.agency),
            campaign.form.digest,
            campaign.form.version,
            __version__,
            digest_of(record),
        ]
    )
    last = campaign.record.distributed.get(unit.id)
    if last is not None and last["basis"] == basis and last["path"] == place:
        return "filled" if _is_edited(campaign.folder.root / place, last["workbook"]) else "kept"
    if last is not None and _is_edited(campaign.folder.root / last["path"], last["workbook"]):
        return "filled"  # somebody typed into it: it is left alone, whatever changed in the roster
    if (campaign.folder.root / place).exists() and (last is None or last["path"] != place):
        return "filled"  # not ours
    data = series.workbook(submission)
    body: dict[str, Any] = {
        "workbook": campaign.archive.put(data),
        "path": place,
        "answers": campaign.archive.put_record(record),
        "basis": basis,
    }
    campaign.append(EventKind.DISTRIBUTED, body, agency=unit.id)
    if last is not None:
        _exchange(campaign, campaign.folder.root / last["path"], campaign.folder.root / place, data)
    return "made"


def _is_edited(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()) != digest
    except FileNotFoundError:
        return False
    except OSError:
        return True  # open in Excel: somebody is typing


def _exchange(campaign: Campaign, former: Path, now: Path, data: bytes) -> None:
    """Put the new workbook in the place of the former one, in which nobody typed."""
    try:
        if former != now:
            former.unlink(missing_ok=True)
        campaign.files.write(now, data, "derived")
    except (OSError, OutputError):
        campaign.say(_("{path} 正被别的程序打开，没有换成新的：请关闭后再运行一次。", path=former))


def _write_list(campaign: Campaign) -> None:
    header = ["单位", "代码", "文件", "联系人", "电话", "网站栏目"]
    rows = [
        [
            unit.name,
            unit.agency.code or "",
            str(campaign.record.distributed[key]["path"]).rpartition("/")[2],
            unit.entry.contact or "",
            "、".join(unit.telephones),
            unit.entry.website or "",
        ]
        for key, unit in campaign.record.units.items()
        if key in campaign.record.distributed and not unit.struck
    ]
    _write(campaign, LIST, write_list("发出清单", header, rows))


def _write_notice(campaign: Campaign) -> None:
    with in_language("zh"):
        until = campaign.office.campaign.deadline
        values = {
            "count": len(campaign.record.distributed),
            "deadline": chinese_date(until) if until is not None else "规定的日期",
        }
        _write(campaign, NOTICE, letter(campaign, NOTICE, values))
        text = (
            f"各单位：{campaign.year}年度政府信息公开工作年度报告表格已经发出，请用发来的原表填报，只填浅黄色的格子，"
            f"于{values['deadline']}前把 Excel 文件报回，不要另存为其他格式。{campaign.office.campaign.office} "
            f"{campaign.office.campaign.contact}"
        ).strip()
        _write(campaign, NOTICE_TEXT, text.encode("utf-8-sig"))


def _write(campaign: Campaign, name: str, data: bytes) -> None:
    path = campaign.folder.sent / name
    try:
        if not path.exists() or path.read_bytes() != data:
            campaign.files.write(path, data, "derived")
    except (OSError, OutputError) as error:
        campaign.say(error.message if isinstance(error, OutputError) else str(error))
