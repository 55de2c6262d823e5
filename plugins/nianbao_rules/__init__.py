"""The bundled rules, a pack like anybody's: a module for each family or part of one.

Patterns are texts that ``re`` compiles, and keeps, when a report first asks for them: compiling all of
them beforehand took longer than checking a file, and half are asked of few reports.

===================  ===========================================================================================
values               VL: the contents of number cells (VL107, by last year's figure: disclosure)
table_balance        TB1, TB2: identities; TB3: disclosure
section_…            SC101, SC103, SC104, SC106, SC107, SC109; aspects of section one, numbering, titles and the parts
                     named in the lead (SC102, SC105, SC108, SC110) have modules of their own
fee_…                FD: the information-handling fee
narrative_…          NT: numbers and claims in prose, read by the package ``narrative``; XY105 by narrative_growth
across_years         XY: this year's figures and texts against last year's
similarity           SM101 and RG101: over the files of a set, and against registers
hygiene              TX: slips of any text; years (TX101, TX112), other_agencies (TX109), slips_of_the_pen (TX113,
                     TX114), basis_and_period (TX115, TX116)
===================  ===========================================================================================
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
