"""SM, RG: what shows only when a unit's report is laid beside others'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from nianbao import CheckContext, Domain, Finding, Submission, listed, place_words, rule
from nianbao_rules.section_completeness import IMPROVEMENT, PROBLEM

_ = Domain("nianbao_rules")
SHINGLE = 8
"""Characters of a shingle: long enough that set terms do not match by chance."""


class SimilarityOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Which share counts as the same, over how many characters, and how common a set phrase is.

    ``weighed_share`` holds for the texts on problems and improvement, where copying matters most.
    """

    share: float = 0.5
    weighed_share: float = 0.4
    least: int = 80
    common: float = 0.3


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a text stands in another: the share (0 to 1) and the longest passage."""

    share: float
    passage: str


def plain(text: str) -> str:
    """Return a text without white space, punctuation and digits, so that dates do not part passages."""
    return re.sub(r"[\W\d_]+", "", text)


def shingles(text: str) -> set[str]:
    """Return the runs of :data:`SHINGLE` characters of a text."""
    bare = plain(text)
    return {bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)}


def compare_texts(text: str, other: str, common: frozenset[str], options: SimilarityOptions,
                  share: float | None = None) -> Likeness | None:  # fmt: skip
    """Return how much of a text stands in another, set phrases (``common`` shingles) left out.

    ``None`` where the text is short, or the share is not above the threshold.
    """
    own = shingles(text) - common
    if len(own) + SHINGLE <= options.least or not other:
        return None
    same = own & shingles(other)
    found = len(same) / len(own)
    if found <= (options.share if share is None else share):
        return None
    from difflib import SequenceMatcher  # a file by itself is compared with nothing

    one, two = plain(text), plain(other)
    match = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return Likeness(share=found, passage=one[match.a : match.a + match.size])


class Alike(msgspec.Struct, frozen=True):
    """One field over a whole set: the set phrases, and for each submission (by ``id``) the others alike.

    They share more than the threshold; the one that shares most comes first, of equals the first in the set.
    """

    common: frozenset[str]
    others: Mapping[int, tuple[Submission, ...]]


def alike(submissions: Sequence[Submission], field: str, options: SimilarityOptions, share: float) -> Alike:
    """Find whose texts are alike, exactly as comparing each with each would, by way of the shared shingles.

    Only shingles that are no set phrases are looked at, so the work grows with what is really shared.
    """
    pieces = [shingles(each.text(field)) for each in submissions]
    counts = Counter(piece for each in pieces for piece in each)
    least = max(3, options.common * len(submissions))
    common = frozenset(piece for piece, count in counts.items() if count >= least)
    holders: dict[str, list[int]] = {piece: [] for piece, count in counts.items() if 1 < count < least}
    for number, each in enumerate(pieces):
        for piece in each & holders.keys():
            holders[piece].append(number)
    others: dict[int, tuple[Submission, ...]] = {}
    for number, each in enumerate(pieces):
        own, shared = len(each - common), Counter[int]()
        if own + SHINGLE > options.least:
            for piece in each & holders.keys():
                shared.update(holders[piece])
        near = [other for other, same in shared.items() if other != number and same / own > share]
        near.sort(key=lambda other: (-shared[other], other))
        others[id(submissions[number])] = tuple(submissions[other] for other in near)
    return Alike(common, others)


def _same_unit(one: Submission, two: Submission) -> bool:
    return one is two or (one.agency.code is not None and one.agency.code == two.agency.code)


def _most_alike(
    context: CheckContext, field: str, text: str, options: SimilarityOptions
) -> tuple[Likeness, Submission] | None:
    """Return the other unit whose text is most like this one's, if any is too like."""
    weighed = (*context.form.role(PROBLEM), *context.form.role(IMPROVEMENT))
    share = options.weighed_share if field in weighed else options.share
    key = ("alike", field, options.common, options.least, share)
    submissions, analyses = context.together.submissions, context.together.analyses
    if key not in analyses:
        analyses[key] = alike(submissions, field, options, share)
    found: Alike = analyses[key]
    own = id(context.submission)  # one that does not belong to the set is compared with all of it
    near = [other for other in found.others.get(own, submissions) if not _same_unit(context.submission, other)]
    compared = [
        (likeness, other)
        for other in (near[:1] if own in found.others else near)
        if (likeness := compare_texts(text, other.text(field), found.common, options, share)) is not None
    ]
    return max(compared, key=lambda each: each[0].share, default=None)


@rule("SM101", options=SimilarityOptions)
def copied_from_another_unit(context: CheckContext) -> Iterator[Finding]:
    """Find texts that are mostly another unit's; a section copied from one unit is one finding."""
    options = context.option(SimilarityOptions)
    found: dict[tuple[str, str], list[tuple[str, Likeness]]] = {}
    for field, text in context.submission.texts.items():
        section = context.form.texts[field].section
        best = _most_alike(context, field, text, options) if section is not None else None
        if best is not None and section is not None:
            likeness, other = best
            unit = other.agency.name or other.agency.code or ""
            found.setdefault((section, unit), []).append((field, likeness))
    for (_section, unit), likenesses in found.items():
        field, most = max(likenesses, key=lambda each: each[1].share)
        fields = tuple(each for each, _likeness in likenesses)
        yield context.finding(
            _("{labels}有 {share}% 与“{other}”相同，最长的一段是“{passage}”。",
              labels=listed(f"“{context.form.texts[each].label}”" for each in fields), share=round(most.share * 100),
              other=unit, passage=most.passage[:60]),
            field=field, fields=(field, *(each for each in fields if each != field)),
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
