"""XY: compare this year's figures and texts with last year's."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nianbao import CheckContext, Domain, Finding, Severity, listed, place_words, rule
from nianbao_rules.disclosure import DOCUMENTS, rows_of_role
from nianbao_rules.likeness import SimilarityOptions, copied_texts, groups_to_report, longest_passage, own_texts
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM
from nianbao_rules.table_balance import COLUMN_TOTAL

_ = Domain("nianbao_rules")


class JumpOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The factor by which a figure must change to be asked about, and the difference that it must exceed.

    From or to zero any factor is exceeded: there only a difference above ``least_from_nothing`` counts.
    """

    factor: int = 5
    least: int = 20
    least_from_nothing: int = 30


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
    """Compare the documents in force with last year's, plus those issued, minus those repealed."""
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


def _fields_to_compare(context: CheckContext) -> list[str]:
    """Return the fields worth comparing: totals of rows and blocks, and all fields of tables without totals."""
    form = context.form
    total_fields = {
        identity.right[0] for identity in form.identities if identity.total and identity.role != COLUMN_TOTAL
    }
    tables_without_totals = [
        table for table in form.tables if table.published and not set(form.totals) & {f.id for f in table.fields}
    ]
    return [field for field in form.fields if field in total_fields] + [
        f.id for table in tables_without_totals for f in table.fields
    ]


def _parts_of_results(context: CheckContext) -> set[str]:
    """Return the row totals that a table adds up to its results: they are small and shift with the cases."""
    return {
        field for identity in context.form.identities if identity.role == COLUMN_TOTAL for field in identity.left
    }


@rule("XY103", options=JumpOptions)
def figure_jumped(context: CheckContext) -> Iterator[Finding]:
    """Find figures that changed out of proportion; only a warning for one row of results, and from or to 0."""
    options = context.option(JumpOptions)
    parts = _parts_of_results(context)
    for field in _fields_to_compare(context):
        before, now = context.before(field), context.figure(field)
        if before is None or now is None:
            continue
        small, large = sorted((before, now))
        least = options.least if small else max(options.least, options.least_from_nothing)
        if large - small > least and large >= small * options.factor:
            yield context.finding(
                _("{place}从上年的 {before} 变为今年的 {now}，变化很大。", place=place_words(context.form, field),
                  before=before, now=now),
                field=field, expected=before, actual=now,
                at_most=Severity.WARNING if field in parts or not small else None,
            )  # fmt: skip


class LastYearOptions(SimilarityOptions, frozen=True, kw_only=True):
    """The thresholds of likeness; a unit repeats its own sentence more easily than two units write the same."""

    least_word_for_word: int = 40


@rule("XY104", options=LastYearOptions)
def text_like_last_years(context: CheckContext) -> Iterator[Finding]:
    """Find texts that are mostly last year's, from whichever texts of that report."""
    if context.previous is None:
        return
    options = context.option(LastYearOptions)
    weighed = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    own = own_texts(context.submission, options)
    former_runs = {run for own_text in own_texts(context.previous, options).values() for run in own_text.runs}
    shared = {field: len(own_text.runs & former_runs) for field, own_text in own.items()}
    for group in groups_to_report(([text] for text in copied_texts(own, shared, weighed, options)), options):
        most_copied = max(group, key=lambda text: text.share * text.length)
        fields = tuple(text.field for text in group)
        yield context.finding(
            _("{labels}有 {share}% 与上年报告相同，最长的一段是“{passage}”。",
              labels=listed(f"“{context.form.texts[field].label}”" for field in fields),
              share=round(most_copied.share * 100),
              passage=longest_passage(context.text(most_copied.field), context.previous.texts.values())[:60]),
            field=fields[0], fields=fields,
        )  # fmt: skip
