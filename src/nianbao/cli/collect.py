"""``nianbao collect``: filled workbooks become findings, a status list and reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.checking_options import IGNORE, JOBS, SELECT, context_options
from nianbao.cli.configured import office_with
from nianbao.cli.report_options import report_options
from nianbao.cli.results_words import say_results
from nianbao.cli.shared import PATH, load_registry, make_registry, progress_of
from nianbao.errors import UsageError
from nianbao.language import Domain
from nianbao.reports.report_formats import FORMATS, TEXT_FORMATS

if TYPE_CHECKING:
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.campaigns.results.outputs_of_file import MakeOutputs
    from nianbao.campaigns.results.status import StatusRow
    from nianbao.files.output_folder import OutputFolder
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")
_MISUSED = 2
_MANY = 2_000
"""Files from which folders of outputs become slow to open."""


@click.command(help=str(_("校核路径里的全部表格；校核意见、状态一览和通过者的年度报告写入输出文件夹。")))
@click.argument("paths", nargs=-1, type=PATH, metavar=str(_("路径...")))
@click.option("-o", "--output", type=PATH, help=str(_("输出文件夹；在年报工作文件夹里不必写。")))
@context_options
@SELECT
@IGNORE
@JOBS
@click.option(
    "--to",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help=str(_("年度报告的格式，可以写几次；不写则为 txt、md、html。")),
)
@click.option(
    "--code-folders",
    type=click.IntRange(0, 18),
    default=0,
    metavar=str(_("位数")),
    help=str(_("校核意见、年度报告按单位代码的前几位分文件夹存放；0 不分。")),
)
@report_options
@click.option("--fresh", is_flag=True, help=str(_("什么都没有变，也全部重新校核。")))
@click.option("--strict", is_flag=True, help=str(_("有表格未通过时，退出码为 1。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def collect(
    paths: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    formats: tuple[str, ...],
    code_folders: int,
    fresh: bool,
    strict: bool,
    force: bool,
    **decided: Any,
) -> int:
    """Check everything found and write what comes of it."""
    output = output or _results_here()
    if output is None:
        return _in_campaign(paths, strict=strict, fresh=fresh, looking=bool(decided["select"] or decided["ignore"]))
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.campaigns.folder import CampaignFolder, refuse_campaign
    from nianbao.campaigns.results.kept_results import last_results
    from nianbao.campaigns.results.missing import expected_units
    from nianbao.campaigns.results.outputs_of_file import MakeOutputs
    from nianbao.files.output_folder import OutputFolder
    from nianbao.intake.find_files import find_workbooks

    if not paths and not CampaignFolder(output).has_results:
        raise UsageError(_("请给出表格文件或放着表格的文件夹。"))
    # Before anything is read: whoever gives a wrong folder learns it now, not when everything has been read.
    refuse_campaign(output)
    folder = OutputFolder(output, holds="collect", force=force)
    settings = BatchSettings(make_registry=make_registry(), office=office_with(**decided))
    paths = tuple(_inbox_of(path) for path in paths)
    workbooks = find_workbooks(paths, output, lambda text: click.echo(text, err=True)) if paths else []
    if len(workbooks) > _MANY and not code_folders:
        click.echo(
            str(
                _(
                    "文件超过 {limit} 个：可以加 --code-folders 6，结果按单位代码的前 6 位分文件夹存放。",
                    limit=_MANY,
                )
            ),
            err=True,
        )
    outputs = MakeOutputs(formats=formats or TEXT_FORMATS, code_folders=code_folders)
    expected = expected_units(settings.office.roster, paths)
    rows = _collected(workbooks, folder, settings, outputs, jobs, expected, asked=paths, fresh=fresh)
    last = last_results(output)
    say_results(rows, last[1] if last is not None else [], output)
    if _report_stale_files(folder):
        return _MISUSED
    return int(strict and any(row.blocks for row in rows))


def _results_here() -> Path | None:
    """Return the folder of results that the working directory belongs to, ``None`` elsewhere."""
    from nianbao.campaigns.folder import nearest_ledger

    folder = nearest_ledger(Path.cwd())
    return folder.root if folder is not None and folder.has_results else None


def _inbox_of(path: Path) -> Path:
    """Return the inbox of a campaign's folder; any other path as it is."""
    from nianbao.campaigns.folder import CampaignFolder

    folder = CampaignFolder(path)
    return folder.inbox if folder.is_campaign else path


def _in_campaign(paths: tuple[Path, ...], *, strict: bool, fresh: bool, looking: bool) -> int:
    """Collect the inbox of the campaign that the working directory, or the one path given, belongs to."""
    from nianbao.campaigns.commands import collect as collect_campaign
    from nianbao.campaigns.folder import find_campaign
    from nianbao.cli.campaign_words import open_campaign, say_status, say_units, say_what_was_noticed

    folder = paths[0] if len(paths) == 1 else Path.cwd()
    if len(paths) > 1 or find_campaign(folder) is None:
        raise click.MissingParameter(
            param_hint="'-o' / '--output'", param_type="option", ctx=click.get_current_context()
        )
    if looking:
        raise UsageError(
            _("在年报工作文件夹里不能用 --select、--ignore：它们只供查看。请写在 nianbao.toml 的 [check] 里。")
        )
    campaign = open_campaign(folder)
    collect_campaign(campaign, fresh=fresh)
    say_what_was_noticed(campaign)
    say_units(campaign)
    say_status(campaign)
    states = campaign.states().all()
    return int(strict and not all(state.passes for state in states))


def _collected(
    workbooks: list[Path],
    folder: OutputFolder,
    settings: BatchSettings,
    outputs: MakeOutputs,
    jobs: int | None,
    expected: list[Agency],
    *,
    asked: tuple[Path, ...],
    fresh: bool,
) -> list[StatusRow]:
    """Collect with progress on stderr; if it is ended early, print what the folder holds."""
    from nianbao.campaigns.results.collect import collect as collect_all

    try:
        return collect_all(
            workbooks,
            folder,
            load_registry(),
            settings,
            asked=asked,
            outputs=outputs,
            expected=expected,
            jobs=jobs,
            progress=progress_of,
            notice=lambda text: click.echo(text, err=True),
            fresh=fresh,
        )
    except KeyboardInterrupt:
        message = _(
            "没有做完：{folder} 里只有这次已经通过的报告，状态一览还是上一次的；请再运行一次。", folder=folder.root
        )
        click.echo(str(message), err=True)
        raise


def _report_stale_files(folder: OutputFolder) -> bool:
    """Print what in the folder no longer counts, and what could not be written; return whether any was."""
    for name in folder.left:
        message = _(
            "{path} 是以前的结果，后来有人改过，没有动它：它不属于这次的结果，请自行处理。", path=folder.root / name
        )
        click.echo(str(message), err=True)
    for name in folder.others:
        message = _("{path} 不是这个命令写的，没有动它：它不属于这次的结果。", path=folder.root / name)
        click.echo(str(message), err=True)
    for problem in folder.problems:
        click.echo(str(_("错误：{message}", message=problem)), err=True)
    return bool(folder.problems)
