"""``nianbao collect``: filled workbooks become findings, a status list and reports."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.check import IGNORE, PREVIOUS, REGISTERS, SELECT
from nianbao.cli.shared import PATH, load_registry, progress, read_input, say
from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("校核路径里的全部表格；校核意见、状态一览和通过者的年度报告写入输出文件夹。")))
@click.argument("paths", nargs=-1, type=PATH, metavar=str(_("路径...")))
@click.option("-o", "--output", type=PATH, required=True, help=str(_("输出文件夹。")))
@PREVIOUS
@SELECT
@IGNORE
@REGISTERS
@click.option("--strict", is_flag=True, help=str(_("有表格未通过时，退出码为 1。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def collect(
    paths: tuple[Path, ...],
    output: Path,
    previous: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    registers: Path | None,
    strict: bool,
    force: bool,
) -> int:
    """Check everything found and write what comes of it."""
    from nianbao.campaigns.collect import FINDINGS_FOLDER, REPORTS_FOLDER, STATUS_PAGE, find_workbooks
    from nianbao.campaigns.collect import collect as collect_all
    from nianbao.campaigns.registers import read_registers
    from nianbao.checks.findings_text import Line, summary_text
    from nianbao.checks.previous import previous_year
    from nianbao.cli.configuration import load_profile
    from nianbao.outputs import OutputFolder

    if not paths:
        raise UsageError(_("请给出表格文件或放着表格的文件夹。"))
    registry = load_registry()
    folder = OutputFolder(output, force=force)
    profile = load_profile(registry, select, ignore)
    found = find_workbooks(paths, output)
    with progress(str(_("校核")), len(found)) as tell:
        checked = collect_all(
            found,
            folder,
            registry,
            profile,
            read=read_input,
            previous=previous_year(previous, registry.find_form),
            registers=read_registers(registers) if registers else (),
            progress=tell,
        )
    say([Line(f"  {each.verdict.words}  {each.agency.name or each.path}") for each in checked])
    say([summary_text(checked)])
    click.echo(str(_("状态一览：{path}", path=output / STATUS_PAGE)))
    click.echo(str(_("校核意见：{path}", path=output / FINDINGS_FOLDER)))
    if any(not each.blocks for each in checked):
        click.echo(str(_("年度报告：{path}", path=output / REPORTS_FOLDER)))
    return int(strict and any(each.blocks for each in checked))
