"""NT105: what the text says without a number, against the figures; NT118: against the text itself."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao import CheckContext, Domain, Finding, Severity, place_words, rule
from nianbao_rules.narrative import subjects
from nianbao_rules.narrative.claim import Claim, ClaimKind
from nianbao_rules.narrative.comparing import Outcome, compare_numbers
from nianbao_rules.narrative.contradictions import contradictions
from nianbao_rules.narrative.read_narrative import read_narrative
from nianbao_rules.narrative_counts import excerpt, fields_of

_ = Domain("nianbao_rules")


@rule("NT105")
def statement_against_figures(context: CheckContext) -> Iterator[Finding]:
    """Compare 未收到, 均已办结 and 均获维持 with the tables."""
    reported: set[tuple[str, ClaimKind]] = set()
    for claim in context.analysis.derive(read_narrative).claims:
        contradicting = _contradicting_figure(context, claim)
        if contradicting is None or (claim.sentence.text, claim.kind) in reported:
            continue
        reported.add((claim.sentence.text, claim.kind))
        field, figure = contradicting
        text, place = excerpt(claim.sentence, claim.start), place_words(context.form, field)
        yield context.finding(
            _("文字写的是“{text}”，表中却没有填办理结果（{place}）。", text=text, place=place)
            if figure is None
            else _("文字写的是“{text}”，表中{place}是 {figure}。", text=text, place=place, figure=figure),
            field=claim.sentence.field,
            fields=(claim.sentence.field, *fields_of(context, claim.roles)),
            at_most=None if claim.loud else Severity.WARNING,
        )


def _contradicting_figure(context: CheckContext, claim: Claim) -> tuple[str, int | None] | None:
    """Return a field and its figure that contradict a claim; ``None`` for the figure where the table leaves it blank."""
    if claim.kind in (ClaimKind.NONE, ClaimKind.NONE_PENDING, ClaimKind.NONE_CORRECTED):
        return _above_zero(context, fields_of(context, _not_counted(context, claim)))
    if claim.kind is ClaimKind.ALL_GRANTED:
        return _above_zero(context, fields_of(context, claim.roles))
    if claim.kind is ClaimKind.ALL_BY_PERSONS:
        return _above_zero(context, fields_of(context, tuple(f"received_by_{column}" for column in claim.roles)))
    if claim.kind is ClaimKind.ALL_UPHELD:
        others = tuple(
            f"{case}_{outcome}" for case in claim.roles for outcome in subjects.OUTCOMES if outcome != "upheld"
        )
        return _above_zero(context, fields_of(context, others))
    if claim.kind is ClaimKind.ALL_CONCLUDED and not _counts_what_was_concluded(context, claim):
        open_ones = _above_zero(context, fields_of(context, (subjects.CARRIED_OUT,)))
        if open_ones is not None:
            return open_ones
    results, concluded = fields_of(context, subjects.RESULTS), fields_of(context, (subjects.CONCLUDED,))
    incoming = _above_zero(context, fields_of(context, (subjects.RECEIVED, subjects.CARRIED_IN)))
    if (
        (incoming is not None or _counts_itself(context, claim))
        and results
        and _above_zero(context, results) is None
    ):
        total = (concluded or results)[0]
        return total, 0 if context.submission.figure(total) == 0 else None
    return None


def _counts_itself(context: CheckContext, claim: Claim) -> bool:
    """Return whether the text counts the answered applications and the table leaves what was received blank."""
    received = fields_of(context, (subjects.RECEIVED,))
    return claim.kind is ClaimKind.ANSWERED and bool(received) and context.figure(received[0]) is None


def _not_counted(context: CheckContext, claim: Claim) -> tuple[str, ...]:
    """Return the roles that the sentence counts nothing of: of the others it denies only one kind or matter."""
    counted = {
        role
        for comparison in context.analysis.derive(compare_numbers)
        if comparison.mention.sentence is claim.sentence
        and comparison.mention.value > 0
        and comparison.outcome in (Outcome.AGREES, Outcome.AGREES_OTHERWISE)
        for role in comparison.mention.roles
    }
    return tuple(role for role in claim.roles if role not in counted)


def _counts_what_was_concluded(context: CheckContext, claim: Claim) -> bool:
    """Return whether the number that 均 refers to counts the concluded ones: of the others nothing is said."""
    before = [
        comparison
        for comparison in context.analysis.derive(compare_numbers)
        if comparison.mention.sentence is claim.sentence and comparison.mention.quantity.start < claim.start
    ]
    return bool(before) and before[-1].taken == "concluded"


def _above_zero(context: CheckContext, fields: tuple[str, ...]) -> tuple[str, int] | None:
    """Return the first field with a figure above 0; the parts replace a total that is not known."""
    for field in fields:
        for part in (field, *context.form.totals.get(field, ())):
            figure = context.figure(part)
            if figure and figure > 0:
                return part, int(figure)
    return None


@rule("NT118")
def text_against_itself(context: CheckContext) -> Iterator[Finding]:
    """Find claims that a number of the same paragraph contradicts: 全部办结, and 结转3件."""
    for contradiction in contradictions(context.analysis.derive(read_narrative)):
        mention = contradiction.mention
        yield context.finding(
            _(
                "文中自相矛盾：前后分别写的是“{claim}”和“{number}”。",
                claim=excerpt(contradiction.claim.sentence, contradiction.claim.start),
                number=excerpt(mention.sentence, mention.quantity.start),
            )
            if contradiction.claim.sentence is not mention.sentence
            else _(
                "一句话里自相矛盾：“{text}”。",
                text=excerpt(mention.sentence, min(contradiction.claim.start, mention.quantity.start)),
            ),
            field=contradiction.claim.sentence.field,
        )
