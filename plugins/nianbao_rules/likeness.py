"""How much of one report's texts stands in another's: runs of characters shared, set phrases left out.

A text is *copied* where more than a share of its own runs stands anywhere in the other report, whichever text they
stand in there. One copied text speaks by itself when it is long, a short one only word for word; the short ones of a
report are put together, or a report of nine short texts could be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nianbao import Submission
from nianbao_rules.set_phrases import own_passages, plain

SHINGLE = 8
"""Characters of a run: long enough that set terms do not match by chance."""
LONGEST_SHOWN = 3_000
"""Characters of a text among which a shared passage is looked for to be shown: the work grows with their square."""
WORD_FOR_WORD = 0.9
"""Of the runs of a text so large a share is all of it, but for a word that was changed."""


class SimilarityOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Which share counts as the same, over how many characters, and an office's own set phrases.

    ``weighed_share`` holds for the texts on problems and improvement, where copying matters most; ``least`` is how many
    characters must be compared, ``least_word_for_word`` how many of texts that are the same from beginning to end.
    """

    share: float = 0.5
    weighed_share: float = 0.4
    least: int = 80
    least_word_for_word: int = 60
    phrases: tuple[str, ...] = ()


class OwnText(msgspec.Struct, frozen=True):
    """What is a text's own, set phrases left out: its runs, as hashes, and how many characters they cover."""

    runs: frozenset[int]
    length: int


class Copied(msgspec.Struct, frozen=True):
    """A text of which too large a share stands in another report."""

    field: str
    share: float
    length: int

    @property
    def word_for_word(self) -> bool:
        """Whether it is the other's from beginning to end."""
        return self.share >= WORD_FOR_WORD


def own_text(text: str, names: Sequence[str] = (), phrases: Sequence[str] = ()) -> OwnText:
    """Return the runs of :data:`SHINGLE` characters that are a text's own."""
    passages = [each for each in own_passages(text, names, phrases) if len(each) >= SHINGLE]
    runs = {hash(each[at : at + SHINGLE]) for each in passages for at in range(len(each) - SHINGLE + 1)}
    different = len(runs) + (SHINGLE - 1) * len(
        set(passages)
    )  # a sentence repeated a hundred times is one sentence
    return OwnText(frozenset(runs), min(different, sum(map(len, passages))))


def own_texts(submission: Submission, options: SimilarityOptions) -> dict[str, OwnText]:
    """Return what is a report's own in each text of its sections."""
    agency = submission.agency
    names = [name for name in (agency.name, agency.short_name, *agency.aliases) if name]
    texts = submission.form.texts
    found = {
        field: own_text(text, names, options.phrases)
        for field, text in submission.texts.items()
        if texts[field].published and texts[field].section is not None
    }
    return {field: own for field, own in found.items() if own.runs}


def copied_texts(own: Mapping[str, OwnText], shared: Mapping[str, int], weighed: Iterable[str],
                 options: SimilarityOptions) -> list[Copied]:  # fmt: skip
    """Return the texts of which too much is shared; ``shared`` counts, by field, the runs that the other has."""
    lower = set(weighed)
    found = [Copied(field, count / len(own[field].runs), own[field].length) for field, count in shared.items()]
    return [
        each for each in found if each.share > (options.weighed_share if each.field in lower else options.share)
    ]


def speak(copied: Sequence[Copied], options: SimilarityOptions) -> bool:
    """Return whether copied texts, taken together, are enough to speak of."""
    if sum(each.length for each in copied) >= options.least:
        return True
    return sum(each.length for each in copied if each.word_for_word) >= options.least_word_for_word


def apart(groups: Iterable[list[Copied]], options: SimilarityOptions) -> list[list[Copied]]:
    """Return copied texts as they are told: each group that speaks by itself, and what is left over together."""
    alone, left = list[list[Copied]](), list[Copied]()
    for group in groups:
        if speak(group, options):
            alone.append(group)
        else:
            left += group
    return [*alone, left] if speak(left, options) else alone


def longest_passage(text: str, others: Iterable[str]) -> str:
    """Return the longest run of characters that a text shares with any of some others, plain."""
    from difflib import SequenceMatcher  # a file by itself is compared with nothing

    one, best = plain(text[:LONGEST_SHOWN]), ""
    for other in others:
        found = SequenceMatcher(None, one, plain(other[:LONGEST_SHOWN]), autojunk=False).find_longest_match()
        if found.size > len(best):
            best = one[found.a : found.a + found.size]
    return best
