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
@click.argument("first", type=PATH, metavar=str(_("甲")))
@click.argument("second", type=PATH, metavar=str(_("乙")))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=str(_("输出格式，默认为文字。")))
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件；不写则输出到屏幕。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def compare(first: Path, second: Path, form: str, output: Path | None, force: bool) -> int:
    """Print or write what differs; 1 where anything does."""
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
