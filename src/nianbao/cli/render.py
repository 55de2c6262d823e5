"""``nianbao render``: the published text of a file that passes."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.shared import PATH, existing_file, load_registry, read_input, say, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")
_DEFAULT = "md"
_FORMATS = ("txt", "md", "json")


@click.command(help=str(_("把通过校核的表格写成年度报告；有阻碍发布的问题时拒绝，--draft 除外（标明草稿）。")))
@click.argument("file", type=PATH, metavar=str(_("文件")))
@click.option("--to", type=click.Choice(_FORMATS), help=str(_("输出格式；不写则看输出文件的后缀，否则为 md。")))
@click.option("--template", type=PATH, help=str(_("自备的 Jinja 模板。")))
@click.option("--draft", is_flag=True, help=str(_("不论校核结果，先出草稿。")))
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件；不写则输出到屏幕。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def render(file: Path, to: str | None, template: Path | None, draft: bool, output: Path | None, force: bool) -> int:
    """Check, compose and render; 1 when something blocks and no draft was asked for."""
    from nianbao.checks.checked_file import check_bytes
    from nianbao.checks.findings_text import findings_text
    from nianbao.cli.configuration import load_profile
    from nianbao.outputs import write_output
    from nianbao.reports.compose import compose
    from nianbao.reports.render import render as render_report

    suffix = output.suffix.removeprefix(".").lower() if output else ""
    asked = to or (suffix if suffix in _FORMATS else _DEFAULT)
    if template is not None and asked == "json":
        raise UsageError(_("--template 不能和 json 格式一起用。"))
    registry = load_registry()
    checked = check_bytes(
        read_input(file), str(file), registry.find_form, registry.rules_for, profile=load_profile(registry)
    )
    if checked.submission is None or checked.form is None or (checked.blocks and not draft):
        say(findings_text(checked), err=True)
        click.echo(
            str(
                _("没有通过校核，不能生成报告；要先看样子，请加 --draft。")
                if checked.submission is not None
                else _("文件读不出可信的数据，不能生成报告。")
            ),
            err=True,
        )
        return 1
    folder = registry.form_folders[checked.form.id].folder
    report = compose(checked.submission, folder, draft=checked.blocks)
    data = render_report(
        report,
        asked,
        [folder, registry.styles["standard"]],
        filters=registry.filters,
        template=existing_file(template) if template else None,
    )
    if output is None:
        say_bytes(data)
    else:
        write_output(output, data, force=force)
        click.echo(str(_("已生成 {path}", path=output)), err=True)
    return 0
