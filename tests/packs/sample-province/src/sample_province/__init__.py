"""The rules of a province that does not exist."""

from collections.abc import Iterable

from nianbao import Rule, hookimpl, rules_in


@hookimpl
def nianbao_register_rules() -> Iterable[Rule]:
    """Offer every rule of this pack."""
    from sample_province import problems

    return rules_in(problems)
