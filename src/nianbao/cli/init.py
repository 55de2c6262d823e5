"""``nianbao init``: the folder of a campaign."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.shared import PATH, YEAR, load_registry
from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("建立一次年报工作的文件夹：名单、收件、发出、设置和台账。")))
@click.argument("folder", type=PATH, metavar=str(_("文件夹")))
@click.option("--year", type=YEAR, help=str(_("报告年度；不写则按现在的日期。")))
@click.option("--form", "form_id", help=str(_("表单编号；不写则取适用于该年度的表单。")))
@click.option("--from", "last", type=PATH, help=str(_("上一年的年报工作文件夹：沿用名单、设置和上年数据。")))
def init(folder: Path, year: int | None, form_id: str | None, last: Path | None) -> int:
    """Make a campaign."""
    from nianbao.campaigns.initialising import initialise
    from nianbao.cli.campaign_words import say_what_was_noticed

    campaign = initialise(folder, year=year, form_id=form_id, last=last, registry=load_registry())
    say_what_was_noticed(campaign)
    click.echo(str(_("{year} 年度的年报工作建好了：{folder}", year=campaign.year, folder=campaign.folder.root)))
    click.echo(str(_("接下来：填好 {roster}，看一下 nianbao.toml，再在这个文件夹里运行 nianbao distribute。",
                     roster=campaign.folder.roster.name)))  # fmt: skip
    return 0
