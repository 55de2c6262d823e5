"""Files that share text are found by a sample of it, whatever else they hold, and set phrases join nobody."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao.batches.overlaps import Overlaps, sample_of

if TYPE_CHECKING:
    from nianbao import Submission

FIELD = "overview.proactive"


def prose(seed: int, length: int) -> str:
    chance = random.Random(seed)
    return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(length))


def neighbours(submission: Submission, texts: list[str]) -> dict[int, tuple[int, ...]]:
    overlaps = Overlaps()
    try:
        for text in texts:
            overlaps.add(sample_of(replace(submission, texts={FIELD: text})))
        return dict(overlaps.neighbours())
    finally:
        overlaps.close()


def test_files_that_share_a_passage_are_neighbours(example: Submission) -> None:
    passage = prose(1, 60)
    texts = [prose(10, 200), prose(11, 100) + passage, prose(12, 300), passage + prose(13, 50), ""]
    assert neighbours(example, texts) == {1: (3,), 3: (1,)}


def test_numbers_and_marks_between_make_no_difference(example: Submission) -> None:
    passage = prose(2, 60)
    parted = "，".join(passage[at : at + 5] for at in range(0, 60, 5)) + "2024年"
    assert neighbours(example, [passage, parted]) == {0: (1,), 1: (0,)}


def test_what_very_many_have_joins_nobody(example: Submission) -> None:
    phrase = prose(3, 30)
    texts = [phrase + prose(100 + number, 40) for number in range(70)]
    assert neighbours(example, texts) == {}


@pytest.mark.parametrize("seed", range(50))
def test_a_short_text_copied_word_for_word_is_found(example: Submission, seed: int) -> None:
    copied = prose(1000 + seed, 60)
    assert neighbours(example, [copied, prose(seed, 80), copied]) == {0: (2,), 2: (0,)}


def test_files_without_texts_have_no_sample(example: Submission) -> None:
    assert sample_of(None) == b""
    assert sample_of(replace(example, texts={})) == b""
    assert sample_of(replace(example, texts={"lead.text": prose(5, 100)})) == b""
