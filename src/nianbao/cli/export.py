"""``nianbao export``: the campaign as data that an independent program can verify."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nianbao.language import Domain

_ = Domain("nianbao")
_PROGRAM = "verify_export.py"


@click.command(
    help=str(
        _(
            "导出：台账、计入汇总的各单位数字和汇总结果写成一个 JSON；旁边的 verify_export.py 用普通 Python 就能核对。"
        )
    )
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=str(_("写入的文件；不写则输出到屏幕。"))
)
@click.option("--schema", is_flag=True, help=str(_("只输出它的 JSON Schema。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def export(output: Path | None, schema: bool, force: bool) -> int:
    """Export the campaign."""
    import msgspec

    from nianbao.campaigns import exporting
    from nianbao.cli.shared import say_bytes

    if schema:
        click.echo(json.dumps(exporting.export_schema(), ensure_ascii=False, indent=2))
        return 0
    from nianbao.campaigns.commands import export_campaign
    from nianbao.cli.campaign_words import open_ledger, say_what_was_noticed
    from nianbao.files.outputs import write_output

    campaign = open_ledger()
    data = msgspec.json.format(msgspec.json.encode(export_campaign(campaign)), indent=1) + b"\n"
    say_what_was_noticed(campaign)
    if output is None:
        say_bytes([data])
        return 0
    write_output(output, [data], force=force)
    write_output(output.parent / _PROGRAM, [exporting.verifying_program()], force=force)
    click.echo(
        str(_("已写入 {path}；核对：python {program} {path}", path=output, program=output.parent / _PROGRAM))
    )
    return 0
