"""``nianbao publish``: what passes and is approved is released; what waits for approval gets its version to sign."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.errors import UsageError
from nianbao.language import Domain, visible

_ = Domain("nianbao")


@click.command(help=str(_("发布：通过的（要求审签的，审签过的）单位出整套发布文件；等审签的，出审签稿和审签单。")))
@click.option(
    "--signed", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=str(_("文件")),
    help=str(_("填好的审签单，不在“审签”文件夹里时用。")),
)  # fmt: skip
@click.option(
    "--again", multiple=True, metavar=str(_("单位")), help=str(_("撤下过、内容没有变的单位，照原样重新发布。"))
)
@click.option("--withdraw", metavar=str(_("单位")), help=str(_("撤下这个单位已发布的报告（代码或名称）。")))
@click.option("--reason", metavar=str(_("理由")), help=str(_("撤下的理由。")))
@click.option("--authority", metavar=str(_("批准人")), help=str(_("谁批准撤下。")))
def publish(
    signed: Path | None, again: tuple[str, ...], withdraw: str | None, reason: str | None, authority: str | None
) -> int:
    """Publish what may be, or take one back."""
    from nianbao.campaigns.commands import publish as publish_campaign
    from nianbao.campaigns.commands import withdraw as withdraw_from_campaign
    from nianbao.cli.campaign_words import open_campaign, say_status, say_what_was_noticed

    campaign = open_campaign()
    if withdraw is not None:
        if not reason or not authority:
            raise UsageError(_("撤下要写明 --reason 理由和 --authority 批准人。"))
        withdraw_from_campaign(campaign, withdraw, reason=reason, authority=authority)
        say_what_was_noticed(campaign)
        click.echo(str(_("已撤下 {unit}：网站上的请同时撤下。", unit=visible(withdraw))))
        return 0
    published = publish_campaign(campaign, signed=signed, again=again)
    say_what_was_noticed(campaign)
    for name, version in published.units:
        click.echo(str(_("  已发布  {unit}（第{version}版）", unit=visible(name), version=version)))
    click.echo(str(_.plural("发布 {count} 个单位。", len(published.units))))
    if published.waiting:
        click.echo(
            str(_("等审签的 {count} 个：{path}", count=published.waiting, path=campaign.folder.signing_list))
        )
    say_status(campaign)
    return 0
