"""SM, RG: what shows only when a unit's report is laid beside others'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

import msgspec

from nianbao import CheckContext, Domain, Finding, Submission, listed, place_words, rule
from nianbao_rules.likeness import (
    Copied,
    OwnText,
    SimilarityOptions,
    apart,
    copied_texts,
    longest_passage,
    own_texts,
    speak,
)
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM

_ = Domain("nianbao_rules")
MOST_HOLDERS = 64
"""So many units that share a run are looked at: of more, the later ones still find the first."""


class Source(msgspec.Struct, frozen=True):
    """Another unit of the set, and the texts that are mostly its."""

    unit: Submission
    copied: tuple[Copied, ...]


def same_unit(one: Submission, two: Submission) -> bool:
    """Return whether two submissions are one agency's."""
    return one is two or (one.agency.code is not None and one.agency.code == two.agency.code)


def sources(submissions: Sequence[Submission], weighed: Sequence[str],
            options: SimilarityOptions) -> dict[int, tuple[Source, ...]]:  # fmt: skip
    """Return, for each submission by ``id``, the others that its texts were taken from or went to.

    Only runs that stand in several reports are looked at, by way of who has them, so the work grows with what is
    shared; what it finds is what comparing each report with each would find.
    """
    texts = [own_texts(each, options) for each in submissions]
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
            known = holders.setdefault(run, [])
            if len(known) < MOST_HOLDERS:
                known.append(number)
    found: dict[int, tuple[Source, ...]] = {}
    for number, fields in enumerate(texts):
        shared: dict[int, dict[str, int]] = {}
        for field, own in fields.items():
            counts = Counter(other for run in own.runs & common for other in holders[run])
            for other, count in counts.items():
                shared.setdefault(other, {})[field] = count
        others = [(submissions[other], counted) for other, counted in sorted(shared.items()) if other != number]
        found[id(submissions[number])] = _chosen(submissions[number], fields, others, weighed, options)
    return found


def _texts_of(submission: Submission) -> Hashable:
    """Return whose texts they are and which: a rule gets a copy of the submission that is in the set."""
    return submission.agency.code, submission.agency.name, frozenset(submission.texts.items())


def _chosen(submission: Submission, fields: Mapping[str, OwnText], others: Iterable[tuple[Submission, dict[str, int]]],
            weighed: Sequence[str], options: SimilarityOptions) -> tuple[Source, ...]:  # fmt: skip
    """Choose the units that account for the copied texts: the one that shares most first, each text told once."""
    candidates = [
        (other, copied)
        for other, shared in others
        if not same_unit(submission, other)
        and speak(copied := copied_texts(fields, shared, weighed, options), options)
    ]
    chosen: list[Source] = []
    told: set[str] = set()
    while candidates:
        left = [(other, [each for each in copied if each.field not in told]) for other, copied in candidates]
        candidates = [(other, copied) for other, copied in left if speak(copied, options)]
        if candidates:
            other, copied = max(candidates, key=lambda each: sum(text.share * text.length for text in each[1]))
            chosen.append(Source(other, tuple(copied)))
            told |= {each.field for each in copied}
    return tuple(chosen)


def _sources_of(context: CheckContext, options: SimilarityOptions) -> tuple[Source, ...]:
    """Return where a submission's texts also stand; what is worked out for the set is kept with it."""
    weighed = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    together, key = context.together, ("sources", context.form.id, options)
    if key not in together.analyses:
        made = sources(together.submissions, weighed, options)
        together.analyses[key] = {_texts_of(each): made[id(each)] for each in together.submissions}
    found: dict[Hashable, tuple[Source, ...]] = together.analyses[key]
    known = found.get(_texts_of(context.submission))
    if known is not None:
        return known
    own = own_texts(context.submission, options)  # beside the set: compared with all of it
    others = []
    for other in together.submissions:
        runs = {run for each in own_texts(other, options).values() for run in each.runs}
        others.append((other, {field: len(each.runs & runs) for field, each in own.items()}))
    return _chosen(context.submission, own, others, weighed, options)


def _by_section(context: CheckContext, source: Source, options: SimilarityOptions) -> list[list[Copied]]:
    """Return what was copied from one unit as it is told: section by section where a section is enough to speak of."""
    sections: dict[str | None, list[Copied]] = {}
    for each in source.copied:
        sections.setdefault(context.form.texts[each.field].section, []).append(each)
    return apart(sections.values(), options) or [list(source.copied)]


@rule("SM101", options=SimilarityOptions)
def copied_from_another_unit(context: CheckContext) -> Iterator[Finding]:
    """Find texts that are mostly another unit's; a section copied from one unit is one finding."""
    options = context.option(SimilarityOptions)
    told = [(source.unit, copied) for source in _sources_of(context, options)
            for copied in _by_section(context, source, options)]  # fmt: skip
    for unit, copied in told:
        most = max(copied, key=lambda each: each.share * each.length)
        fields = (most.field, *(each.field for each in copied if each is not most))
        share = sum(each.share * each.length for each in copied) / sum(each.length for each in copied)
        yield context.finding(
            _("{labels}有 {share}% 与“{other}”相同，最长的一段是“{passage}”。",
              labels=listed(f"“{context.form.texts[each].label}”" for each in fields), share=round(share * 100),
              other=unit.agency.name or unit.agency.code or "",
              passage=longest_passage(context.text(most.field), unit.texts.values())[:60]),
            field=most.field, fields=fields,
        )  # fmt: skip


@rule("RG101")
def differs_from_register(context: CheckContext) -> Iterator[Finding]:
    """Compare figures with what source registers say."""
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
