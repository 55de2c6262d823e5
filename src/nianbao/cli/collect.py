"""``nianbao collect``: filled workbooks become findings, a status list and reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.checking_options import IGNORE, JOBS, SELECT, context_options
from nianbao.cli.configured import office_with
from nianbao.cli.report_options import report_options
from nianbao.cli.shared import PATH, load_registry, make_registry, progress_of_two, say
from nianbao.errors import UsageError
from nianbao.language import Domain, listed, visible
from nianbao.reports.report_formats import FORMATS, TEXT_FORMATS

if TYPE_CHECKING:
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.campaigns.results.collect import Collecting
    from nianbao.campaigns.results.rounds import Rounds
    from nianbao.campaigns.results.status import StatusRow
    from nianbao.files.output_folder import OutputFolder
    from nianbao.submissions.submission import Agency

_ = Domain("nianbao")
_MISUSED = 2
_MOST_NAMED = 20
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
    if output is None:
        return _in_campaign(paths, strict=strict, fresh=fresh, looking=bool(decided["select"] or decided["ignore"]))
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.campaigns.results.collect import Collecting
    from nianbao.campaigns.results.missing import expected_units, missing_units
    from nianbao.campaigns.results.rounds import Rounds
    from nianbao.files.output_folder import OutputFolder
    from nianbao.intake.find_files import find_workbooks

    if not paths:
        raise UsageError(_("请给出表格文件或放着表格的文件夹。"))
    # Before anything is read: whoever gives a wrong folder learns it now, not when everything has been read.
    folder = OutputFolder(output, holds="collect", force=force)
    settings = BatchSettings(make_registry=make_registry(), office=office_with(**decided))
    paths = tuple(_inbox_of(path) for path in paths)
    workbooks = find_workbooks(paths, output, lambda text: click.echo(text, err=True))
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
    collecting = Collecting(formats=formats or TEXT_FORMATS, code_folders=code_folders)
    rounds = Rounds(folder, workbooks, paths)
    expected = expected_units(settings.office.roster, paths)
    rows = _collected(workbooks, rounds, folder, settings, collecting, jobs, expected, fresh=fresh)
    _say_results(rows, output, missing_units(expected, (row.agency for row in rows)))
    if _report_stale_files(folder):
        return _MISUSED
    return int(strict and any(row.blocks for row in rows))


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
    rounds: Rounds,
    folder: OutputFolder,
    settings: BatchSettings,
    collecting: Collecting,
    jobs: int | None,
    expected: list[Agency],
    *,
    fresh: bool,
) -> list[StatusRow]:
    """Collect with progress on stderr; if it is ended early, print what the folder holds."""
    from nianbao.campaigns.results.collect import collect as collect_all

    try:
        with progress_of_two(str(_("读取")), str(_("校核")), len(rounds.settle(load_registry(), settings))) as (
            tell_read,
            tell,
        ):
            return collect_all(
                workbooks,
                folder,
                load_registry(),
                settings,
                collecting=collecting,
                rounds=rounds,
                expected=expected,
                jobs=jobs,
                progress=tell,
                progress_read=tell_read,
                notice=lambda text: click.echo(text, err=True),
                fresh=fresh,
            )
    except KeyboardInterrupt:
        message = _(
            "没有做完：{folder} 里只有这次已经通过的报告，状态一览还是上一次的；请再运行一次。", folder=folder.root
        )
        click.echo(str(message), err=True)
        raise


def _say_results(rows: list[StatusRow], output: Path, missing: list[Agency]) -> None:
    from nianbao.campaigns.results.collect import FINDINGS_FOLDER, REPORTS_FOLDER, STATUS_PAGE
    from nianbao.campaigns.results.status import missing_words, withheld_words
    from nianbao.formatters.findings_text import Line, summary_text

    for row in rows:
        say([Line(f"  {row.verdict.words}  {visible(row.agency.name or row.path)}")])
        say(Line(f"      {withheld_words(reason)}") for reason in row.withheld)
    say([summary_text(row.verdict for row in rows)])
    if missing:
        names = listed(visible(unit.name or unit.code or "") for unit in missing[:_MOST_NAMED])
        more = "…" if len(missing) > _MOST_NAMED else ""
        click.echo(str(_("{words}：{names}", words=missing_words(missing), names=f"{names}{more}")))
    click.echo(str(_("状态一览：{path}", path=output / STATUS_PAGE)))
    click.echo(str(_("校核意见：{path}", path=output / FINDINGS_FOLDER)))
    if any(row.report for row in rows):
        click.echo(str(_("年度报告：{path}", path=output / REPORTS_FOLDER)))


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
