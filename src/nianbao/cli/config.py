"""``nianbao config``: each value in force, and where it comes from."""

from __future__ import annotations

import click

from nianbao.cli.configuration import load_profile, read_configuration
from nianbao.cli.report_options import OPTIONS, TABLE
from nianbao.cli.shared import load_registry, say
from nianbao.language import Domain
from nianbao.rules.options import options_for

_ = Domain("nianbao")


@click.command(help=str(_("显示正在生效的设置（规则的轻重和选项、报告的样式、豁免），以及各自来自哪里。")))
def config() -> int:
    """Print severities, options and waivers in force with their origin."""
    from nianbao.formatters.findings_text import Line

    registry = load_registry()
    profile = load_profile(registry)
    path, document = read_configuration()
    configured, default = str(path or ""), str(_("默认"))
    say([Line(str(_("配置文件：{path}", path=path or _("没有"))), "heading"), Line("")])
    say([Line(str(_("规则的轻重（与默认不同的）")), "heading")])
    for registered in registry.rules:
        severity = profile.severity(registered.fault)
        if severity is not registered.fault.severity:
            say(
                [
                    Line(
                        f"  {registered.code}  {registered.fault.severity.words} -> {severity.words}  [{configured}]"
                    )
                ]
            )
    say([Line(""), Line(str(_("规则的选项")), "heading")])
    for registered in registry.rules:
        options = options_for(registered, profile)
        if registered.rule.options is None or options is None:
            continue
        given = profile.options.get(registered.code, {})
        for name in registered.rule.option_names:
            origin = configured if name in given else default
            say([Line(f"  {registered.code}.{name} = {getattr(options, name)}  [{origin}]")])
    say([Line(""), Line(str(_("报告的样式（[report] 一节）")), "heading")])
    given = {key.replace("_", "-"): value for key, value in document.get(TABLE, {}).items()}
    for name in OPTIONS:
        if name in given:
            say([Line(f"  {name} = {given[name]}  [{configured}]")])
        else:
            say([Line(f"  {name}  [{default}]")])
    say([Line(""), Line(str(_("豁免")), "heading")])
    for waiver in profile.waivers:
        text = _(
            "  {code}  {agency}  到 {until}  {who}：{reason}  [{path}]",
            code=waiver.code,
            agency=waiver.agency or _("所有单位"),
            until=waiver.until,
            who=waiver.who,
            reason=waiver.reason,
            path=configured,
        )
        say([Line(str(text))])
    return 0
