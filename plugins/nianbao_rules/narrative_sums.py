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


def _code_of(breakdown: Breakdown) -> str | None:
    """Return the code of the fault in a list of parts, or ``None``."""
    if breakdown.exceeds or (breakdown.complete and breakdown.falls_short):
        return "NT106"
    return "NT116" if breakdown.falls_short and len(breakdown.parts) > 1 else None


def _not_adding_up(context: CheckContext, code: str) -> Iterator[tuple[Breakdown, dict[str, Any]]]:
    """Return the lists of parts with the fault of one code, each with the parameters of its message."""
    for breakdown in context.analysis.derive(_breakdowns):
        if _code_of(breakdown) == code:
            yield (
                breakdown,
                {
                    "whole": breakdown.whole.value,
                    "measure": breakdown.whole.measure,
                    "parts": listed((figure_text(part.value) for part in breakdown.parts), _("＋")),
                    "sum": breakdown.sum,
                },
            )


def _sum_finding(context: CheckContext, breakdown: Breakdown, message: Message) -> Finding:
    return context.finding(
        message, field=breakdown.sentence.field, expected=breakdown.whole.value, actual=breakdown.sum
    )


@rule("NT106")
def parts_against_whole(context: CheckContext) -> Iterator[Finding]:
    """Compare the sum of the parts that the text lists with their whole."""
    for breakdown, parameters in _not_adding_up(context, "NT106"):
        text = excerpt(breakdown.sentence, breakdown.whole.start)
        message = _(
            "文中总数是 {whole} {measure}，各项 {parts} 相加是 {sum} {measure}：“{text}”。", text=text, **parameters
        )
        yield _sum_finding(context, breakdown, message)


@rule("NT116")
def partial_breakdown(context: CheckContext) -> Iterator[Finding]:
    """Find parts that come to less than their whole."""
    for breakdown, parameters in _not_adding_up(context, "NT116"):
        message = _(
            "文中总数是 {whole} {measure}，列出的 {parts} 相加只有 {sum} {measure}，请看是否漏了一项。",
            **parameters,
        )
        yield _sum_finding(context, breakdown, message)


@rule("NT107")
def percentage_miscalculated(context: CheckContext) -> Iterator[Finding]:
    """Recompute shares and growth rates."""
    for passage in context.analysis.derive(read_narrative).passages:
        sentence = passage.sentence
        for ratio in ratios(sentence, passage.tokens):
            computed = ratio.computed()
            if computed is None or abs(computed - Decimal(ratio.percent.value)) <= _allowance(ratio) + ratio.rough:
                continue
            yield context.finding(
                _(
                    "文中写的是 {stated}%，按文中的数字计算是 {computed}%：“{text}”。",
                    stated=ratio.percent.value,
                    computed=_rounded(computed),
                    text=excerpt(sentence, ratio.percent.start),
                ),
                field=sentence.field,
                expected=_rounded(computed),
                actual=ratio.percent.value,
            )

        yield from _shares_of_rows(context, passage)


def _shares_of_rows(context: CheckContext, passage: Passage) -> Iterator[Finding]:
    """Recompute shares whose part only the table has; any number of the sentence may be their whole."""
    sentence = passage.sentence
    for share in row_shares(sentence, passage.tokens):
        part = context.analysis.derive(figures_of).role(share.role)
        if part is None:
            continue
        computed = share.computed(part)
        if not computed or any(
            abs(percentage - Decimal(share.percent.value)) <= _allowance(share) for percentage in computed
        ):
            continue
        yield context.finding(
            _(
                "文中写的是 {stated}%，按表中的 {part} 件计算是 {computed}%：“{text}”。",
                stated=share.percent.value,
                part=part,
                computed=_rounded(computed[0]),
                text=excerpt(sentence, share.percent.start),
            ),
            field=sentence.field,
            fields=(sentence.field, *fields_of(context, (share.role,))),
            expected=_rounded(computed[0]),
            actual=share.percent.value,
        )


def _allowance(ratio: Ratio | RowShare) -> Decimal:
    """Return the points by which a percentage may differ: half of its last digit."""
    written = ratio.sentence.text[ratio.percent.start : ratio.percent.end]
    digits = len(written.partition(".")[2].rstrip("%％ ")) if "." in written else 0
    return max(_TOLERANCE, Decimal(5).scaleb(-digits - 1))


def _rounded(value: Decimal) -> Decimal:
    return Decimal(f"{value:.2f}").normalize() if value % 1 else Decimal(int(value))


@rule("NT109")
def fact_with_two_figures(context: CheckContext) -> Iterator[Finding]:
    """Find facts that the text states with two figures."""
    for repeat in context.analysis.derive(_repeats):
        yield context.finding(
            _(
                "同一件事前后写了两个数：{first}{measure}和 {second}{measure}，后一处是“{text}”。",
                first=repeat.first,
                second=repeat.second,
                measure=repeat.measure,
                text=excerpt(repeat.sentence, repeat.start),
            ),
            field=repeat.sentence.field,
            fields=tuple(dict.fromkeys((repeat.sentence.field, repeat.before.field))),
        )


def _repeats(analysis: Analysis) -> tuple[Repeat, ...]:
    narrative = analysis.derive(read_narrative)
    return tuple(repeats(narrative.passages, analysis.derive(compare_numbers), analysis.submission.year))
