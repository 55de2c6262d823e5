"""The command group: commands imported only when needed, options taken from ``nianbao.toml``."""

from __future__ import annotations

import importlib
import os
from typing import Any

import click

from nianbao.language import LANGUAGES, Domain

_ = Domain("nianbao")

_COMMANDS = {
    "template": ("template", "template", _("生成一个单位的锁定表格")),
    "init": ("init", "init", _("建立一次年报工作的文件夹")),
    "distribute": ("distribute", "distribute", _("按名单为每个单位生成表格")),
    "collect": ("collect", "collect", _("校核收回的全部表格，生成状态一览和报告")),
    "status": ("status", "status", _("各单位到了哪一步，今天要做什么")),
    "publish": ("publish", "publish", _("发布通过并审签的报告；需要审签的出审签稿")),
    "consolidate": ("consolidate", "consolidate", _("汇总通过的单位，写出汇总表和本级报表")),
    "audit": ("audit", "audit", _("核对台账和档案")),
    "export": ("export", "export", _("导出台账和汇总的数据，供别的程序核对")),
    "erase": ("erase", "erase", _("销毁误收的文件")),
    "update": ("update", "update", _("更新程序或规则包以后，看谁的结论会变")),
    "close": ("close", "close", _("办结，写出档案包")),
    "check": ("check", "check", _("校核表格、数据文件或报告")),
    "read": ("read", "read", _("把表格、报告读成 JSON 数据")),
    "render": ("render", "render", _("把通过校核的表格写成年度报告")),
    "compare": ("compare", "compare", _("逐个数字、逐句比对两份材料")),
    "examine": ("examine", "examine", _("给存下来的报告逐份体检")),
    "rules": ("rules", "rules", _("列出全部校核规则")),
    "explain": ("rules", "explain", _("说明一条规则：为什么、怎么改、依据什么")),
    "forms": ("forms", "forms", _("列出可用的表单")),
    "plugins": ("forms", "plugins", _("列出已安装的规则包和表单包")),
    "new-pack": ("new_pack", "new_pack", _("生成一个自己的规则包")),
    "config": ("config", "config", _("显示正在生效的设置和来源")),
}


class LazyGroup(click.Group):
    """A group that knows its commands' names and summaries, and imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command and return it."""
        if cmd_name not in _COMMANDS:
            return None
        from nianbao.cli.kept_patterns import use_kept_patterns

        use_kept_patterns(os.path.dirname(__file__))  # noqa: PTH120  # before a command's modules need a pattern
        module, name, _summary = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"nianbao.cli.{module}"), name)
        command.options_metavar = str(_("[选项]"))
        for parameter in command.params:
            if parameter.metavar is None and parameter.type is click.STRING:
                parameter.metavar = str(_("文字"))
            if parameter.metavar is not None:
                parameter.metavar = parameter.metavar.upper()  # as click writes its own; Chinese has no case
        # A command is one object for the whole process, and may be requested again.
        for option in reversed(common_options()):
            if not any(parameter.name == option.name for parameter in command.params):
                command.params.append(option)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; take its defaults from the nearest ``nianbao.toml``."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None:
            from pathlib import Path  # --help needs none of this

            from nianbao.cli.configured import command_defaults
            from nianbao.cli.inputs import input_folders
            from nianbao.office.find_office import find_office

            ctx.obj = find_office(inputs=map(Path, input_folders(args)))
            for notice in ctx.obj.notices:
                click.echo(str(notice), err=True)
            ctx.default_map = {name: command_defaults(command, name, ctx.obj)}
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        rows = [(name, str(summary)) for name, (_module, _name, summary) in _COMMANDS.items()]
        with formatter.section(str(_("命令"))):
            formatter.write_dl(rows)


def _show_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from nianbao.version import __version__

        click.echo(f"nianbao {__version__}")
        ctx.exit()


def _set_aside(ctx: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> None:
    office = ctx.find_root().obj
    if names and office is not None:
        from msgspec.structs import replace

        ctx.find_root().obj = replace(office, packs_set_aside=(*office.packs_set_aside, *names))


def common_options() -> list[click.Option]:
    """Return the options that every command has. Language and debugging are looked up before parsing."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            help=str(_("界面语言：zh 中文（默认），en 英文。")),
        ),
        click.Option(
            ["--without-pack"],
            multiple=True,
            metavar=str(_("名称")),
            expose_value=False,
            callback=_set_aside,
            help=str(_("不使用的规则包（名称见 plugins）；每份结果都会写明。")),
        ),
        click.Option(["--debug"], is_flag=True, expose_value=False, help=str(_("出错时显示完整的调用过程。"))),
    ]


nianbao: Any = LazyGroup(
    name="nianbao",
    help=str(
        _(
            "年报：政府信息公开工作年度报告的表格、校核与发布。\n\n"
            "distribute 发表，collect 收表校核，render 出报告；每个命令加 --help 查看用法。"
        )
    ),
    params=[
        *common_options(),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help=str(_("显示版本。")),
        ),
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar=str(_("[选项]")),
    subcommand_metavar=str(_("命令 [参数]...")),
    no_args_is_help=True,
)
