"""``nianbao distribute``: a roster becomes workbooks."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from nianbao.cli.shared import PATH, YEAR, existing_file, form_for, load_registry, progress
from nianbao.errors import UsageError
from nianbao.language import Domain, listed

_ = Domain("nianbao")


def _question_year(year: int, *, force: bool) -> None:
    """Refuse a year that is still to come, unless it is meant: it would be locked into every workbook."""
    latest = datetime.datetime.now().astimezone().year + 1
    if year > latest and not force:
        raise UsageError(
            _(
                "报告年度 {year} 还没有到（今年是 {now} 年）：请核对；确实要这一年的，请加 --force。",
                year=year,
                now=latest - 1,
            )
        )


@click.command(help=str(_("按名单（CSV 或 Excel，须有“单位名称”一列）为每个单位生成锁定的表格和一份清单。")))
@click.argument("roster", type=PATH, required=False, metavar=str(_("名单")))
@click.option("--year", type=YEAR, help=str(_("报告年度。")))
@click.option("--form", "form_id", help=str(_("表单编号；不写则取适用于该年度的表单。")))
@click.option("--previous", type=PATH, help=str(_("放着上年表格或 JSON 的文件夹。")))
@click.option("-o", "--output", type=PATH, help=str(_("输出文件夹；在年报工作文件夹里，名单、年度和它都不必写。")))
@click.option(
    "--generic",
    is_flag=True,
    help=str(_("只做一份通用的表格：单位在封面的下拉框中选自己（在年报工作文件夹里用）。")),
)
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def distribute(
    roster: Path | None,
    year: int | None,
    form_id: str | None,
    previous: Path | None,
    output: Path | None,
    generic: bool,
    force: bool,
) -> int:
    """Write one workbook for each agency of the roster."""
    if roster is None and output is None:
        return _in_campaign(generic=generic)
    if generic:
        raise UsageError(_("--generic 只在年报工作文件夹里用；单做一份空表，请用 nianbao template。"))
    for value, name in ((roster, "roster"), (year, "year"), (output, "output")):
        if value is None:
            context = click.get_current_context()
            parameter = next(candidate for candidate in context.command.params if candidate.name == name)
            raise click.MissingParameter(ctx=context, param=parameter)
    assert roster is not None and year is not None and output is not None
    return _without_campaign(roster, year, form_id, previous, output, force=force)


def _in_campaign(*, generic: bool) -> int:
    """Distribute inside a campaign: roster, year and folder are its own."""
    from nianbao.campaigns.commands import distribute as send_out
    from nianbao.cli.campaign_words import open_campaign, say_what_was_noticed

    campaign = open_campaign()
    distributed = send_out(campaign, generic=generic)
    say_what_was_noticed(campaign)
    folder = campaign.folder.sent
    if distributed.generic is not None:
        made = _("做好了通用表格 {path}，各单位在封面上选自己的名称。", path=distributed.generic)
        filled = _("{path} 里已经有人填写，没有动。", path=distributed.generic)
        kept = _("通用表格 {path} 已经做好，没有变化。", path=distributed.generic)
        click.echo(str(filled if distributed.filled else made if distributed.made else kept))
        return 0
    click.echo(
        str(
            _.plural(
                "新做了 {count} 份表格，放在 {folder}；发给谁、电话多少见 发出清单.xlsx。",
                distributed.made,
                folder=folder,
            )
        )
    )
    if distributed.filled:
        click.echo(str(_.plural("另有 {count} 个单位的表格已经有人填写，没有动：{names}", len(distributed.filled),
                                names=listed(distributed.filled))), err=True)  # fmt: skip
    return 0


def _without_campaign(
    roster: Path, year: int, form_id: str | None, previous: Path | None, output: Path, *, force: bool
) -> int:
    from nianbao.campaigns.results.distribute import distribute as write_all
    from nianbao.files.output_folder import OutputFolder
    from nianbao.intake.previous import PreviousYear
    from nianbao.intake.roster import read_roster
    from nianbao.plugins.usable_form import require_usable

    _question_year(year, force=force)
    registry = load_registry()
    form = form_for(registry, form_id, year)
    require_usable(registry, form.id)
    agencies = read_roster(existing_file(roster))
    former = PreviousYear(previous, registry.find_form) if previous else None
    with (
        OutputFolder(output, holds="distribute", force=force) as folder,
        progress(str(_("生成表格")), len(agencies)) as tell,
    ):
        done = write_all(form, year, agencies, folder, previous=former, progress=tell)
    count = len(agencies) - len(done.filled)
    click.echo(
        str(_.plural("已为 {count} 个单位生成 {year} 年度的表格，放在 {folder}。", count, year=year, folder=output))
    )
    if done.filled:
        click.echo(
            str(
                _.plural(
                    "另有 {count} 个单位的表格已经有人填写，没有动：{names}",
                    len(done.filled),
                    names=listed(done.filled),
                )
            ),
            err=True,
        )
    if former is not None and done.without:
        click.echo(
            str(
                _.plural(
                    "其中 {count} 个单位没有找到上年的数据，“上年结转”没有预填：{names}",
                    len(done.without),
                    names=listed(done.without[:10]),
                )
            ),
            err=True,
        )
    for path in former.unreadable if former else ():
        click.echo(str(_("上年的文件 {path} 读不了，已跳过。", path=path)), err=True)
    return 0
