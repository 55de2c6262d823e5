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
        basis_and_period,
        disclosure,
        fee_amounts,
        fee_disclosure,
        hygiene,
        lead_parts,
        narrative_claims,
        narrative_counts,
        narrative_growth,
        narrative_sums,
        numbering,
        other_agencies,
        overview_aspects,
        section_completeness,
        section_form,
        similarity,
        slips_of_the_pen,
        table_balance,
        titles,
        values,
        years,
    )

    return rules_in(
        values, table_balance, disclosure, fee_disclosure, fee_amounts, section_completeness, overview_aspects,
        section_form, numbering, titles, lead_parts, across_years, similarity, hygiene, slips_of_the_pen,
        other_agencies, basis_and_period, years, narrative_counts, narrative_claims, narrative_sums,
        narrative_growth,
    )  # fmt: skip
