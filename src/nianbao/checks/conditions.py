"""Under what files are checked: packs, the configuration in force, and what does not run."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from nianbao.office.office import Configuration, Office
from nianbao.plugins.registry import PluginRegistry


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """Packs by name and version, the configuration in force, the codes that a selection leaves out and the others.

    ``set_aside`` are packs that were not loaded by the office's decision.
    """

    packs: Mapping[str, str] = msgspec.field(default_factory=dict)
    configuration: Configuration | None = None
    not_run: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()


NO_CONDITIONS = Conditions()


def conditions_of(registry: PluginRegistry, office: Office) -> Conditions:
    """Return the conditions that packs and an office's decisions make."""
    codes = [registered.code for registered in registry.rules]
    return Conditions(
        packs={pack.name: pack.version for pack in registry.packs},
        configuration=office.configuration,
        not_run=tuple(code for code in codes if not office.takes(code)),
        ran=tuple(filter(office.takes, codes)),
        set_aside=registry.set_aside,
    )
