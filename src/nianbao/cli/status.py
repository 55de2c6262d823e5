"""``nianbao status``: the state of every unit, and what is to be done today."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("各单位到了哪一步、今天要做什么；读入状态一览里的处理意见，重写状态一览。")))
@click.option("--units", is_flag=True, help=str(_("逐个列出单位。")))
def status(units: bool) -> int:
    """Show the status of the campaign."""
    from nianbao.campaigns.commands import show_status
    from nianbao.campaigns.folder import require_ledger
    from nianbao.cli.campaign_words import open_campaign, say_status, say_units, say_what_was_noticed
    from nianbao.cli.results_words import say_last_results

    folder = require_ledger(Path.cwd())
    if folder.has_results:
        say_last_results(folder.root)
        return 0
    campaign = open_campaign()
    show_status(campaign)
    say_what_was_noticed(campaign)
    if units:
        say_units(campaign)
    say_status(campaign)
    return 0
