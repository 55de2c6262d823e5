"""``nianbao forms`` and ``nianbao plugins``: what is installed."""

from __future__ import annotations

import json

import click

from nianbao.cli.shared import load_registry, say_bytes
from nianbao.errors import UsageError
from nianbao.language import Domain

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
    for each in registry.form_folders.values():
        form = each.form
        years = f"{form.first_year}-{form.last_year or ''}"
        click.echo(f"{form.id}  {form.version}  {years}  {form.name}  [{each.pack}]")
    return 0


@click.command(help=str(_("列出已安装的规则包和表单包。")))
def plugins() -> int:
    """List the packs and what each offers."""
    registry = load_registry()
    for pack in registry.packs:
        rules = sum(registered.pack == str(pack) for registered in registry.rules)
        forms = sum(each.pack == str(pack) for each in registry.form_folders.values())
        click.echo(
            str(
                _(
                    "{pack}  （{distribution}）  规则 {rules} 条，表单 {forms} 个",
                    pack=pack,
                    distribution=pack.distribution,
                    rules=rules,
                    forms=forms,
                )
            )
        )
    return 0
