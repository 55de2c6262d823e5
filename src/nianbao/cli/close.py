"""``nianbao close``: the archive package of a campaign that is done."""

from __future__ import annotations

import click

from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("办结：写出档案包（台账、收到和退回的文件、核对方法），此后不再收件。")))
@click.option("--reopen", help=str(_("办结以后又要继续的，写明理由。")))
def close(reopen: str | None) -> int:
    """Close the campaign, or go on with it."""
    from nianbao.campaigns.commands import close as close_campaign
    from nianbao.campaigns.commands import reopen as reopen_campaign
    from nianbao.cli.campaign_words import open_campaign, say_what_was_noticed

    campaign = open_campaign()
    if reopen is not None:
        reopen_campaign(campaign, reopen)
        click.echo(str(_("可以继续收件了。")))
        return 0
    path = close_campaign(campaign)
    say_what_was_noticed(campaign)
    click.echo(
        str(_("档案包：{path}。台账号 {head}，请记在办结的文件上。", path=path, head=campaign.ledger.short_head))
    )
    return 0
