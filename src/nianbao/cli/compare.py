"""``nianbao compare``: two of workbook, data and report, figure by figure and sentence by sentence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.shared import PATH, load_registry, read_input, say_bytes
from nianbao.errors import UnreadableError, UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.plugins.registry import PluginRegistry
    from nianbao.submissions.submission import Submission

_ = Domain("nianbao")
FORMATS = ("text", "json", "html")


@click.command(help=str(_("逐个数字、逐句比对两份材料（表格、JSON 或报告）。退出码：0 相同，1 不同，2 用法不对。")))
@click.argument("first", type=PATH, required=False, metavar=str(_("甲")))
@click.argument("second", type=PATH, required=False, metavar=str(_("乙")))
@click.option(
    "--live",
    type=PATH,
    metavar=str(_("文件夹")),
    help=str(_("在年报工作文件夹里：存下来的网页放在这个文件夹，与已发布的逐个单位比对。")),
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=str(_("输出格式，默认为文字。")))
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件；不写则输出到屏幕。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def compare(
    first: Path | None, second: Path | None, live: Path | None, form: str, output: Path | None, force: bool
) -> int:
    """Print or write what differs; 1 where anything does."""
    if live is not None:
        if first is not None:
            raise UsageError(_("--live 和两份材料不能一起给。"))
        return _compare_live(live, output, force=force)
    if first is None or second is None:
        raise UsageError(_("要给出两份材料；在年报工作文件夹里也可以用 --live 文件夹。"))
    from nianbao.checks.comparison import compare_printed, printed
    from nianbao.files.outputs import write_output
    from nianbao.formatters.comparison_formats import comparison_html, comparison_json, comparison_text

    registry = load_registry()
    first_submission, second_submission = (_submission(registry, path) for path in (first, second))
    prints = [
        printed(submission, registry.registered_form(submission.form.id).sentences)
        for submission in (first_submission, second_submission)
    ]
    comparison = compare_printed(first_submission, second_submission, *prints)
    names = str(first), str(second)
    if form == "json":
        data = comparison_json(comparison, names)
    elif form == "html":
        data = comparison_html(comparison, names)
    else:
        data = comparison_text(comparison, names).encode()
    if output is None:
        say_bytes(data)
    else:
        write_output(output, data, force=force)
    return int(not comparison.same)


def _compare_live(folder: Path, output: Path | None, *, force: bool) -> int:
    """Compare saved pages with all that the campaign has published."""
    from nianbao.campaigns.commands import compare_with_live_pages
    from nianbao.campaigns.publishing.live_pages import live_page_words
    from nianbao.cli.campaign_words import open_campaign
    from nianbao.files.outputs import write_output
    from nianbao.formatters.comparison_formats import comparison_text

    if not folder.is_dir():
        raise UsageError(_("找不到文件夹 {path}：请检查路径。", path=folder))
    pages = compare_with_live_pages(open_campaign(), folder)
    lines = [live_page_words(page) for page in pages]
    for page in pages:
        if page.comparison is not None and not page.agrees:
            approved = str(_("{unit}（批准的）", unit=page.unit))
            lines += ["", comparison_text(page.comparison, (approved, page.page)).rstrip()]
    data = ("\n".join(lines) + "\n").encode()
    if output is None:
        say_bytes(data)
    else:
        write_output(output, data, force=force)
    return int(not pages or not all(page.agrees for page in pages))


def _submission(registry: PluginRegistry, path: Path) -> Submission:
    """Read one of the two; what could not be read for certain is reported, and compared as blank."""
    from nianbao.intake.read_file import read_bytes

    try:
        reading = read_bytes(read_input(path), path.name, registry.find_form, any_version=True)
    except UnreadableError as error:
        raise UsageError(_("{path} 不能用来比对：{cause}", path=path, cause=error.message)) from error
    if reading.submission is None:
        raise UsageError(_("{path} 不能用来比对：{cause}", path=path, cause=reading.findings[0].message))
    for finding in reading.findings:
        click.echo(f"{path.name}: {finding.message} [{finding.code}]", err=True)
    return reading.submission
