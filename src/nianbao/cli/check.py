"""``nianbao check``: findings over files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nianbao.cli.shared import PATH, YEAR, existing_file, load_registry, progress, read_input, say, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.checks.checked_file import CheckedFile
    from nianbao.plugins.registry import PluginRegistry

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
PREVIOUS = click.option("--previous", type=PATH, help=str(_("上年的表格、JSON，或放着它们的文件夹。")))


@click.command(help=str(_("校核一个或多个表格（或 JSON 数据）。退出码：0 没有阻碍发布的问题，1 有，2 用法不对。")))
@click.argument("files", nargs=-1, type=PATH, metavar=str(_("文件...")))
@PREVIOUS
@click.option("--expect-agency", metavar=str(_("代码")), help=str(_("应是哪个单位（代码）的表。")))
@click.option("--expect-year", type=YEAR, help=str(_("应是哪个年度的表。")))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help=str(_("输出格式，默认为文字。")),
)
@SELECT
@IGNORE
@REGISTERS
@click.option("-o", "--output", type=PATH, help=str(_("写入的文件；不写则输出到屏幕。")))
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
    output: Path | None,
    force: bool,
    schema: bool,
) -> int:
    """Check files and print the findings; 1 when something blocks."""
    from nianbao.campaigns.registers import read_registers
    from nianbao.checks.checked_file import Expectation, check_reading, gather, read_file
    from nianbao.checks.previous import previous_year
    from nianbao.cli.configuration import load_profile

    if schema:
        from nianbao.checks.findings_json import findings_schema

        say_bytes((json.dumps(findings_schema(), ensure_ascii=False, indent=2) + "\n").encode())
        return 0
    if not files:
        raise UsageError(_("请给出要校核的文件。"))
    paths = [existing_file(path) for path in files]
    registry = load_registry()
    profile = load_profile(registry, select, ignore)
    entries = read_registers(registers) if registers else ()
    former = previous_year(previous, registry.find_form)
    expectation = Expectation(agency_code=expect_agency, year=expect_year)
    with progress(str(_("校核")), len(paths)) as tell:
        readings = [read_file(read_input(path), str(path), registry.find_form) for path in paths]
        together = gather(readings, registers=entries)
        checked = []
        for each in readings:
            checked.append(
                check_reading(
                    each,
                    registry.rules_for,
                    expectation=expectation,
                    profile=profile,
                    previous=former,
                    together=together,
                )
            )
            tell(each.path)
    _show(registry, checked, form, output, force=force)
    return int(any(each.blocks for each in checked))


def _show(
    registry: PluginRegistry, checked: list[CheckedFile], form: str, output: Path | None, *, force: bool
) -> None:
    from nianbao.checks.findings_json import findings_json
    from nianbao.checks.findings_text import Line, findings_text, summary_text
    from nianbao.outputs import write_output

    if form == "json":
        data = findings_json(checked, {pack.name: pack.version for pack in registry.packs})
        if output is None:
            say_bytes(data)
        else:
            write_output(output, data, force=force)
        return
    lines = [line for each in checked for line in (*findings_text(each), Line(""))]
    lines += [summary_text(checked)] if len(checked) > 1 else []
    if output is None:
        say(lines)
    else:
        write_output(output, ("\n".join(line.text for line in lines) + "\n").encode(), force=force)
