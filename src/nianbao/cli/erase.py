"""``nianbao erase``: what must not be kept is removed for good."""

from __future__ import annotations

import click

from nianbao.language import Domain, listed, visible

_ = Domain("nianbao")


@click.command(
    help=str(
        _("销毁一个误收的文件（涉密、个人信息）：收件、档案、台账里的内容一并去掉，只留校验值、理由和批准人。")
    )
)
@click.argument("file", metavar=str(_("文件")))
@click.option("--reason", required=True, help=str(_("理由。")))
@click.option("--authority", required=True, help=str(_("批准人。")))
def erase(file: str, reason: str, authority: str) -> int:
    """Erase a file."""
    from nianbao.campaigns.commands import erase as erase_file
    from nianbao.campaigns.results.erasing import erase_result
    from nianbao.cli.campaign_words import open_ledger, say_what_was_noticed

    campaign = open_ledger()
    erase_it = erase_result if campaign.folder.has_results else erase_file
    places = erase_it(campaign, file, reason=reason, authority=authority)
    say_what_was_noticed(campaign)
    click.echo(
        str(_("已销毁：{places}。别处的备份和发出去的邮件，请自行处理。", places=listed(map(visible, places))))
    )
    return 0
