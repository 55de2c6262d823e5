"""NT: sums, shares and repetitions inside the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nianbao import CheckContext, Domain, Finding, figure_text, listed, rule
from nianbao_rules.narrative.breakdown import Breakdown
from nianbao_rules.narrative.comparing import compare_numbers, figures_of
from nianbao_rules.narrative.lists import breakdowns
from nianbao_rules.narrative.ratios import Ratio, ratios
from nianbao_rules.narrative.read_narrative import read_narrative
from nianbao_rules.narrative.repeats import Repeat, repeats
from nianbao_rules.narrative.row_shares import RowShare, row_shares
from nianbao_rules.narrative_counts import excerpt, fields_of

if TYPE_CHECKING:
    from nianbao import Analysis, Message
    from nianbao_rules.narrative.passages import Passage

_ = Domain("nianbao_rules")
_TOLERANCE = Decimal("0.05")


def _breakdowns(analysis: Analysis) -> tuple[Breakdown, ...]:
    return tuple(breakdowns(analysis.derive(read_narrative).passages))


def _wrong(found: Breakdown) -> str | None:
    """Return the code of what is wrong with a list of parts."""
    if found.exceeds or (found.complete and found.falls_short):
        return "NT106"
    return "NT116" if found.falls_short and len(found.parts) > 1 else None


def _not_adding_up(context: CheckContext, code: str) -> Iterator[tuple[Breakdown, dict[str, Any]]]:
    """Return the lists of parts that are wrong in one way, and what a message says of each."""
    for found in context.analysis.derive(_breakdowns):
        if _wrong(found) == code:
            yield (
                found,
                {
                    "whole": found.whole.value,
                    "measure": found.whole.measure,
                    "parts": listed((figure_text(part.value) for part in found.parts), _("＋")),
                    "sum": found.sum,
                },
            )


def _sum_finding(context: CheckContext, found: Breakdown, message: Message) -> Finding:
    return context.finding(message, field=found.sentence.field, expected=found.whole.value, actual=found.sum)


@rule("NT106")
def parts_against_whole(context: CheckContext) -> Iterator[Finding]:
    """Add up the parts that the text gives of a whole."""
    for found, words in _not_adding_up(context, "NT106"):
        text = excerpt(found.sentence, found.whole.start)
        message = _(
            "文中总数是 {whole} {measure}，各项 {parts} 相加是 {sum} {measure}：“{text}”。", text=text, **words
        )
        yield _sum_finding(context, found, message)


@rule("NT116")
def partial_breakdown(context: CheckContext) -> Iterator[Finding]:
    """Find parts that come to less than their whole."""
    for found, words in _not_adding_up(context, "NT116"):
        message = _(
            "文中总数是 {whole} {measure}，列出的 {parts} 相加只有 {sum} {measure}，请看是否漏了一项。", **words
        )
        yield _sum_finding(context, found, message)


@rule("NT107")
def percentage_miscalculated(context: CheckContext) -> Iterator[Finding]:
    """Compute shares and growth rates again."""
    for passage in context.analysis.derive(read_narrative).passages:
        sentence = passage.sentence
        for found in ratios(sentence, passage.tokens):
            computed = found.computed()
            if computed is None or abs(computed - Decimal(found.percent.value)) <= _allowance(found) + found.rough:
                continue
            yield context.finding(
                _(
                    "文中写的是 {stated}%，按文中的数字计算是 {computed}%：“{text}”。",
                    stated=found.percent.value,
                    computed=_rounded(computed),
                    text=excerpt(sentence, found.percent.start),
                ),
                field=sentence.field,
                expected=_rounded(computed),
                actual=found.percent.value,
            )

        yield from _shares_of_rows(context, passage)


def _shares_of_rows(context: CheckContext, passage: Passage) -> Iterator[Finding]:
    """Compute shares again whose part only the table has; right where any number of the sentence is their whole."""
    sentence = passage.sentence
    for found in row_shares(sentence, passage.tokens):
        part = context.analysis.derive(figures_of).role(found.role)
        if part is None:
            continue
        computed = found.computed(part)
        if not computed or any(abs(each - Decimal(found.percent.value)) <= _allowance(found) for each in computed):
            continue
        yield context.finding(
            _(
                "文中写的是 {stated}%，按表中的 {part} 件计算是 {computed}%：“{text}”。",
                stated=found.percent.value,
                part=part,
                computed=_rounded(computed[0]),
                text=excerpt(sentence, found.percent.start),
            ),
            field=sentence.field,
            fields=(sentence.field, *fields_of(context, (found.role,))),
            expected=_rounded(computed[0]),
            actual=found.percent.value,
        )


def _allowance(found: Ratio | RowShare) -> Decimal:
    """Return by how many points a percentage may differ: half of its last digit."""
    written = found.sentence.text[found.percent.start : found.percent.end]
    digits = len(written.partition(".")[2].rstrip("%％ ")) if "." in written else 0
    return max(_TOLERANCE, Decimal(5).scaleb(-digits - 1))


def _rounded(value: Decimal) -> Decimal:
    return Decimal(f"{value:.2f}").normalize() if value % 1 else Decimal(int(value))


@rule("NT109")
def fact_with_two_figures(context: CheckContext) -> Iterator[Finding]:
    """Find the same fact with two figures."""
    for found in context.analysis.derive(_repeats):
        yield context.finding(
            _(
                "同一件事前后写了两个数：{first}{measure}和 {second}{measure}，后一处是“{text}”。",
                first=found.first,
                second=found.second,
                measure=found.measure,
                text=excerpt(found.sentence, found.start),
            ),
            field=found.sentence.field,
            fields=tuple(dict.fromkeys((found.sentence.field, found.before.field))),
        )


def _repeats(analysis: Analysis) -> tuple[Repeat, ...]:
    narrative = analysis.derive(read_narrative)
    return tuple(repeats(narrative.passages, analysis.derive(compare_numbers), analysis.submission.year))
