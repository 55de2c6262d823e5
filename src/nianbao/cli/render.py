"""``nianbao render``: the published text of a file that passes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.shared import PATH, existing_file, load_registry, read_input, say, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.reports.render import HtmlPage, WordOptions

_ = Domain("nianbao")
_DEFAULT = "md"
_FORMATS = ("txt", "md", "html", "docx", "pdf", "json")
_OFFICE_FORMATS = ("docx", "pdf")


@click.command(help=str(_("把通过校核的表格写成年度报告；有阻碍发布的问题时拒绝，--draft 除外（标明草稿）。")))
@click.argument("file", type=PATH, metavar=str(_("文件")))
@click.option("--to", type=click.Choice(_FORMATS), help=str(_("输出格式；不写则看输出文件的后缀，否则为 md。")))
@click.option("--template", type=PATH, help=str(_("自备的模板：Jinja 文字模板，或者 Word 模板（.docx）。")))
@click.option("--fragment", is_flag=True, help=str(_("只出网页正文，供粘贴到网站后台（html）。")))
@click.option(
    "--no-title", is_flag=True, help=str(_("正文里不写题目，网站后台另有标题栏时用（和 --fragment 一起）。"))
)
@click.option("--picture", is_flag=True, help=str(_("加上全年数据图示：申请人、办理结果、复议诉讼（html）。")))
@click.option(
    "--plain-fonts", is_flag=True, help=str(_("只用电脑上都有的字体：宋体、黑体、楷体、仿宋（docx、pdf）。"))
)
@click.option("--sign-off", is_flag=True, help=str(_("出审签稿，附审签栏，供审批，不公布（docx、pdf）。")))
@click.option("--draft", is_flag=True, help=str(_("不论校核结果，先出草稿。")))
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件；不写则输出到屏幕。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def render(
    file: Path,
    to: str | None,
    template: Path | None,
    fragment: bool,
    no_title: bool,
    picture: bool,
    plain_fonts: bool,
    sign_off: bool,
    draft: bool,
    output: Path | None,
    force: bool,
) -> int:
    """Check, compose and render; 1 when something blocks and no draft was asked for."""
    from nianbao.checks.checked_file import check_bytes
    from nianbao.cli.configuration import load_profile
    from nianbao.outputs import write_output
    from nianbao.reports.compose import compose
    from nianbao.reports.render import render as render_report

    asked = _format(to, template, output)
    page = _page(asked, fragment=fragment, title=not no_title, picture=picture)
    word = _word(asked, plain_fonts=plain_fonts, sign_off=sign_off)
    registry = load_registry()
    checked = check_bytes(
        read_input(file), str(file), registry.find_form, registry.rules_for, profile=load_profile(registry)
    )
    if checked.submission is None or checked.form is None or (checked.blocks and not draft):
        _refuse(checked)
        return 1
    folder = registry.form_folders[checked.form.id].folder
    report = compose(checked.submission, folder, draft=checked.blocks)
    data = render_report(
        report,
        asked,
        [folder, registry.styles["standard"]],
        filters=registry.filters,
        template=existing_file(template) if template else None,
        page=page,
        word=word,
    )
    if output is None:
        say_bytes(data)
    else:
        write_output(output, data, force=force)
        click.echo(str(_("已生成 {path}", path=output)), err=True)
    return 0


def _format(to: str | None, template: Path | None, output: Path | None) -> str:
    """Give the format that was asked for, or that output and template tell; what does not go together is refused."""
    word = template is not None and template.suffix.lower() == ".docx"
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    asked = to or (suffix if suffix in _FORMATS else "docx" if word else _DEFAULT)
    if template is not None and asked == "json":
        raise UsageError(_("--template 不能和 json 格式一起用。"))
    if template is not None and word != (asked in _OFFICE_FORMATS):
        raise UsageError(_("docx、pdf 格式要用 Word 模板（.docx），其他格式要用 Jinja 文字模板。"))
    if asked in _OFFICE_FORMATS and output is None and sys.stdout.isatty():
        raise UsageError(_("{format} 不能显示在屏幕上，请用 -o 写入文件。", format=asked))
    return asked


def _word(to: str, *, plain_fonts: bool, sign_off: bool) -> WordOptions:
    """Give how the Word report is made; options that would change nothing are refused."""
    from nianbao.reports.render import WordOptions

    if to not in _OFFICE_FORMATS and (plain_fonts or sign_off):
        raise UsageError(_("--plain-fonts 和 --sign-off 只用于 docx、pdf 格式，请加 --to docx。"))
    return WordOptions(plain_fonts=plain_fonts, sign_off=sign_off)


def _page(to: str, *, fragment: bool, title: bool, picture: bool) -> HtmlPage:
    """Give what the page consists of; options that would change nothing are refused."""
    from nianbao.reports.render import HtmlPage

    if to != "html" and (fragment or picture):
        raise UsageError(_("--fragment 和 --picture 只用于 html 格式，请加 --to html。"))
    if not title and not fragment:
        raise UsageError(_("--no-title 要和 --fragment 一起用；整页必须有题目。"))
    return HtmlPage(fragment=fragment, title=title, picture=picture)


def _refuse(checked: CheckedFile) -> None:
    """Say why there is no report."""
    from nianbao.checks.findings_text import findings_text

    say(findings_text(checked), err=True)
    if checked.submission is not None:
        click.echo(str(_("没有通过校核，不能生成报告；要先看样子，请加 --draft。")), err=True)
    else:
        click.echo(str(_("文件读不出可信的数据，不能生成报告。")), err=True)
