"""``nianbao config``: each value in force, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from nianbao.cli.configured import office_in_force
from nianbao.cli.shared import load_registry, say
from nianbao.language import Domain, listed

if TYPE_CHECKING:
    from nianbao.office.office import Office
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")


@click.command(
    help=str(_("显示正在生效的设置（校核的范围、规则的轻重和选项、报告的样式、豁免），以及各自来自哪里。"))
)
def config() -> int:
    """Print what the office decided, with its origin."""
    from nianbao.checks.checker import Checker
    from nianbao.formatters.findings_text import Line

    registry, office = load_registry(), office_in_force()
    Checker(registry, office)  # what does not fit the packs is refused here as everywhere
    path = office.configuration.path if office.configuration else None
    say([Line(str(_("配置文件：{path}", path=path or _("没有"))), "heading")])
    for title, lines in (
        (_("校核"), _checking(office)),
        (_("规则的轻重（与默认不同的）"), _severities(registry, office)),
        (_("规则的选项"), _options(registry, office)),
        (_("报告的样式（[report] 一节）"), _report(office)),
        (_("豁免"), _waivers(office)),
    ):
        say([Line(""), Line(str(title), "heading")])
        say(Line(f"  {text}  [{path if configured else _('默认')}]") for text, configured in lines)
    return 0


def _checking(office: Office) -> Iterator[tuple[object, bool]]:
    values = {
        "ignore": listed(office.ignored) if office.ignored else None,
        "select": listed(office.selection.select) if office.selection.select else None,
        "previous": office.previous,
        "registers": office.registers,
        "roster": office.roster,
        "expect-year": office.expected_year,
        "expect-agency": office.expected_agency,
        "packs.disable": listed(office.packs_set_aside) if office.packs_set_aside else None,
    }
    for name, value in values.items():
        yield (f"{name} = {value}" if value is not None else name), value is not None


def _severities(registry: PluginRegistry, office: Office) -> Iterator[tuple[object, bool]]:
    for registered in registry.rules:
        severity = office.severity(registered.fault)
        if severity is not registered.fault.severity:
            yield f"{registered.code}  {registered.fault.severity.words} -> {severity.words}", True


def _options(registry: PluginRegistry, office: Office) -> Iterator[tuple[object, bool]]:
    from nianbao.rules.options import options_for

    for registered in registry.rules:
        options = options_for(registered, office)
        configured = office.options.get(registered.code, {})
        for name in registered.rule.option_names:
            yield f"{registered.code}.{name} = {getattr(options, name)}", name in configured


def _report(office: Office) -> Iterator[tuple[object, bool]]:
    from nianbao.reports.report_style import ReportStyle

    def values(style: ReportStyle) -> dict[str, object]:
        return {
            "style": style.name,
            "numbering": style.house.numbering,
            "short-headings": style.house.short_headings,
            "own-name": style.house.own_name,
            "plain-fonts": style.word.plain_fonts,
            "picture": style.page.picture,
        }

    usual = values(ReportStyle())
    for name, value in values(office.report).items():
        yield (f"{name} = {value}" if value != usual[name] else name), value != usual[name]


def _waivers(office: Office) -> Iterator[tuple[object, bool]]:
    for waiver in office.waivers:
        yield (
            _(
                "{code}  {agency}  到 {until}  {who}：{reason}",
                code=waiver.code,
                agency=waiver.agency or _("所有单位"),
                until=waiver.until,
                who=waiver.who,
                reason=waiver.reason,
            ),
            True,
        )
