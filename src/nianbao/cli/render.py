"""``nianbao render``: the published text of a file that passes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from nianbao.cli.report_options import is_typed, report_options
from nianbao.cli.shared import PATH, existing_file, load_registry, read_input, say, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.reports.report import Report
    from nianbao.reports.report_style import HtmlPage, ReportStyle, WordOptions

_ = Domain("nianbao")
_DEFAULT = "md"
FORMATS = ("txt", "md", "html", "docx", "pdf", "json")
_OFFICE_FORMATS = ("docx", "pdf")


@click.command(help=str(_("把通过校核的表格写成年度报告；有阻碍发布的问题时拒绝，--draft 除外（标明草稿）。")))
@click.argument("file", type=PATH, metavar=str(_("文件")))
@click.option("--to", type=click.Choice(FORMATS), help=str(_("输出格式；不写则看输出文件的后缀，否则为 md。")))
@click.option("--template", type=PATH, help=str(_("自备的模板：Jinja 文字模板，或者 Word 模板（.docx）。")))
@click.option("--fragment", is_flag=True, help=str(_("只出网页正文，供粘贴到网站后台（html）。")))
@click.option(
    "--no-title", is_flag=True, help=str(_("正文里不写题目，网站后台另有标题栏时用（和 --fragment 一起）。"))
)
@report_options
@click.option("--sign-off", is_flag=True, help=str(_("出审签稿，附审签栏，供审批，不公布（docx、pdf）。")))
@click.option("--draft", is_flag=True, help=str(_("不论校核结果，先出草稿。")))
@click.option(
    "--bundle", is_flag=True, help=str(_("出整套发布文件（docx、html、txt、json 和校验值），写入 -o 文件夹。"))
)
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件（--bundle 时为文件夹）；不写则输出到屏幕。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def render(
    file: Path,
    to: str | None,
    template: Path | None,
    fragment: bool,
    no_title: bool,
    report_style: ReportStyle,
    sign_off: bool,
    draft: bool,
    bundle: bool,
    output: Path | None,
    force: bool,
) -> int:
    """Check, compose and render; 1 when something blocks and no draft was asked for."""
    from nianbao.files.outputs import write_output
    from nianbao.reports.render import render as render_report

    page = replace(report_style.page, fragment=fragment, title=not no_title)
    word = replace(report_style.word, sign_off=sign_off)
    style = replace(report_style, page=page, word=word)
    if bundle:
        _require_alone(to, template, output, sign_off=sign_off, fragment=fragment, draft=draft)
        asked = None
    else:
        asked = _format(to, template, output)
        _require_sense(asked, page, word)
    registry = load_registry()
    report = _report(file, registry, style, draft=draft)
    if report is None:
        return 1
    folders = registry.template_folders(report.submission.form.id, style.name)
    if asked is None and output is not None:
        _write_bundle(report, folders, style, registry, output, force=force)
        return 0
    made = render_report(
        report,
        asked or _DEFAULT,
        folders,
        filters=registry.filters,
        template=existing_file(template) if template else None,
        page=page,
        word=word,
    )
    if output is None:
        say_bytes(made)
    else:
        write_output(output, made, force=force)
        click.echo(str(_("已生成 {path}", path=output)), err=True)
    return 0


def _report(file: Path, registry: PluginRegistry, style: ReportStyle, *, draft: bool) -> Report | None:
    """Check a file and compose its report; ``None``, with the reason said, where there is none to be had."""
    from nianbao.checks.checked_file import check_bytes
    from nianbao.cli.configuration import load_profile
    from nianbao.reports.compose import compose

    checked = check_bytes(
        read_input(file), str(file), registry.find_form, registry.rules_for, profile=load_profile(registry)
    )
    if checked.submission is None or checked.form is None or (checked.blocks and not draft):
        _refuse(checked)
        return None
    form_folder = registry.form_folders[checked.form.id].folder
    return compose(checked.submission, form_folder, draft=checked.blocks, house_style=style.house)


def _require_alone(
    to: str | None, template: Path | None, output: Path | None, *, sign_off: bool, fragment: bool, draft: bool
) -> None:
    """Refuse what a bundle leaves no room for."""
    if output is None:
        raise UsageError(_("--bundle 要用 -o 给出写入的文件夹。"))
    if to or template or sign_off or fragment or draft:
        raise UsageError(
            _("--bundle 出的是整套发布文件，不能和 --to、--template、--sign-off、--fragment、--draft 一起用。")
        )


def _write_bundle(
    report: Report,
    folders: tuple[Path, ...],
    style: ReportStyle,
    registry: PluginRegistry,
    output: Path,
    *,
    force: bool,
) -> None:
    """Write a bundle into a folder of its own below the output folder, so that many go side by side."""
    from nianbao.files.outputs import OutputFolder
    from nianbao.reports.publication import bundle_name, publication
    from nianbao.version import __version__

    folder = OutputFolder(output / bundle_name(report), force=force)
    for name, data in publication(report, folders, style, filters=registry.filters):
        folder.write(name, data)
    folder.finish({"written_by": f"nianbao {__version__}"})
    click.echo(str(_("已生成 {path}", path=folder.root)), err=True)


def _format(to: str | None, template: Path | None, output: Path | None) -> str:
    """Give the format that was asked for, or that output and template tell; what does not go together is refused."""
    word = template is not None and template.suffix.lower() == ".docx"
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    asked = to or (suffix if suffix in FORMATS else "docx" if word else _DEFAULT)
    if template is not None and asked == "json":
        raise UsageError(_("--template 不能和 json 格式一起用。"))
    if template is not None and word != (asked in _OFFICE_FORMATS):
        raise UsageError(_("docx、pdf 格式要用 Word 模板（.docx），其他格式要用 Jinja 文字模板。"))
    if asked in _OFFICE_FORMATS and output is None and sys.stdout.isatty():
        raise UsageError(_("{format} 不能显示在屏幕上，请用 -o 写入文件。", format=asked))
    return asked


def _require_sense(to: str, page: HtmlPage, word: WordOptions) -> None:
    """Refuse options that would change nothing; those that a configuration sets are for the formats they fit."""
    if to not in _OFFICE_FORMATS and (word.sign_off or (word.plain_fonts and is_typed("plain_fonts"))):
        raise UsageError(_("--plain-fonts 和 --sign-off 只用于 docx、pdf 格式，请加 --to docx。"))
    if to != "html" and (page.fragment or (page.picture and is_typed("picture"))):
        raise UsageError(_("--fragment 和 --picture 只用于 html 格式，请加 --to html。"))
    if not page.title and not page.fragment:
        raise UsageError(_("--no-title 要和 --fragment 一起用；整页必须有题目。"))


def _refuse(checked: CheckedFile) -> None:
    """Say why there is no report."""
    from nianbao.formatters.findings_text import findings_text

    say(findings_text(checked), err=True)
    if checked.submission is not None:
        click.echo(str(_("没有通过校核，不能生成报告；要先看样子，请加 --draft。")), err=True)
    else:
        click.echo(str(_("文件读不出可信的数据，不能生成报告。")), err=True)
