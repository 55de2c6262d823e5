"""``nianbao audit``: ledger, archive and files compared with each other."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.shared import PATH
from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("核对台账、档案和发出、退回的文件：谁改过、少了什么，一一指出。")))
@click.option("--rebuild", is_flag=True, help=str(_("按台账重建现况表。")))
@click.option(
    "--against", type=PATH, multiple=True, help=str(_("与一份带台账号的函件、退回的表格或状态页核对，可以写几次。"))
)
@click.option("--moved", help=str(_("文件夹是恢复或拷贝来的，写明理由后从这里继续。")))
def audit(rebuild: bool, against: tuple[Path, ...], moved: str | None) -> int:
    """Audit the campaign."""
    from nianbao.campaigns.commands import audit as audit_campaign
    from nianbao.cli.campaign_words import open_ledger, say_what_was_noticed

    campaign = open_ledger()
    result = audit_campaign(campaign, against, rebuild=rebuild, moved_because=moved)
    say_what_was_noticed(campaign)
    for trouble in result.troubles:
        click.echo(str(trouble))
    click.echo(str(_("台账 {events} 条，档案 {blobs} 份，到 {head} 为止。", events=result.events, blobs=result.blobs,
                     head=campaign.ledger.short_head)))  # fmt: skip
    if result.unnamed:
        click.echo(str(_("档案里有 {count} 份台账没有提到的（中断时留下的），不影响。", count=result.unnamed)))
    if not result.troubles:
        click.echo(
            str(_("没有发现问题。有人把台账和档案整个重写，只有拿函件上的台账号核对（--against）才看得出来。"))
        )
    return int(bool(result.troubles))
