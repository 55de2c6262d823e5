"""``nianbao consolidate``: the district's figures, with the source of each."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.language import Domain, visible

_ = Domain("nianbao")


@click.command(help=str(_("汇总：通过的单位逐项相加，写出汇总表、每个数字的来源、本级报表和年报素材。")))
@click.option(
    "--agency", metavar=str(_("名称")), help=str(_("本级名称，如 某某区人民政府；不写时用 [campaign] 的 office。"))
)
@click.option("--code", metavar=str(_("代码")), help=str(_("本级代码。")))
@click.option(
    "--previous", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=str(_("文件")),
    help=str(_("上年的本级数据（汇总文件夹里的 本级数据.json 或报表），列出增减。")),
)  # fmt: skip
def consolidate(agency: str | None, code: str | None, previous: Path | None) -> int:
    """Sum up the campaign."""
    from nianbao.campaigns.commands import consolidate as consolidate_campaign
    from nianbao.campaigns.consolidation.sum_findings import sum_findings
    from nianbao.cli.campaign_words import open_campaign, say_what_was_noticed

    campaign = open_campaign()
    consolidated = consolidate_campaign(campaign, agency=agency, code=code, previous=previous)
    say_what_was_noticed(campaign)
    findings = list(sum_findings(consolidated.district))
    for finding in findings:
        click.echo(f"{finding.severity.words}  {finding.message}  [{finding.code}]", err=True)
    counted, excluded = len(consolidated.district.contributions), len(consolidated.district.exclusions)
    click.echo(str(_("计入 {counted} 个单位，没有计入 {excluded} 个。", counted=counted, excluded=excluded)))
    if consolidated.again:
        click.echo(str(_("与上一次汇总（第 {version} 版）相同。", version=consolidated.version)))
    for name in consolidated.files:
        click.echo(f"  {visible(str(campaign.folder.root / name))}")
    return int(any(finding.blocks for finding in findings))
