"""Measure how much of one report's texts another has: the runs of characters shared, without set phrases.

A text is *copied* if more than a given share of its own runs is anywhere in the other report, in whichever of its
texts. One copied text is enough to report if it is long, a short one only if it is copied word for word; the short
ones of a report are counted together, or a report of nine short texts could be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from nianbao import Submission
from nianbao_rules.set_phrases import own_passages, plain

SHINGLE = 8
"""Characters of a run: long enough that set terms do not match by chance."""
LONGEST_SEARCHED = 3_000
"""Characters of a text that are searched for the longest shared passage: the work grows with their square."""
WORD_FOR_WORD = 0.9
"""The share of a text's runs from which it counts as copied whole, apart from a word that was changed."""


class SimilarityOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The share that counts as copied, over how many characters, and an office's own set phrases.

    ``weighed_share`` is for the texts on problems and improvement, where copying matters most; ``least`` is how
    many characters must be compared, ``least_word_for_word`` how many of texts that are the same from beginning
    to end.
    """

    share: float = 0.5
    weighed_share: float = 0.4
    least: int = 80
    least_word_for_word: int = 60
    phrases: tuple[str, ...] = ()


class OwnText(msgspec.Struct, frozen=True):
    """What is a text's own, without set phrases: its runs, as hashes, and how many characters they cover."""

    runs: frozenset[int]
    length: int


class Copied(msgspec.Struct, frozen=True):
    """A text of which too large a share is in another report."""

    field: str
    share: float
    length: int

    @property
    def word_for_word(self) -> bool:
        """Whether it is copied from beginning to end."""
        return self.share >= WORD_FOR_WORD


def own_text(text: str, names: Sequence[str] = (), phrases: Sequence[str] = ()) -> OwnText:
    """Return a text's own runs of :data:`SHINGLE` characters, without set phrases."""
    passages = [passage for passage in own_passages(text, names, phrases) if len(passage) >= SHINGLE]
    runs = {hash(passage[at : at + SHINGLE]) for passage in passages for at in range(len(passage) - SHINGLE + 1)}
    distinct_length = len(runs) + (SHINGLE - 1) * len(
        set(passages)
    )  # a sentence repeated a hundred times is one sentence
    return OwnText(frozenset(runs), min(distinct_length, sum(map(len, passages))))


def own_texts(submission: Submission, options: SimilarityOptions) -> dict[str, OwnText]:
    """Return the own runs of each text in a report's sections, by field."""
    agency = submission.agency
    names = [name for name in (agency.name, agency.short_name, *agency.aliases) if name]
    texts = submission.form.texts
    own_by_field = {
        field: own_text(text, names, options.phrases)
        for field, text in submission.texts.items()
        if texts[field].published and texts[field].section is not None
    }
    return {field: own for field, own in own_by_field.items() if own.runs}


def copied_texts(own: Mapping[str, OwnText], shared: Mapping[str, int], weighed: Iterable[str],
                 options: SimilarityOptions) -> list[Copied]:  # fmt: skip
    """Return the texts of which too much is shared; ``shared`` has, by field, how many runs the other has too."""
    lower = set(weighed)
    compared = [Copied(field, count / len(own[field].runs), own[field].length) for field, count in shared.items()]
    return [
        text for text in compared if text.share > (options.weighed_share if text.field in lower else options.share)
    ]


def speak(copied: Sequence[Copied], options: SimilarityOptions) -> bool:
    """Return whether copied texts, taken together, are enough to report."""
    if sum(text.length for text in copied) >= options.least:
        return True
    return sum(text.length for text in copied if text.word_for_word) >= options.least_word_for_word


def groups_to_report(groups: Iterable[list[Copied]], options: SimilarityOptions) -> list[list[Copied]]:
    """Return the copied texts to report: each group that is enough by itself, and the rest together."""
    separate, rest = list[list[Copied]](), list[Copied]()
    for group in groups:
        if speak(group, options):
            separate.append(group)
        else:
            rest += group
    return [*separate, rest] if speak(rest, options) else separate


def longest_passage(text: str, others: Iterable[str]) -> str:
    """Return the longest run of characters that a text shares with any of the others, in plain form."""
    from difflib import SequenceMatcher  # a file by itself is compared with nothing

    plain_text, best = plain(text[:LONGEST_SEARCHED]), ""
    for other in others:
        match = SequenceMatcher(
            None, plain_text, plain(other[:LONGEST_SEARCHED]), autojunk=False
        ).find_longest_match()
        if match.size > len(best):
            best = plain_text[match.a : match.a + match.size]
    return best
