"""``nianbao update``: a new program or pack is taken only when it is known whose state it changes."""

from __future__ import annotations

import click

from nianbao.language import Domain, visible

_ = Domain("nianbao")


@click.command(help=str(_("程序或规则包更新以后：先看谁的结论会变，再决定采用。")))
@click.option("--accept", is_flag=True, help=str(_("采用现在装的程序和规则包，按它重新校核。")))
def update(accept: bool) -> int:
    """Show what a new program or pack changes, or take it."""
    from nianbao.campaigns.commands import update as update_campaign
    from nianbao.cli.campaign_words import open_campaign, say_what_was_noticed

    campaign = open_campaign()
    changes = update_campaign(campaign, accept=accept)
    say_what_was_noticed(campaign)
    for name, former, now in changes:
        click.echo(f"  {visible(name)}: {former} → {now}")
    if not changes:
        click.echo(str(_("没有单位的结论会变。")))
    click.echo(str(_("已经采用。") if accept else _("要采用的，运行 nianbao update --accept。")))
    return 0
