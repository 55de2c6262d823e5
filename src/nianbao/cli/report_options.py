"""The options of every command that makes reports; ``[report]`` in ``nianbao.toml`` sets them for all."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import click

from nianbao.cli.configured import office_in_force
from nianbao.language import Domain
from nianbao.reports.house_style import NUMBERINGS, OWN_NAMES, HouseStyle

if TYPE_CHECKING:
    from collections.abc import Callable


_ = Domain("nianbao")


OPTIONS: dict[str, dict[str, Any]] = {
    "style": {"help": str(_("报告样式的名称；不写则为 standard，安装的样式包可以增加。"))},
    "numbering": {
        "type": click.Choice(NUMBERINGS),
        "help": str(_("小标题的编号方式：（一）或 1.，不写则为（一）。")),
    },
    "short-headings": {"is_flag": True, "help": str(_("小标题末尾不带“情况”二字。"))},
    "own-name": {
        "type": click.Choice(OWN_NAMES),
        "help": str(_("自动写出的语句里怎么称呼本单位；不写则事业单位为本单位，其余为本机关。")),
    },
    "plain-fonts": {
        "is_flag": True,
        "help": str(_("只用电脑上都有的字体：宋体、黑体、楷体、仿宋（docx、pdf）。")),
    },
    "picture": {"is_flag": True, "help": str(_("加上全年数据图示：申请人、办理结果、复议诉讼（html）。"))},
}
"""The options by name, with what click wants to know of each."""


def report_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command; it is called with their values as ``report_style``."""

    @functools.wraps(command)
    def packed(
        *arguments: Any,
        style: str | None,
        numbering: Any,
        short_headings: bool,
        own_name: Any,
        plain_fonts: bool,
        picture: bool,
        **others: Any,
    ) -> int:
        from nianbao.reports.report_style import HtmlPage, ReportStyle, WordOptions

        # A flag has no other side: what [report] switches on, no option of a command switches off.
        usual = office_in_force().report
        report_style = ReportStyle(
            name=style or usual.name,
            house=HouseStyle(
                numbering=numbering or usual.house.numbering,
                short_headings=short_headings or usual.house.short_headings,
                own_name=own_name or usual.house.own_name,
            ),
            page=HtmlPage(picture=picture or usual.page.picture),
            word=WordOptions(plain_fonts=plain_fonts or usual.word.plain_fonts),
        )
        return command(*arguments, report_style=report_style, **others)

    for name, settings in reversed(OPTIONS.items()):
        packed = click.option(f"--{name}", **settings)(packed)
    return packed


def is_typed(name: str) -> bool:
    """Return whether an option was typed in the command line, not set by a configuration."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE
