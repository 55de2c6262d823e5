"""``nianbao read``: a workbook as submission JSON."""

from __future__ import annotations

import json
from pathlib import Path

import click

from nianbao.cli.shared import PATH, load_registry, read_input, say, say_bytes, say_notices
from nianbao.language import Domain

_ = Domain("nianbao")


@click.command(help=str(_("把填好的表格、公布的报告读成 JSON 数据。")))
@click.argument("file", type=PATH, metavar=str(_("文件")))
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件；不写则输出到屏幕。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
def read(file: Path, output: Path | None, force: bool) -> int:
    """Print or write the submission JSON; 1 when the workbook cannot be trusted."""
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.checks.settle import settle
    from nianbao.files.outputs import write_output
    from nianbao.formatters.findings_text import findings_text
    from nianbao.intake.read_file import read_file
    from nianbao.office.office import PLAIN
    from nianbao.submissions.submission_json import submission_json

    registry = load_registry()
    reading = read_file(read_input(file), str(file), registry.find_form)
    say_notices(reading.notices, set())
    # The content of a workbook does not depend on any office.
    checked = CheckedFile(reading=reading, findings=settle(reading.findings, reading, PLAIN))
    if checked.submission is None:
        say(findings_text(checked), err=True)
        return 1
    if checked.findings:
        say(findings_text(checked), err=True)
    data = (json.dumps(submission_json(checked.submission), ensure_ascii=False, indent=2) + "\n").encode()
    if output is None:
        say_bytes(data)
    else:
        write_output(output, data, force=force)
    return 0
