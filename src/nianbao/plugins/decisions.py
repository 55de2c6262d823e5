"""An office's decisions checked against the installed packs: codes, thresholds and styles that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.errors import UsageError
from nianbao.findings.documents import core_codes
from nianbao.language import Domain
from nianbao.rules.options import options_for

if TYPE_CHECKING:
    from nianbao.office.office import Office
    from nianbao.plugins.registry import PluginRegistry

_ = Domain("nianbao")


def check_decisions(registry: PluginRegistry, office: Office) -> None:
    """Refuse decisions about what no pack has, with :class:`~nianbao.errors.UsageError` naming it."""
    codes = (*core_codes(), *(registered.code for registered in registry.rules))
    for code in office.options:
        if code not in codes:
            raise UsageError(_("没有编号为 {code} 的规则，不能设选项。", code=code))
    for prefix in office.severities:
        if not any(code.startswith(prefix) for code in codes):
            raise UsageError(_("没有以 {prefix} 开头的规则，不能设轻重。", prefix=prefix))
    for prefix in (*office.ignored, *office.selection.select, *office.selection.ignore):
        if not any(code.startswith(prefix) for code in codes):
            raise UsageError(_("没有以 {prefix} 开头的规则：请检查 select 和 ignore。", prefix=prefix))
    for waiver in office.waivers:
        if waiver.code not in codes:
            raise UsageError(_("没有编号为 {code} 的规则，不能豁免。", code=waiver.code))
    for registered in registry.rules:
        options_for(registered, office)
    registry.require_style(office.report.name)
