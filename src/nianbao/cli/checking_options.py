"""The options of every command that checks files: what is expected of them, and what they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nianbao.cli.shared import COUNT, PATH, YEAR
from nianbao.language import Domain

if TYPE_CHECKING:
    from collections.abc import Callable

_ = Domain("nianbao")


def codes(_context: click.Context, _parameter: click.Parameter, value: object) -> tuple[str, ...]:
    """Split code prefixes at commas."""
    values = value if isinstance(value, list | tuple) else [value] if value else []
    return tuple(code.strip().upper() for item in values for code in str(item).split(",") if code.strip())


PREVIOUS = click.option("--previous", type=PATH, help=str(_("上年的表格、JSON 或报告，或放着它们的文件夹。")))
REGISTERS = click.option(
    "--registers", type=PATH, help=str(_("来源台账（CSV 或 Excel：单位代码、字段、数值、来源），与表内数字核对。"))
)
ROSTER = click.option("--roster", type=PATH, help=str(_("单位名单（CSV 或 Excel），用来认出写错的单位名称。")))
EXPECT_AGENCY = click.option("--expect-agency", metavar=str(_("代码")), help=str(_("应是哪个单位（代码）的表。")))
EXPECT_YEAR = click.option("--expect-year", type=YEAR, help=str(_("应是哪个年度的表。")))
SELECT = click.option(
    "--select",
    multiple=True,
    callback=codes,
    help=str(_("只运行这些编号开头的规则，如 TB,FD101；只供查看，不出报告。")),
)
IGNORE = click.option(
    "--ignore", multiple=True, callback=codes, help=str(_("不运行这些编号开头的规则；只供查看，不出报告。"))
)
JOBS = click.option("--jobs", type=COUNT, help=str(_("同时用几个进程校核；不写则文件多时自动决定，1 为只用一个。")))


def context_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add to a command the options of the context in which files are checked, by the names of ``office_with``."""
    # The option that is added last comes first in --help.
    for option in (EXPECT_YEAR, EXPECT_AGENCY, ROSTER, REGISTERS, PREVIOUS):
        command = option(command)
    return command
