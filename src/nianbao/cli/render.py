"""``nianbao render``: the published text of a file that passes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from nianbao.cli.checking_options import context_options
from nianbao.cli.configured import office_with
from nianbao.cli.report_options import is_typed, report_options
from nianbao.cli.shared import PATH, existing_file, load_registry, read_input, say, say_bytes, say_notices
from nianbao.errors import UsageError
from nianbao.language import Domain, listed
from nianbao.reports.report_formats import FORMATS, OFFICE_FORMATS

if TYPE_CHECKING:
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.reports.publication import Draft, Publication
    from nianbao.reports.report_style import HtmlPage, ReportStyle, WordOptions

_ = Domain("nianbao")
_DEFAULT = "md"
_MEANT = {"doc": "docx", "wps": "docx", "docm": "docx", "rtf": "docx", "htm": "html", "xhtml": "html", "markdown": "md",
          "text": "txt"}  # fmt: skip
"""Suffixes that people write, and the format that they most likely mean."""


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
@context_options
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
    **decided: Any,
) -> int:
    """Check, compose and render; 1 when something keeps it from being published and no draft was asked for."""
    from nianbao.checks.checker import Checker
    from nianbao.checks.gate import draft as draft_of
    from nianbao.checks.gate import publishable
    from nianbao.files.outputs import write_output
    from nianbao.reports.render import render as render_report

    page = replace(report_style.page, fragment=fragment, title=not no_title)
    word = replace(report_style.word, sign_off=sign_off)
    if bundle:
        _require_alone(to, template, output, sign_off=sign_off, fragment=fragment, draft=draft)
        format_name = _DEFAULT
    else:
        format_name = _format(to, template, output)
        _require_sense(format_name, page, word)
    draft = draft or _makes_drafts_only(bundle=bundle)
    office = office_with(report_style=replace(report_style, page=page, word=word), **decided)
    checked = Checker(load_registry(), office).check(str(file), read_input(file))
    say_notices(checked.reading.notices, set())
    printable: Publication | Draft | None = draft_of(checked) if draft else publishable(checked)
    if printable is None:
        _refuse(checked)
        return 1
    if bundle and output is not None and not draft:
        _write_bundle(printable, output, force=force)
        return 0
    rendered = render_report(printable, format_name, template=existing_file(template) if template else None)
    if output is None:
        say_bytes(rendered)
    else:
        write_output(output, rendered, force=force)
        click.echo(str(_("已生成 {path}", path=output)), err=True)
    return 0


def _makes_drafts_only(*, bundle: bool) -> bool:
    """Return whether the working directory is inside a campaign's folder, where reports are published by its own way."""
    from nianbao.campaigns.folder import find_campaign

    if find_campaign(Path.cwd()) is None:
        return False
    if bundle:
        raise UsageError(_("在年报工作文件夹里，整套发布文件由 nianbao publish 出（审签、版本和台账都在那里）。"))
    click.echo(str(_("在年报工作文件夹里，render 只出草稿；正式发布用 nianbao publish。")), err=True)
    return True


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


def _write_bundle(publication: Any, output: Path, *, force: bool) -> None:
    """Write a bundle into a folder of its own below the output folder, so that there can be many side by side."""
    from nianbao.files.output_folder import OutputFolder
    from nianbao.reports.bundle import bundle_files, bundle_name

    files = bundle_files(publication)
    agency = publication.agency
    unit = {"code": agency.code, "name": agency.name}
    # A folder is named by code and title, which units write themselves: the manifest shows whose bundle
    # it is.
    with OutputFolder(output / bundle_name(publication), holds="report", force=force) as folder:
        folder.require_own()
        former: Any = folder.facts.get("unit")
        if former not in (None, unit):
            raise UsageError(
                _(
                    "{folder} 里是另一个单位（{former}）的发布文件，不能覆盖：请换一个输出文件夹。",
                    folder=folder.root,
                    former=listed(
                        str(report)
                        for report in (former.values() if isinstance(former, dict) else (former,))
                        if report
                    ),
                )
            )
        folder.write_all(files)
        facts: dict[str, object] = {"unit": unit}
        if publication.configuration is not None:
            facts["configuration"] = {"sha256": publication.configuration}
        folder.finish(facts)
        click.echo(str(_("已生成 {path}", path=folder.root)), err=True)


def _format(to: str | None, template: Path | None, output: Path | None) -> str:
    """Return the requested format, or the one that output and template imply; refuse contradictions."""
    word = template is not None and template.suffix.lower() == ".docx"
    # A suffix that is no format is refused: figures.xls with Markdown in it would look broken when opened.
    suffix = output.suffix.removeprefix(".").lower() if output else ""
    if output is not None and (template is None or word) and not _is_device(output):
        _require_suffix(output, suffix, to if not word else to or ("pdf" if suffix == "pdf" else "docx"))
    format_name = to or (suffix if suffix in FORMATS else "docx" if word else _DEFAULT)
    if template is not None and format_name == "json":
        raise UsageError(_("--template 不能和 json 格式一起用。"))
    if template is not None and word != (format_name in OFFICE_FORMATS):
        raise UsageError(_("docx、pdf 格式要用 Word 模板（.docx），其他格式要用 Jinja 文字模板。"))
    if format_name in OFFICE_FORMATS and output is None and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(_("{format} 不能显示在屏幕上，请用 -o 写入文件。", format=format_name))
    return format_name


def _require_suffix(output: Path, suffix: str, to: str | None) -> None:
    """Refuse a file name with the suffix of another format, or none: it would open in the wrong program."""
    meant_format = to or _MEANT.get(suffix)
    if suffix == to or (to is None and suffix in FORMATS):
        return
    if meant_format is None:
        raise UsageError(
            _("看不出 {path} 要写成什么格式：后缀可用 {suffixes}，例如 {example}。",
              path=output, suffixes=listed(f".{suffix_of_format}" for suffix_of_format in FORMATS), example=output.with_suffix(".docx").name)
        )  # fmt: skip
    raise UsageError(
        _("{path} 的后缀不对：{format} 格式的文件名应为 {example}。",
          path=output, format=meant_format, example=output.with_suffix(f".{meant_format}").name)
    )  # fmt: skip


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _require_sense(to: str, page: HtmlPage, word: WordOptions) -> None:
    """Refuse options that would change nothing; those that a configuration sets are for the formats they fit."""
    if to not in OFFICE_FORMATS and (word.sign_off or (word.plain_fonts and is_typed("plain_fonts"))):
        raise UsageError(_("--plain-fonts 和 --sign-off 只用于 docx、pdf 格式，请加 --to docx。"))
    if to != "html" and (page.fragment or (page.picture and is_typed("picture"))):
        raise UsageError(_("--fragment 和 --picture 只用于 html 格式，请加 --to html。"))
    if not page.title and not page.fragment:
        raise UsageError(_("--no-title 要和 --fragment 一起用；整页必须有题目。"))


def _refuse(checked: CheckedFile) -> None:
    """Print why there is no report."""
    from nianbao.formatters.conditions_words import conditions_words
    from nianbao.formatters.findings_text import Line, findings_text

    say(findings_text(checked), err=True)
    say((Line(str(text), "dim") for text in conditions_words(checked.conditions)), err=True)
    if checked.submission is None:
        click.echo(str(_("文件读不出可信的数据，不能生成报告。")), err=True)
    elif checked.blocks:
        click.echo(str(_("没有通过校核，不能生成报告；要先看样子，请加 --draft。")), err=True)
    else:
        click.echo(str(_("这样校核不能出报告，原因见上；要先看样子，请加 --draft。")), err=True)
