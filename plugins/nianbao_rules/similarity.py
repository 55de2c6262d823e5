"""SM, RG: what shows only when a unit's report is laid beside others'."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from nianbao import CheckContext, Domain, Finding, Submission, place_words, rule
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM

_ = Domain("nianbao_rules")
SHINGLE = 8
"""Characters of a shingle: long enough that set terms do not match by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityOptions:
    """Which share counts as the same, over how many characters, and how common a set phrase is.

    ``weighed_share`` holds for the texts on problems and improvement, where copying matters most.
    """

    share: float = 0.5
    weighed_share: float = 0.4
    least: int = 80
    common: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much of a text stands in another: the share (0 to 1) and the longest passage."""

    share: float
    passage: str


def plain(text: str) -> str:
    """Give a text without white space, punctuation and digits, so that dates do not part passages."""
    return re.sub(r"[\W\d_]+", "", text)


def shingles(text: str) -> set[str]:
    """Give the runs of :data:`SHINGLE` characters of a text."""
    bare = plain(text)
    return {bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)}


def compare_texts(text: str, other: str, common: frozenset[str], options: SimilarityOptions,
                  share: float | None = None) -> Likeness | None:  # fmt: skip
    """Tell how much of a text stands in another, set phrases (``common`` shingles) left out.

    ``None`` where the text is short, or the share is not above the threshold.
    """
    own = shingles(text) - common
    if len(own) + SHINGLE <= options.least or not other:
        return None
    same = own & shingles(other)
    found = len(same) / len(own)
    if found <= (options.share if share is None else share):
        return None
    one, two = plain(text), plain(other)
    match = difflib.SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return Likeness(share=found, passage=one[match.a : match.a + match.size])


def _set_phrases(context: CheckContext, field: str, options: SimilarityOptions) -> frozenset[str]:
    """Give the shingles of a field that many units share; worked out once a field and set."""
    key = ("set_phrases", field, options.common)
    analyses = context.together.analyses
    if key not in analyses:
        submissions = context.together.submissions
        counts = Counter(piece for each in submissions for piece in shingles(each.text(field)))
        least = max(3, options.common * len(submissions))
        analyses[key] = frozenset(piece for piece, count in counts.items() if count >= least)
    found: frozenset[str] = analyses[key]
    return found


def _same_unit(one: Submission, two: Submission) -> bool:
    return one is two or (one.agency.code is not None and one.agency.code == two.agency.code)


@rule("SM101", options=SimilarityOptions)
def copied_from_another_unit(context: CheckContext) -> Iterator[Finding]:
    """Find texts that are mostly another unit's."""
    options = context.option(SimilarityOptions)
    weighed = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    for field, text in context.submission.texts.items():
        if context.form.texts[field].section is None:
            continue
        common = _set_phrases(context, field, options)
        share = options.weighed_share if field in weighed else options.share
        best: tuple[Likeness, Submission] | None = None
        for other in context.together.submissions:
            if _same_unit(context.submission, other):
                continue
            likeness = compare_texts(text, other.text(field), common, options, share)
            if likeness is not None and (best is None or likeness.share > best[0].share):
                best = likeness, other
        if best is not None:
            likeness, other = best
            yield context.finding(
                _("“{label}”有 {share}% 与“{other}”相同，最长的一段是“{passage}”。",
                  label=context.form.texts[field].label, share=round(likeness.share * 100),
                  other=other.agency.name or other.agency.code or "", passage=likeness.passage[:60]),
                field=field,
            )  # fmt: skip


@rule("RG101")
def differs_from_register(context: CheckContext) -> Iterator[Finding]:
    """Hold figures against what source registers say."""
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
