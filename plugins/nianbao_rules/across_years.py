"""XY: this year's figures and texts against last year's."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, place_words, rule
from nianbao_rules.disclosure import DOCUMENTS, rows_of_role
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM
from nianbao_rules.similarity import SimilarityOptions, compare_texts
from nianbao_rules.table_balance import COLUMN_TOTAL

_ = Domain("nianbao_rules")


class JumpOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How many times a figure must change, and by more than how much, to be asked about."""

    factor: int = 5
    least: int = 20


@rule("XY101")
def carried_in_differs(context: CheckContext) -> Iterator[Finding]:
    """Compare last year's 四 with this year's 二, column by column."""
    for carried in context.form.carried_forward:
        before, now = context.before(carried.source), context.figure(carried.target)
        if before is not None and now is not None and before != now:
            yield context.finding(
                _("上年报告结转下年度 {before} 件，今年“{place}”填的是 {now} 件。", before=before,
                  place=place_words(context.form, carried.target), now=now),
                field=carried.target, expected=before, actual=now,
            )  # fmt: skip


@rule("XY102")
def in_force_does_not_follow(context: CheckContext) -> Iterator[Finding]:
    """Compare what is in force with last year's, plus issued, minus repealed."""
    for fields in rows_of_role(context, DOCUMENTS):
        before = context.before(fields["in_force"])
        issued, repealed, now = (context.figure(fields[name]) for name in ("issued", "repealed", "in_force"))
        if before is None or issued is None or repealed is None or now is None:
            continue
        expected = before + issued - repealed
        if expected != now:
            yield context.finding(
                _("{words}：上年现行有效 {before} 件，加制发 {issued}、减废止 {repealed}，应为 {expected} 件，填的是 {now} 件。",
                  words=context.form.fields[fields["in_force"]].row_words, before=before, issued=issued,
                  repealed=repealed, expected=expected, now=now),
                field=fields["in_force"], fields=(fields["in_force"], fields["issued"], fields["repealed"]),
                expected=expected, actual=now,
            )  # fmt: skip


def _compared(context: CheckContext) -> list[str]:
    """Return the figures worth comparing: the totals of rows and blocks, and figures of tables without any."""
    form = context.form
    rows = {identity.right[0] for identity in form.identities if identity.total and identity.role != COLUMN_TOTAL}
    without = [
        table for table in form.tables if table.published and not set(form.totals) & {f.id for f in table.fields}
    ]
    return [field for field in form.fields if field in rows] + [f.id for table in without for f in table.fields]


@rule("XY103", options=JumpOptions)
def figure_jumped(context: CheckContext) -> Iterator[Finding]:
    """Find figures that changed out of proportion."""
    options = context.option(JumpOptions)
    for field in _compared(context):
        before, now = context.before(field), context.figure(field)
        if before is None or now is None:
            continue
        small, large = sorted((before, now))
        if large - small > options.least and large >= small * options.factor:
            yield context.finding(
                _("{place}从上年的 {before} 变为今年的 {now}，变化很大。", place=place_words(context.form, field),
                  before=before, now=now),
                field=field, expected=before, actual=now,
            )  # fmt: skip


@rule("XY104", options=SimilarityOptions)
def text_like_last_years(context: CheckContext) -> Iterator[Finding]:
    """Find texts that are mostly last year's."""
    if context.previous is None:
        return
    options = context.option(SimilarityOptions)
    weighed = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    for field, text in context.submission.texts.items():
        if not context.form.texts[field].published or context.form.texts[field].section is None:
            continue
        share = options.weighed_share if field in weighed else options.share
        likeness = compare_texts(text, context.previous.text(field), frozenset(), options, share)
        if likeness is not None:
            yield context.finding(
                _("“{label}”有 {share}% 与上年报告相同，最长的一段是“{passage}”。",
                  label=context.form.texts[field].label, share=round(likeness.share * 100), passage=likeness.passage[:60]),
                field=field,
            )  # fmt: skip
