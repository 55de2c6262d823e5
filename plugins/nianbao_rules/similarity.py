"""SM, RG: faults that appear only when a unit's report is compared with others or with registers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import msgspec

from nianbao import CheckContext, Domain, Finding, Submission, listed, place_words, rule
from nianbao_rules.likeness import (
    Copied,
    OwnText,
    SimilarityOptions,
    copied_texts,
    groups_to_report,
    longest_passage,
    own_texts,
    speak,
)
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM

_ = Domain("nianbao_rules")
MOST_HOLDERS = 64
"""How many units that share a run are remembered: of more, the later ones are still compared with the first."""


class Source(msgspec.Struct, frozen=True):
    """Another unit of the set, and the texts that are mostly the same as its own."""

    unit: Submission
    copied: tuple[Copied, ...]


def same_unit(one: Submission, two: Submission) -> bool:
    """Return whether two submissions are of the same agency."""
    return one is two or (one.agency.code is not None and one.agency.code == two.agency.code)


def sources(submissions: Sequence[Submission], weighed: Sequence[str],
            options: SimilarityOptions) -> dict[int, tuple[Source, ...]]:  # fmt: skip
    """Return, for each submission by ``id``, the others that its texts were copied from or by.

    Only runs that several reports have are compared, by way of who has them, so the work grows with what is
    shared; the result is that of comparing each report with every other.
    """
    texts = [own_texts(submission, options) for submission in submissions]
    seen: set[int] = set()
    common: set[int] = set()
    for fields in texts:
        runs = {run for own in fields.values() for run in own.runs}
        common |= seen & runs
        seen |= runs
    del seen
    holders: dict[int, list[int]] = {}
    for number, fields in enumerate(texts):
        for run in {run for own in fields.values() for run in own.runs} & common:
            run_holders = holders.setdefault(run, [])
            if len(run_holders) < MOST_HOLDERS:
                run_holders.append(number)
    sources_by_id: dict[int, tuple[Source, ...]] = {}
    for number, fields in enumerate(texts):
        shared: dict[int, dict[str, int]] = {}
        for field, own in fields.items():
            counts = Counter(other for run in own.runs & common for other in holders[run])
            for other, count in counts.items():
                shared.setdefault(other, {})[field] = count
        others = [(submissions[other], counted) for other, counted in sorted(shared.items()) if other != number]
        sources_by_id[id(submissions[number])] = _chosen(submissions[number], fields, others, weighed, options)
    return sources_by_id


def _key_of(submission: Submission) -> Hashable:
    """Return a key of the agency and its texts: a rule gets a copy of the submission that is in the set."""
    return submission.agency.code, submission.agency.name, frozenset(submission.texts.items())


def _chosen(submission: Submission, fields: Mapping[str, OwnText], others: Iterable[tuple[Submission, dict[str, int]]],
            weighed: Sequence[str], options: SimilarityOptions) -> tuple[Source, ...]:  # fmt: skip
    """Return the units that account for the copied texts: the one that shares most first, each text once."""
    candidates = [
        (other, copied)
        for other, shared in others
        if not same_unit(submission, other)
        and speak(copied := copied_texts(fields, shared, weighed, options), options)
    ]
    chosen: list[Source] = []
    accounted_for: set[str] = set()
    while candidates:
        remaining = [
            (other, [text for text in copied if text.field not in accounted_for]) for other, copied in candidates
        ]
        candidates = [(other, copied) for other, copied in remaining if speak(copied, options)]
        if candidates:
            other, copied = max(
                candidates, key=lambda candidate: sum(text.share * text.length for text in candidate[1])
            )
            chosen.append(Source(other, tuple(copied)))
            accounted_for |= {text.field for text in copied}
    return tuple(chosen)


def _sources_of(context: CheckContext, options: SimilarityOptions) -> tuple[Source, ...]:
    """Return the other units that have a submission's texts; what is computed for the set is kept with it."""
    weighed = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    together, key = context.together, ("sources", context.form.id, options)
    if key not in together.analyses:
        sources_by_id = sources(together.submissions, weighed, options)
        together.analyses[key] = {
            _key_of(submission): sources_by_id[id(submission)] for submission in together.submissions
        }
    cached: dict[Hashable, tuple[Source, ...]] = together.analyses[key]
    known = cached.get(_key_of(context.submission))
    if known is not None:
        return known
    own = own_texts(context.submission, options)  # not in the set: compared with all of it
    others = []
    for other in together.submissions:
        runs = {run for own_text in own_texts(other, options).values() for run in own_text.runs}
        others.append((other, {field: len(own_text.runs & runs) for field, own_text in own.items()}))
    return _chosen(context.submission, own, others, weighed, options)


def _by_section(context: CheckContext, source: Source, options: SimilarityOptions) -> list[list[Copied]]:
    """Return what was copied from one unit in groups to report: by section where a section is enough by itself."""
    sections: dict[str | None, list[Copied]] = {}
    for text in source.copied:
        sections.setdefault(context.form.texts[text.field].section, []).append(text)
    return groups_to_report(sections.values(), options) or [list(source.copied)]


@rule("SM101", options=SimilarityOptions)
def copied_from_another_unit(context: CheckContext) -> Iterator[Finding]:
    """Find texts that are mostly another unit's; a section copied from one unit is one finding."""
    options = context.option(SimilarityOptions)
    groups = [(source.unit, copied) for source in _sources_of(context, options)
            for copied in _by_section(context, source, options)]  # fmt: skip
    for unit, copied in groups:
        most_copied = max(copied, key=lambda text: text.share * text.length)
        fields = (most_copied.field, *(text.field for text in copied if text is not most_copied))
        share = sum(text.share * text.length for text in copied) / sum(text.length for text in copied)
        yield context.finding(
            _("{labels}有 {share}% 与“{other}”相同，最长的一段是“{passage}”。",
              labels=listed(f"“{context.form.texts[field].label}”" for field in fields), share=round(share * 100),
              other=unit.agency.name or unit.agency.code or "",
              passage=longest_passage(context.text(most_copied.field), unit.texts.values())[:60]),
            field=most_copied.field, fields=fields,
        )  # fmt: skip


@rule("RG101")
def differs_from_register(context: CheckContext) -> Iterator[Finding]:
    """Compare figures with those of source registers."""
    for entry in context.together.registers:
        if entry.agency_code != context.submission.agency.code or entry.field not in context.form.fields:
            continue
        figure = context.figure(entry.field)
        if figure is not None and figure != entry.value:
            yield context.finding(
                _("{place}填的是 {figure}，{source}登记的是 {value}。", place=place_words(context.form, entry.field),
                  figure=figure, source=entry.source, value=entry.value),
                field=entry.field, expected=entry.value, actual=figure,
            )  # fmt: skip
