"""Distributing inside a campaign: a workbook a unit, the list of what was sent, the covering notice."""

from __future__ import annotations

from functools import partial
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
from nianbao.submissions.submission import Agency
from nianbao.version import __version__
from nianbao.workbooks.lists import write_list
from nianbao.workbooks.starting_submission import blank_submission, carried_forward
from nianbao.workbooks.template_series import TemplateSeries
from nianbao.workbooks.writer import write_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.units import Unit
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
LIST, NOTICE_TEXT, GENERIC = "发出清单.xlsx", "填报通知.txt", "通用表"
_SHOWN = 10


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: how many workbooks were made, which were left as somebody filled them, who has no last year.

    ``generic`` is the path of the one for all units, inside the campaign's folder, where that was asked for.
    """

    made: int
    filled: tuple[str, ...]
    without: tuple[str, ...] = ()
    generic: str | None = None


def send_out_one_for_all(campaign: Campaign) -> Sent:
    """Make one workbook in which every unit chooses itself from a list on the cover; write the notice."""
    units = [unit.name for unit in _receiving(campaign)]
    submission = blank_submission(campaign.form, campaign.year, Agency(name=None, code=None))
    place = f"{campaign.folder.sent.name}/{GENERIC}_{campaign.year}.xlsx"

    def build() -> bytes:
        return write_workbook(submission, units=tuple(dict.fromkeys(units)))

    outcome = _send(campaign, None, place, submission, units, build)
    _write_list(campaign)
    _write_notice(campaign)
    return Sent(made=outcome == "made", filled=(place,) if outcome == "filled" else (), generic=place)


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
        place = f"{campaign.folder.sent.name}/{name}"
        about = msgspec.to_builtins(unit.agency)
        outcome = _send(campaign, unit.id, place, submission, about, partial(series.workbook, submission))
        made += outcome == "made"
        if outcome == "filled":
            sent = campaign.record.distributed.get(unit.id)
            filled.append(str(sent["path"]).rpartition("/")[2] if sent is not None else name)
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


def _send(
    campaign: Campaign,
    unit: str | None,
    place: str,
    submission: Submission,
    about: object,
    build: Callable[[], bytes],
) -> str:
    """Make a workbook where it must be; return ``made``, ``kept`` or ``filled``.

    ``unit`` is whose it is, ``None`` for the one for all; ``about`` is what of the roster stands in it.
    """
    record = answers_record(submission)
    basis = digest_of(
        [
            about,
            campaign.form.digest,
            campaign.form.version,
            __version__,
            digest_of(record),
        ]
    )
    last = campaign.record.generic if unit is None else campaign.record.distributed.get(unit)
    if last is not None and last["basis"] == basis and last["path"] == place:
        return "filled" if _is_edited(campaign.folder.root / place, last["workbook"]) else "kept"
    if last is not None and _is_edited(campaign.folder.root / last["path"], last["workbook"]):
        return "filled"  # somebody typed into it: it is left alone, whatever changed in the roster
    if (campaign.folder.root / place).exists() and (last is None or last["path"] != place):
        return "filled"  # not ours
    data = build()
    body: dict[str, Any] = {
        "workbook": campaign.archive.put(data),
        "path": place,
        "answers": campaign.archive.put_record(record),
        "basis": basis,
    }
    campaign.append(EventKind.DISTRIBUTED, body, agency=unit)
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
    record = campaign.record
    rows = []
    for key, unit in record.units.items():
        sent = record.distributed.get(key, record.generic)
        if sent is not None and not unit.struck:
            file = str(sent["path"]).rpartition("/")[2]
            code, contact, website = unit.agency.code or "", unit.entry.contact or "", unit.entry.website or ""
            rows.append([unit.name, code, file, contact, "、".join(unit.telephones), website])
    _write(campaign, LIST, write_list("发出清单", header, rows))


def _write_notice(campaign: Campaign) -> None:
    with in_language("zh"):
        until = campaign.office.campaign.deadline
        values = {
            "count": sum(1 for _unit in _receiving(campaign)),
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
