"""Under what files are checked: every code is either run or not, and who decided it is named."""

from __future__ import annotations

from nianbao import Office, PluginRegistry, Selection
from nianbao.checks.conditions import conditions_of


def test_every_code_runs_or_does_not(registry: PluginRegistry) -> None:
    codes = {registered.code for registered in registry.rules}
    whole = conditions_of(registry, Office())
    assert (whole.not_run, set(whole.ran)) == ((), codes)
    part = conditions_of(registry, Office(ignored=("SC",), selection=Selection(ignore=("TX101",))))
    assert set(part.ran) | set(part.not_run) == codes
    assert set(part.ran) & set(part.not_run) == set()
    assert {code for code in part.not_run if not code.startswith("SC")} == {"TX101"}


def test_packs_are_named_with_their_versions_and_those_set_aside_by_name(registry: PluginRegistry) -> None:
    assert set(conditions_of(registry, Office()).packs) == {"nianbao_rules", "nianbao_forms"}
    without = conditions_of(PluginRegistry(set_aside=("nianbao_rules",)), Office())
    assert (set(without.packs), without.set_aside, without.ran) == ({"nianbao_forms"}, ("nianbao_rules",), ())
