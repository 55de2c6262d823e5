"""The bundled rules, a pack like anybody's: a module for each family or part of one.

Patterns are texts that ``re`` compiles, and keeps, when a report first asks for them: compiling all of
them beforehand took longer than checking a file, and half are asked of few reports.
"""

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
    from nianbao_rules import (
        across_years,
        disclosure,
        fee_amounts,
        fee_disclosure,
        hygiene,
        narrative_claims,
        narrative_counts,
        narrative_growth,
        narrative_sums,
        section_completeness,
        section_form,
        similarity,
        table_balance,
        values,
        years,
    )

    return rules_in(
        values,
        table_balance,
        disclosure,
        fee_disclosure,
        fee_amounts,
        section_completeness,
        section_form,
        across_years,
        similarity,
        hygiene,
        years,
        narrative_counts,
        narrative_claims,
        narrative_sums,
        narrative_growth,
    )
