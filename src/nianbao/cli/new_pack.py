"""``nianbao new-pack``: a rule pack to begin with, complete and installable."""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli.shared import PATH, load_registry
from nianbao.language import Domain

_ = Domain("nianbao")


def _show_guide(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from importlib import resources

        click.echo((resources.files("nianbao.plugins") / "rule_packs.md").read_text("utf-8"), nl=False)
        ctx.exit()


@click.command(help=str(_("生成一个自己的规则包：一条能用的规则，连同说明、案例和测试，安装后即参与校核。")))
@click.argument("name", metavar=str(_("名称")))
@click.option("-o", "--output", type=PATH, help=str(_("放规则包的文件夹；不写则为当前文件夹下同名的文件夹。")))
@click.option("--code", help=str(_("规则编号，例如 HB901；不写则从 XX901 起取一个没有用过的。")))
@click.option("--force", is_flag=True, help=str(_("覆盖已有的文件。")))
@click.option(
    "--guide",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_guide,
    help=str(_("显示编写规则的说明（英文）并退出。")),
)
def new_pack(name: str, output: Path | None, code: str | None, force: bool) -> int:
    """Write a pack and say what to do with it."""
    from nianbao.plugins.new_pack import new_pack as make
    from nianbao.plugins.new_pack import write_pack

    folder = output if output is not None else Path(name)
    pack = make(name, code.strip().upper() if code is not None else None, load_registry())
    write_pack(pack, folder, force=force)
    message = _(
        "已生成规则包 {name}（规则 {code}），放在 {folder}。接下来：", name=name, code=pack.code, folder=folder
    )
    click.echo(str(message))
    sheet = str(_("某单位.xlsx"))
    for command in (f'pip install -e "{folder}[test]"', f'pytest "{folder}"', f'nianbao check "{sheet}"'):
        click.echo(f"  {command}")
    return 0
