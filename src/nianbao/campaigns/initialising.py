"""Create a campaign: its folder, configuration, empty roster, and the first event of its ledger."""

from __future__ import annotations

import datetime
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nianbao.campaigns.campaign import Campaign
from nianbao.campaigns.folder import CampaignFolder, is_network_share, refuse_results, refuse_unfit
from nianbao.campaigns.ledger.durable import DurableFiles, nobody
from nianbao.campaigns.ledger.events import EventKind
from nianbao.campaigns.ledger.ledger import Ledger
from nianbao.campaigns.returns.letters import NOTICE, REMINDER, RETURN_LETTER, TEMPLATES, letter_template
from nianbao.errors import UsageError
from nianbao.files.outputs import writing_into
from nianbao.language import Domain
from nianbao.office.office import PLAIN, Office
from nianbao.plugins.registry import PluginRegistry
from nianbao.version import __version__
from nianbao.workbooks.lists import write_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from nianbao.forms.definition import Form

_ = Domain("nianbao")
_ROSTER = ("单位代码", "单位名称", "简称", "类别", "上级", "联系人", "电话", "手机", "地址", "邮编", "网站栏目", "是否单独发布",
           "是否计入汇总", "由谁代报", "延期至", "原代码", "曾用名", "本级")  # fmt: skip
_CONFIGURATION = """# 年报工作的设置。改了就生效，下一次运行任何命令时读入。
[campaign]
form = "{form}"
year = {year}
# deadline = {deadline}        # 报送截止的那一天（到当天结束，北京时间）
# office = "某区政务公开办公室"   # 函件落款
# contact = "张三 027-00000000"  # 函件上的联系方式
# gates = ["secrecy", "signature"]   # 发布以前要经过的环节
# explanations = "stand"        # 单位写了理由就算数，不必逐条认可
{more}"""
_LAST_MONTH = 6
_PREVIOUS = """
[check]
previous = "上年"
"""


def initialise(
    root: Path,
    *,
    year: int | None = None,
    form_id: str | None = None,
    last: Path | None = None,
    registry: PluginRegistry | None = None,
    clock: Callable[[], datetime.datetime] | None = None,
    before: Callable[[str], None] = nobody,
    **options: Any,
) -> Campaign:
    """Create a campaign in a folder, or complete one whose creation was interrupted; return it open.

    ``last`` is last year's campaign, from which roster, configuration and answers are copied. Raises
    :class:`~nianbao.errors.UsageError` for a folder that cannot hold a campaign, or a form that does not fit the year.
    """
    root = root.resolve()
    folder = CampaignFolder(root)
    if clock is not None:
        options["clock"] = clock
    options["before"] = before
    if not folder.is_campaign:
        refuse_unfit(root)
        refuse_results(root)
    former = Campaign.open(last, registry) if last is not None else None
    office = Office.read(folder.configuration) if folder.configuration.exists() else PLAIN
    pack_registry = registry or PluginRegistry()
    report_year = year or office.campaign.year or _usual_year(former, clock)
    form = _form(pack_registry, form_id or office.campaign.form, report_year)
    with writing_into(root):
        for directory in (folder.inner, folder.archive, folder.sent, folder.inbox, folder.returned):
            directory.mkdir(parents=True, exist_ok=True)
    _write_inputs(folder, DurableFiles(before), form, report_year, former)
    ledger = Ledger(folder.inner, before=before)
    ledger.create()
    ledger.close()
    campaign = Campaign.at(folder, pack_registry, **options)
    _begin(campaign, form, report_year, former, asked=year is not None)
    if is_network_share(root):
        campaign.say(_("这个文件夹在网络盘上：同一时间只能在一台电脑上用，断网时不要用。"))
    return campaign


def _usual_year(former: Campaign | None, clock: Callable[[], datetime.datetime] | None) -> int:
    """Return the year after that of the former campaign, else the year that is usually reported on at present."""
    if former is not None:
        return former.year + 1
    now = (clock() if clock is not None else datetime.datetime.now(datetime.UTC)).astimezone()
    return now.year - (1 if now.month <= _LAST_MONTH else 0)  # reports are written in the following January


def _begin(campaign: Campaign, form: Form, year: int, former: Campaign | None, *, asked: bool) -> None:
    """Append the first event, unless the ledger has one; raises ``UsageError`` if it is of another year."""
    with campaign.work():
        if campaign.record.opened and campaign.year != year and asked:
            raise UsageError(
                _(
                    "{path} 已经是 {year} 年度的年报工作：新的年度请另建一个文件夹。",
                    path=campaign.folder.root,
                    year=campaign.year,
                )
            )
        if not campaign.record.opened:
            body: dict[str, Any] = {
                "campaign": secrets.token_hex(16),
                "form": form.id,
                "year": year,
                "program": __version__,
                "from": _origin(former),
            }
            campaign.append(EventKind.CAMPAIGN_OPENED, body)
    campaign.heads.keep(str(campaign.record.opened["campaign"]), campaign.ledger.head)


def _form(registry: PluginRegistry, form_id: str | None, year: int) -> Form:
    if form_id is not None:
        form = registry.registered_form(form_id).form
        if not form.accepts_year(year):
            raise UsageError(_("表单 {form} 不适用于 {year} 年度，请改用该年度的表单。", form=form_id, year=year))
        return form
    fitting = [
        registered.form for registered in registry.form_folders.values() if registered.form.accepts_year(year)
    ]
    if len(fitting) != 1:
        raise UsageError(
            _("适用于 {year} 年度的表单有 {count} 个，请用 --form 指定。", year=year, count=len(fitting))
        )
    return fitting[0]


def _write_inputs(
    folder: CampaignFolder, files: DurableFiles, form: Form, year: int, former: Campaign | None
) -> None:
    """Write the files that the office edits, but never over existing ones."""
    if former is not None and not folder.roster.exists() and former.folder.roster.exists():
        target = folder.root / former.folder.roster.name
        files.write(target, former.folder.roster.read_bytes(), "input")
    if not folder.roster.exists():
        files.write(folder.roster, write_list("名单", list(_ROSTER), []), "input")
    if not folder.configuration.exists():
        check_section = _PREVIOUS if former is not None else ""
        text = _CONFIGURATION.format(form=form.id, year=year, deadline=f"{year + 1}-01-15", more=check_section)
        if former is not None and former.folder.configuration.exists():
            text = _updated_configuration(former.folder.configuration.read_text("utf-8-sig"), year)
        files.write(folder.configuration, text.encode(), "input")
    for name in (RETURN_LETTER, REMINDER, NOTICE):
        path = folder.root / TEMPLATES / name
        former_template = former.folder.root / TEMPLATES / name if former is not None else path
        if not path.exists():
            files.write(
                path, former_template.read_bytes() if former_template.is_file() else letter_template(name), "input"
            )
    if former is not None:
        _write_answers(folder, former, files)


def _updated_configuration(text: str, year: int) -> str:
    """Return last year's configuration updated to ``year``, with the deadline commented out."""
    import re

    text = re.sub(r"(?m)^year\s*=.*$", f"year = {year}", text)
    text = re.sub(r"(?m)^deadline\s*=.*$", f"# deadline = {year + 1}-01-15", text)
    return text if re.search(r"(?m)^\[check\]", text) else text.rstrip() + "\n" + _PREVIOUS


def _write_answers(folder: CampaignFolder, former: Campaign, files: DurableFiles) -> None:
    """Write the answers that counted last year into the folder 上年, one file per unit."""
    from nianbao.campaigns.examiner import Examiner
    from nianbao.campaigns.ledger.canonical import canonical
    from nianbao.files.file_names import file_name
    from nianbao.submissions.submission_json import submission_json

    examiner = Examiner(former)
    for state in former.states().all():
        if state.files.counting is None or not state.passes:
            continue
        submission = examiner.answers(state.files.counting, state.unit)
        path = folder.root / "上年" / f"{file_name(state.unit.label)}.json"
        if submission is not None and not path.exists():
            files.write(path, canonical(submission_json(submission)).encode(), "input")


def _origin(former: Campaign | None) -> dict[str, Any] | None:
    if former is None:
        return None
    seq, digest = former.ledger.head
    return {"campaign": former.record.opened["campaign"], "seq": seq, "hash": digest}
