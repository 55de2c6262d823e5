"""Distribute inside a campaign: one workbook per unit, the list of files sent, the covering notice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from nianbao.campaigns.folder import refuse_long_paths
from nianbao.campaigns.ledger.canonical import digest_of, sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.returns.letters import NOTICE, chinese_date, letter
from nianbao.campaigns.returns.returning import returned_path
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
_MOST_NAMED = 10
_MOST_ROUNDS = 10


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The result: the number of workbooks written, those left alone because filled in, units without last year's data.

    ``generic`` is the path of the workbook for all units below the campaign's folder, if that was asked for.
    """

    made: int
    filled: tuple[str, ...]
    without: tuple[str, ...] = ()
    generic: str | None = None


def send_out_one_for_all(campaign: Campaign) -> Sent:
    """Write one workbook for all units, each of which chooses its name from a list on the cover, with list and notice."""
    units = [unit.name for unit in _receiving_units(campaign)]
    submission = blank_submission(campaign.form, campaign.year, Agency(name=None, code=None))
    place = f"{campaign.folder.sent.name}/{GENERIC}_{campaign.year}.xlsx"

    def build() -> bytes:
        return write_workbook(submission, units=tuple(dict.fromkeys(units)))

    outcome = _send(campaign, None, place, submission, units, build)
    _write_list(campaign)
    _write_notice(campaign)
    return Sent(made=outcome == "made", filled=(place,) if outcome == "filled" else (), generic=place)


def refuse_long_names(campaign: Campaign) -> None:
    """Raise :class:`~nianbao.errors.UsageError` for units whose names make paths that Excel cannot open.

    The longest paths are those of what goes back; their workbooks would be made only after the units had filled in theirs.
    """
    units = _receiving_units(campaign)
    places = {unit.name: f"{returned_path(unit, campaign.year, _MOST_ROUNDS)}.xlsx" for unit in units}
    refuse_long_paths(campaign.folder.root, places)


def send_out(campaign: Campaign, progress: Callable[[str], None]) -> Sent:
    """Write the workbook of every unit that has none yet or whose entry changed, with list and notice."""
    previous = campaign.office.previous
    previous_year = PreviousYear(previous, campaign.registry.find_form) if previous is not None else None
    made, filled, without = 0, [], []
    names = DistinctFileNames()
    series = TemplateSeries()
    for unit in _receiving_units(campaign):
        name = names.take(f"{unit.label}_{campaign.year}") + ".xlsx"
        submission = blank_submission(campaign.form, campaign.year, unit.agency)
        last_submission = previous_year.of(unit.agency, campaign.year) if previous_year is not None else None
        if last_submission is not None:
            submission = carried_forward(submission, last_submission)
        elif previous_year is not None:
            without.append(unit.name)
        place = f"{campaign.folder.sent.name}/{name}"
        roster_facts = msgspec.to_builtins(unit.agency)
        outcome = _send(campaign, unit.id, place, submission, roster_facts, partial(series.workbook, submission))
        made += outcome == "made"
        if outcome == "filled":
            distributed = campaign.record.distributed.get(unit.id)
            filled.append(str(distributed["path"]).rpartition("/")[2] if distributed is not None else name)
        progress(unit.name)
    _write_list(campaign)
    _write_notice(campaign)
    if without:
        campaign.say(
            _("这些单位没有找到上年的数据，“上年结转”没有预填：{names}", names=listed(without[:_MOST_NAMED]))
        )
    return Sent(made=made, filled=tuple(filled), without=tuple(without))


def _receiving_units(campaign: Campaign) -> Iterator[Unit]:
    for unit in campaign.record.units.values():
        if not unit.struck and not unit.asked and unit.entry.reported_by is None:
            yield unit


def _send(
    campaign: Campaign,
    unit: str | None,
    place: str,
    submission: Submission,
    roster_facts: object,
    build: Callable[[], bytes],
) -> str:
    """Write a workbook if it is new or changed; return ``made``, ``kept`` or ``filled``.

    ``unit`` is the id of its unit, ``None`` for the workbook of all units; ``roster_facts`` is the part of the roster that
    it contains.
    """
    record = answers_record(submission)
    basis = digest_of(
        [
            roster_facts,
            campaign.form.digest,
            campaign.form.version,
            __version__,
            digest_of(record),
        ]
    )
    distributed = campaign.record.generic if unit is None else campaign.record.distributed.get(unit)
    if distributed is not None and distributed["basis"] == basis and distributed["path"] == place:
        return "filled" if _is_edited(campaign.folder.root / place, distributed["workbook"]) else "kept"
    if distributed is not None and _is_edited(campaign.folder.root / distributed["path"], distributed["workbook"]):
        return "filled"  # somebody typed into it: it is left alone, even if the roster changed
    if (campaign.folder.root / place).exists() and (distributed is None or distributed["path"] != place):
        return "filled"  # not ours
    data = build()
    body: dict[str, Any] = {
        "workbook": campaign.archive.put(data),
        "path": place,
        "answers": campaign.archive.put_record(record),
        "basis": basis,
    }
    campaign.append(EventKind.DISTRIBUTED, body, agency=unit)
    if distributed is not None:
        _replace_workbook(campaign, campaign.folder.root / distributed["path"], campaign.folder.root / place, data)
    return "made"


def _is_edited(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()) != digest
    except FileNotFoundError:
        return False
    except OSError:
        return True  # open in Excel: somebody is typing


def _replace_workbook(campaign: Campaign, former_path: Path, new_path: Path, data: bytes) -> None:
    """Replace the former workbook, into which nobody typed, with the new one."""
    try:
        if former_path != new_path:
            former_path.unlink(missing_ok=True)
        campaign.files.write(new_path, data, "derived")
    except (OSError, OutputError):
        campaign.say(_("{path} 正被别的程序打开，没有换成新的：请关闭后再运行一次。", path=former_path))


def _write_list(campaign: Campaign) -> None:
    header = ["单位", "代码", "文件", "联系人", "电话", "网站栏目"]
    record = campaign.record
    rows = []
    for key, unit in record.units.items():
        distributed = record.distributed.get(key, record.generic)
        if distributed is not None and not unit.struck:
            file = str(distributed["path"]).rpartition("/")[2]
            code, contact, website = unit.agency.code or "", unit.entry.contact or "", unit.entry.website or ""
            rows.append([unit.name, code, file, contact, "、".join(unit.telephones), website])
    _write(campaign, LIST, write_list("发出清单", header, rows))


def _write_notice(campaign: Campaign) -> None:
    with in_language("zh"):
        deadline = campaign.office.campaign.deadline
        values = {
            "count": sum(1 for _unit in _receiving_units(campaign)),
            "deadline": chinese_date(deadline) if deadline is not None else "规定的日期",
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
