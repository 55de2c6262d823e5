"""``nianbao collect``: filled workbooks become findings, a status list and reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.check import IGNORE, JOBS, PREVIOUS, REGISTERS, SELECT, register_entries, tell_what_is_not_compared
from nianbao.cli.render import FORMATS
from nianbao.cli.report_options import report_options
from nianbao.cli.shared import PATH, load_registry, progress, say
from nianbao.errors import UsageError
from nianbao.language import Domain, visible

if TYPE_CHECKING:
    from nianbao.reports.report_style import ReportStyle

_ = Domain("nianbao")


@click.command(help=str(_("校核路径里的全部表格；校核意见、状态一览和通过者的年度报告写入输出文件夹。")))
@click.argument("paths", nargs=-1, type=PATH, metavar=str(_("路径...")))
@click.option("-o", "--output", type=PATH, required=True, help=str(_("输出文件夹。")))
@PREVIOUS
@SELECT
@IGNORE
@REGISTERS
@JOBS
@click.option(
    "--to",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help=str(_("年度报告的格式，可以写几次；不写则为 txt、md、html。")),
)
@report_options
@click.option("--strict", is_flag=True, help=str(_("有表格未通过时，退出码为 1。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def collect(
    paths: tuple[Path, ...],
    output: Path,
    previous: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    registers: Path | None,
    jobs: int | None,
    formats: tuple[str, ...],
    report_style: ReportStyle,
    strict: bool,
    force: bool,
) -> int:
    """Check everything found and write what comes of it."""
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.campaigns.collect import FINDINGS_FOLDER, REPORTS_FOLDER, STATUS_PAGE, Collecting, find_workbooks
    from nianbao.campaigns.collect import collect as collect_all
    from nianbao.cli.configuration import load_profile
    from nianbao.files.outputs import OutputFolder
    from nianbao.formatters.findings_text import Line, summary_text
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.reports.render import TEXT_FORMATS

    if not paths:
        raise UsageError(_("请给出表格文件或放着表格的文件夹。"))
    registry = load_registry()
    registry.require_style(report_style.name)
    folder = OutputFolder(output, force=force)
    settings = BatchSettings(
        make_registry=PluginRegistry,
        profile=load_profile(registry, select, ignore),
        previous=previous,
        registers=register_entries(registers),
    )
    found = find_workbooks(paths, output)
    with progress(str(_("校核")), len(found)) as tell:
        collecting = Collecting(style=report_style, formats=formats or TEXT_FORMATS)
        rows = collect_all(found, folder, registry, settings, collecting=collecting, jobs=jobs, progress=tell)
    tell_what_is_not_compared(len(found))
    say(Line(f"  {row.verdict.words}  {visible(row.agency.name or row.path)}") for row in rows)
    say([summary_text(row.verdict for row in rows)])
    click.echo(str(_("状态一览：{path}", path=output / STATUS_PAGE)))
    click.echo(str(_("校核意见：{path}", path=output / FINDINGS_FOLDER)))
    if any(not row.blocks for row in rows):
        click.echo(str(_("年度报告：{path}", path=output / REPORTS_FOLDER)))
    return int(strict and any(row.blocks for row in rows))
