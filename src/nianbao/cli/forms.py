"""``nianbao forms`` and ``nianbao plugins``: what is installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from nianbao.cli.shared import load_registry, make_registry, say_bytes
from nianbao.errors import PackError, UnclaimedError, UsageError
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")


@click.command(help=str(_("列出可用的表单；--schema 显示一个表单的数据模式（JSON Schema）。")))
@click.option("--schema", "form_id", metavar=str(_("表单")), help=str(_("显示这个表单的数据模式。")))
def forms(form_id: str | None) -> int:
    """List the forms, or print the schema of one form's submissions."""
    from nianbao.submissions.submission_json import submission_schema

    registry = load_registry()
    if form_id is not None:
        form = registry.find_form(form_id)
        if form is None:
            raise UsageError(_("没有名为 {form} 的表单，请用 nianbao forms 查看可用的表单。", form=form_id))
        say_bytes((json.dumps(submission_schema(form), ensure_ascii=False, indent=2) + "\n").encode())
        return 0
    for registered in registry.form_folders.values():
        form = registered.form
        years = f"{form.first_year}-{form.last_year or ''}"
        click.echo(f"{form.id}  {form.version}  {years}  {form.name}  [{registered.pack}]")
    return 0


@click.command(help=str(_("列出已安装的规则包和表单包。")))
def plugins() -> int:
    """List the packs and what each offers; one that cannot be used is listed with its cause."""
    # Whoever looks for what is wrong with one pack must see the others as well.
    registry = make_registry()(keep_broken=True)
    counts, causes = _counts_by_pack(registry)
    for pack in registry.packs:
        rules, forms = counts[str(pack)]
        message = _(
            "{pack}  （{distribution}）  规则 {rules} 条，表单 {forms} 个",
            pack=pack,
            distribution=pack.distribution,
            rules=rules,
            forms=forms,
        )
        click.echo(str(message))
    for pack, error in registry.broken:
        message = _("{pack}  （{distribution}）  不能用", pack=pack, distribution=pack.distribution)
        click.echo(f"{message}\n    {error.message}")
    for cause in causes:
        click.echo(str(_("错误：{message}", message=cause)))
    return 0


def _counts_by_pack(registry: PluginRegistry) -> tuple[dict[str, tuple[int, int]], list[object]]:
    """Count the rules and forms of each pack; the second value lists what keeps them from being used together."""
    from nianbao.plugins.usable_form import require_usable

    counts: dict[str, tuple[int, int]] = {str(pack): (0, 0) for pack in registry.packs}
    causes: list[object] = []
    rules: list[str] = []
    forms: list[str] = []
    try:
        # Rules and forms each by themselves: a broken document of a rule does not hide the forms.
        rules = [registered.pack for registered in registry.rules]
    except PackError as error:
        causes.append(error.message)
    try:
        forms = [registered.pack for registered in registry.form_folders.values()]
        for form_id in registry.form_folders:
            require_usable(registry, form_id)
    except (PackError, UnclaimedError) as error:
        causes.append(error.message)
    for pack in counts:
        counts[pack] = rules.count(pack), forms.count(pack)
    return counts, causes
