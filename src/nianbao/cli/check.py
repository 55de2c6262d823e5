"""``nianbao check``: findings over files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from nianbao.cli.check_output import FORMATS, find_output, show_findings
from nianbao.cli.checking_options import IGNORE, JOBS, SELECT, context_options
from nianbao.cli.configured import office_with
from nianbao.cli.shared import PATH, existing_file, load_registry, make_registry, progress_of, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

_ = Domain("nianbao")
READER = click.option(
    "--reader",
    type=click.Choice(["fast", "openpyxl"]),
    default="fast",
    help=str(_("用哪个读取器读表格：fast 快，openpyxl 慢，用来互相核对。")),
)


@click.command(help=str(_("校核一个或多个表格、JSON 数据或报告。退出码：0 没有阻碍发布的问题，1 有，2 用法不对。")))
@click.argument("files", nargs=-1, type=PATH, metavar=str(_("文件...")))
@context_options
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=str(_("输出格式，默认为文字。")),
)
@SELECT
@IGNORE
@JOBS
@READER
@click.option(
    "-o",
    "--output",
    type=click.Path(),  # a Path would lose the slash that marks a folder
    help=str(_("写入的文件；不写则输出到屏幕。html 格式也可以给文件夹（以 / 结尾），每个表格一页。")),
)
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
@click.option("--schema", is_flag=True, help=str(_("显示 JSON 输出的模式（JSON Schema）。")))
def check(
    files: tuple[Path, ...],
    form: str,
    jobs: int | None,
    reader: str,
    output: str | None,
    force: bool,
    schema: bool,
    **decided: Any,
) -> int:
    """Check files and print the findings; 1 when something blocks."""
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.checks.conditions import conditions_of
    from nianbao.files.packed_files import files_in

    if schema:
        import json

        from nianbao.formatters.findings_json import findings_schema

        say_bytes((json.dumps(findings_schema(), ensure_ascii=False, indent=2) + "\n").encode())
        return 0
    if not files:
        raise UsageError(_("请给出要校核的文件。"))
    office = office_with(**decided)
    paths = [file for path in files for file in files_in(str(existing_file(path)))]
    registry = load_registry()
    settings = BatchSettings(make_registry=make_registry(), office=office, reader=reader)
    target = find_output(form, output, conditions_of(registry, office), len(paths), force=force)
    on_screen = form == "text" and output is None and sys.stdout is not None and sys.stdout.isatty()
    watched = 0 if on_screen else len(paths)  # a bar would run into the lines
    with progress_of((str(_("读取")), str(_("校核"))), watched) as tell:
        blocked = show_findings(paths, settings, target, registry=registry, jobs=jobs, tell=tell)
    return int(blocked)
