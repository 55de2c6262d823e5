"""The commands of a campaign, one function each over an open campaign; the command line adds only messages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.campaigns.auditing import Audited, finish_erasing, is_behind, record_move, write_package
from nianbao.campaigns.auditing import audit as audit_campaign
from nianbao.campaigns.auditing import close as close_campaign
from nianbao.campaigns.auditing import erase as erase_file
from nianbao.campaigns.board import write_status
from nianbao.campaigns.collecting import Collected, Collector, report_left_files
from nianbao.campaigns.consolidating import Consolidated
from nianbao.campaigns.consolidating import consolidate as consolidate_campaign
from nianbao.campaigns.decisions.deciding import read_decisions
from nianbao.campaigns.deriving import derive
from nianbao.campaigns.distributing import Sent, refuse_long_names, send_out, send_out_one_for_all
from nianbao.campaigns.examiner import Examiner
from nianbao.campaigns.exporting import CampaignExport, export
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.publishing.live_pages import LivePage, compare_live
from nianbao.campaigns.publishing.posting import read_posted
from nianbao.campaigns.publishing.publications import Publisher
from nianbao.campaigns.publishing.releasing import Released, release
from nianbao.campaigns.publishing.releasing import withdraw as withdraw_version
from nianbao.campaigns.publishing.signing import read_signed, write_signing
from nianbao.campaigns.returns.reminders import write_reminders
from nianbao.errors import UsageError
from nianbao.files.input_files import read_input_file
from nianbao.language import Domain
from nianbao.submissions.submission import Agency

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")


@contextmanager
def _up_to_date(campaign: Campaign) -> Iterator[None]:
    """Lock the folder, finish what an interrupted command left undone, and read inputs and decisions."""
    with campaign.work():
        campaign.refuse_closed()
        finish_erasing(campaign)
        derive(campaign)
        campaign.read_inputs()
        read_decisions(campaign)
        read_posted(campaign)
        campaign.read_inputs()  # a decision may settle that a unit is gone for good
        yield


def collect(campaign: Campaign, progress: Callable[[str], None] | None = None, *, fresh: bool = False) -> Collected:
    """Receive and check new files, answer units, write the status; with ``fresh`` check all counting files again."""
    with _up_to_date(campaign):
        collector = Collector(campaign, progress, fresh=fresh)
        collected = collector.run()
        report_left_files(campaign, collected)
        finish(campaign, collector)
    return collected


def finish(campaign: Campaign, collector: Collector | None = None) -> None:
    """Write derived files, reminders and status; first read decisions typed into the status list in the meantime."""
    if read_decisions(campaign):
        rechecking = collector or Collector(campaign)
        rechecking.check_all()
        rechecking.answer()
    derive(campaign)
    write_reminders(campaign)
    write_status(campaign)


def distribute(campaign: Campaign, progress: Callable[[str], None] | None = None, *, generic: bool = False) -> Sent:
    """Write the workbooks of all units, or one for all (``generic``), the list of files sent and the covering notice."""
    with campaign.work():
        campaign.refuse_closed()
        derive(campaign)
        campaign.read_inputs()
        refuse_long_names(campaign)
        sent = send_out_one_for_all(campaign) if generic else send_out(campaign, progress or (lambda _name: None))
        finish(campaign)
    return sent


def update(campaign: Campaign, *, accept: bool = False) -> list[tuple[str, str, str]]:
    """Return the units whose verdict changes under the installed program and packs; with ``accept``, adopt these.

    Each unit comes as in :func:`changes_under`.
    """
    with campaign.work():
        campaign.refuse_closed()
        changes = changes_under(campaign)
        if accept:
            campaign.take_context(accept=True)
            collector = Collector(campaign)
            collector.check_all()
            collector.answer()
            finish(campaign, collector)
    return changes


def changes_under(campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return name, present label and future verdict of every unit whose verdict would change."""
    examiner, changes = Examiner(campaign), []
    for state in campaign.states().all():
        seq = state.files.counting
        if seq is None or state.check is None:
            continue
        checked = examiner.check(seq, state.unit)
        if checked.verdict.value != state.check.verdict:
            changes.append((state.unit.name, state.label.words, checked.verdict.words))
    return changes


def audit(
    campaign: Campaign, against: Sequence[Path] = (), *, rebuild: bool = False, moved_because: str | None = None
) -> Audited:
    """Compare the folder with its ledger; with ``moved_because`` first record that it was restored or copied."""
    with campaign.work(moved=True):
        if moved_because is not None:
            record_move(campaign, moved_because)
        behind = moved_because is None and is_behind(campaign)
        audited = audit_campaign(campaign, against, rebuild=rebuild)
    if not behind:
        return audited
    message = _("台账比这台电脑上见过的短，或者不是同一份：从这里继续的，加 --moved 理由。")
    return replace(audited, troubles=(message, *audited.troubles))


def erase(campaign: Campaign, words: str, *, reason: str, authority: str) -> list[str]:
    """Erase a file for good, with everything derived from it; return its places in the inbox."""
    with campaign.work():
        finish_erasing(campaign)
        places = erase_file(campaign, words, reason=reason, authority=authority)
        collector = Collector(campaign)
        collector.check_all()
        finish(campaign, collector)
        if campaign.record.closed:
            write_package(campaign)
    return places


def consolidate(
    campaign: Campaign, *, agency: str | None = None, code: str | None = None, previous: Path | None = None
) -> Consolidated:
    """Sum up the units that pass, under the name of the district; ``previous`` holds its figures of the year before.

    Raises :class:`~nianbao.errors.UsageError` if the name of the district is unknown, or ``previous`` is of another year.
    """
    with _up_to_date(campaign):
        former = None if previous is None else _former(campaign, previous)
        consolidated = consolidate_campaign(campaign, _district_agency(campaign, agency, code), former)
        finish(campaign)
    return consolidated


def _district_agency(campaign: Campaign, name: str | None, code: str | None) -> Agency:
    """Return the agency of the sum: as asked for, else the roster's own row (本级), else the office of the configuration."""
    units = [unit for unit in campaign.record.units.values() if not unit.struck]
    matching = [unit for unit in units if (unit.name == name if name else unit.entry.own)]
    if len(matching) == 1:
        agency = matching[0].agency
        return Agency(name=agency.name, code=code or agency.code, kind=agency.kind)
    name = name or campaign.office.campaign.office
    if not name:
        raise UsageError(_("还不知道本级的名称：请加 --agency 名称，或在 nianbao.toml 的 [campaign] 里写 office。"))
    return Agency(name=name, code=code)


def _former(campaign: Campaign, path: Path) -> Submission:
    """Return the district's submission of the year before; raises :class:`~nianbao.errors.UsageError` for any other."""
    submission = campaign.checker.read_path(str(path)).submission
    if submission is None:
        raise UsageError(_("{path} 读不出数据：请给出上年的本级数据或报表。", path=path))
    if submission.year != campaign.year - 1:
        raise UsageError(
            _("{path} 是 {found} 年度的，应为 {expected} 年度：请换文件。", path=path, found=submission.year,
              expected=campaign.year - 1)
        )  # fmt: skip
    return submission


def export_campaign(campaign: Campaign) -> CampaignExport:
    """Return the campaign as data, for an independent program to verify."""
    with campaign.work():
        finish_erasing(campaign)
        return export(campaign)


def publish(
    campaign: Campaign,
    *,
    signed: Path | None = None,
    again: Collection[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Released:
    """Read approvals, write the versions waiting for approval, release every unit that passes and is approved.

    ``signed`` is a list of approvals in addition to the one in the campaign's folder; ``again`` names units whose report
    was withdrawn and is to be published unchanged.
    """
    with _up_to_date(campaign):
        collector = Collector(campaign)
        collector.check_all()
        collector.answer()  # a decision that was just read may return a file
        publisher = Publisher(campaign, collector.examiner)
        waiting = 0
        if campaign.office.campaign.gates:
            for path in dict.fromkeys((campaign.folder.signing_list, *filter(None, (signed,)))):
                if path.exists():
                    read_signed(campaign, path)
            waiting = write_signing(campaign, publisher, campaign.states().all())
        units = release(campaign, publisher, progress or (lambda _name: None), again)
        finish(campaign, collector)
    return Released(units=tuple(units), waiting=waiting)


def compare_with_live_pages(campaign: Campaign, folder: Path) -> list[LivePage]:
    """Compare the saved pages in a folder with the live version of every unit; nothing is recorded."""
    return compare_live(campaign, Examiner(campaign), folder)


def withdraw(campaign: Campaign, name: str, *, reason: str, authority: str) -> None:
    """Withdraw the live version of a unit: its files are removed, the version stays in the ledger."""
    with campaign.work():
        campaign.refuse_closed()
        withdraw_version(campaign, name, reason=reason, authority=authority)
        finish(campaign)


def close(campaign: Campaign) -> Path:
    """Close the campaign, so that nothing is collected any more; return the path of the archive package."""
    with campaign.work():
        finish(campaign)
        return close_campaign(campaign)


def reopen(campaign: Campaign, reason: str) -> None:
    """Reopen a closed campaign."""
    with campaign.work():
        if campaign.record.closed:
            campaign.append(EventKind.REOPENED, {"reason": reason})


def show_status(campaign: Campaign) -> None:
    """Read decisions and write the status again."""
    with campaign.work():
        finish_erasing(campaign)
        if not campaign.record.closed:
            read_decisions(campaign)
            if _roster_was_edited(campaign):
                campaign.say(_("名单有改动，下面还是照上一次读到的名单：运行 nianbao collect 后生效。"))
        derive(campaign)
        write_reminders(campaign)
        write_status(campaign)


def _roster_was_edited(campaign: Campaign) -> bool:
    """Return whether the roster was changed since it was read; the commands that receive files read it."""
    try:
        return sha256(read_input_file(campaign.folder.roster)) != campaign.record.roster
    except OSError:
        return False
