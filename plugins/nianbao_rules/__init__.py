"""The bundled rules, a pack like anybody's: values, table balance, fee disclosure, section completeness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao import hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nianbao import Rule


@hookimpl
def nianbao_register_rules() -> Iterable[Rule]:
    """Offer every rule of the pack."""
    from nianbao import rules_in
    from nianbao_rules import fee_disclosure, section_completeness, table_balance, values

    return rules_in(values, table_balance, fee_disclosure, section_completeness)
