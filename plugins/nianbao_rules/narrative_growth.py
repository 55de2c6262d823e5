"""XY105: what the text says about last year, against last year's submission."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nianbao import CheckContext, Domain, Finding, rule
from nianbao_rules.narrative.comparing import compare_numbers
from nianbao_rules.narrative.growth import growths
from nianbao_rules.narrative.meanings import Meaning
from nianbao_rules.narrative.read_narrative import read_narrative
from nianbao_rules.narrative_counts import excerpt, fields_of

_ = Domain("nianbao_rules")


@rule("XY105")
def growth_against_last_year(context: CheckContext) -> Iterator[Finding]:
    """Compare growth, differences and last year's own figures in the text with last year's submission."""
    narrative = context.analysis.derive(read_narrative)
    comparisons = context.analysis.derive(compare_numbers)
    reported: set[str] = set()
    for growth in growths(narrative.passages, comparisons, context.submission.year):
        mismatch = growth.mismatch(partial(_before, context))
        if mismatch is None or growth.sentence.text in reported:
            continue
        reported.add(growth.sentence.text)
        comparison, meaning, base = mismatch
        yield context.finding(
            _(
                "文字里与上年相比的数是 {stated}{measure}，上年数据中相应的数是 {base}，本年是 {now}：“{text}”。",
                stated=growth.quantity.value,
                measure=growth.quantity.measure,
                base=base,
                now=comparison.mention.value,
                text=excerpt(growth.sentence, growth.quantity.start),
            ),
            field=growth.sentence.field,
            fields=(growth.sentence.field, *fields_of(context, meaning.plus)),
            expected=base,
            actual=growth.quantity.value,
        )


def _before(context: CheckContext, meaning: Meaning) -> int | None:
    """Return last year's figure of a meaning, ``None`` where one of its figures is not known."""
    total = 0
    for sign, roles in ((1, meaning.plus), (-1, meaning.minus)):
        for field in fields_of(context, roles):
            figure = context.before(field)
            if figure is None:
                return None
            total += sign * int(figure)
    return total if fields_of(context, meaning.plus) else None
