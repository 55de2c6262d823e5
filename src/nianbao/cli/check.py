"""``nianbao check``: findings over files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.check_output import FORMATS, find_output, show_findings
from nianbao.cli.shared import COUNT, PATH, YEAR, existing_file, load_registry, progress, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.intake.registers import RegisterEntry

_ = Domain("nianbao")


def codes(_context: click.Context, _parameter: click.Parameter, value: object) -> tuple[str, ...]:
    """Split code prefixes at commas; the configuration may also give a list."""
    given = value if isinstance(value, list | tuple) else [value] if value else []
    return tuple(code.strip().upper() for item in given for code in str(item).split(",") if code.strip())


SELECT = click.option(
    "--select", multiple=True, callback=codes, help=str(_("只运行这些编号开头的规则，如 TB,FD101。"))
)
IGNORE = click.option("--ignore", multiple=True, callback=codes, help=str(_("不运行这些编号开头的规则。")))
REGISTERS = click.option(
    "--registers", type=PATH, help=str(_("来源台账（CSV 或 Excel：单位代码、字段、数值、来源），与表内数字核对。"))
)
JOBS = click.option("--jobs", type=COUNT, help=str(_("同时用几个进程校核；不写则文件多时自动决定，1 为只用一个。")))
READER = click.option(
    "--reader",
    type=click.Choice(["fast", "openpyxl"]),
    default="fast",
    help=str(_("用哪个读取器读表格：fast 快，openpyxl 慢，用来互相核对。")),
)
PREVIOUS = click.option("--previous", type=PATH, help=str(_("上年的表格、JSON，或放着它们的文件夹。")))


def register_entries(path: Path | None) -> tuple[RegisterEntry, ...]:
    """Give the entries of the source registers at a path; none without one."""
    if path is None:
        return ()
    from nianbao.intake.registers import read_registers  # few commands have registers

    return tuple(read_registers(path))


def tell_what_is_not_compared(files: int) -> None:
    """Say on stderr that so many files were not compared with each other, why, and what to do."""
    from nianbao.batches.batch_settings import TOGETHER_LIMIT

    if files > TOGETHER_LIMIT:
        text = _("文件超过 {limit} 个，没有比较各单位的文字是否雷同：全部比较太占内存。要比较的，请按地区分开校核。",
                 limit=TOGETHER_LIMIT)  # fmt: skip
        click.echo(str(text), err=True)


@click.command(help=str(_("校核一个或多个表格（或 JSON 数据）。退出码：0 没有阻碍发布的问题，1 有，2 用法不对。")))
@click.argument("files", nargs=-1, type=PATH, metavar=str(_("文件...")))
@PREVIOUS
@click.option("--expect-agency", metavar=str(_("代码")), help=str(_("应是哪个单位（代码）的表。")))
@click.option("--expect-year", type=YEAR, help=str(_("应是哪个年度的表。")))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=str(_("输出格式，默认为文字。")),
)
@SELECT
@IGNORE
@REGISTERS
@JOBS
@READER
@click.option(
    "-o",
    "--output",
    type=click.Path(),  # a Path would lose the slash that tells a folder
    help=str(_("写入的文件；不写则输出到屏幕。html 格式也可以给文件夹（以 / 结尾），每个表格一页。")),
)
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
@click.option("--schema", is_flag=True, help=str(_("显示 JSON 输出的模式（JSON Schema）。")))
def check(
    files: tuple[Path, ...],
    previous: Path | None,
    expect_agency: str | None,
    expect_year: int | None,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    registers: Path | None,
    jobs: int | None,
    reader: str,
    output: str | None,
    force: bool,
    schema: bool,
) -> int:
    """Check files and print the findings; 1 when something blocks."""
    from nianbao.batches.batch_settings import BatchSettings
    from nianbao.checks.checked_file import Expectation
    from nianbao.cli.configuration import load_profile
    from nianbao.files.packed_files import files_in
    from nianbao.plugins.registry import PluginRegistry

    if schema:
        from nianbao.formatters.findings_json import findings_schema

        say_bytes((json.dumps(findings_schema(), ensure_ascii=False, indent=2) + "\n").encode())
        return 0
    if not files:
        raise UsageError(_("请给出要校核的文件。"))
    paths = [each for path in files for each in files_in(str(existing_file(path)))]
    registry = load_registry()
    settings = BatchSettings(
        make_registry=PluginRegistry,
        profile=load_profile(registry, select, ignore),
        expectation=Expectation(agency_code=expect_agency, year=expect_year),
        previous=previous,
        registers=register_entries(registers),
        reader=reader,
    )
    shown = find_output(form, output, {pack.name: pack.version for pack in registry.packs}, len(paths), force=force)
    on_screen = form == "text" and output is None and sys.stdout.isatty()  # a bar would run into the lines
    with progress(str(_("校核")), 0 if on_screen else len(paths)) as tell:
        blocked = show_findings(paths, settings, shown, registry=registry, jobs=jobs, tell=tell)
    tell_what_is_not_compared(len(paths))
    return int(blocked)
