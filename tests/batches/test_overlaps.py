"""Files that share text are found by a sample of it, whatever else they hold, and set phrases join nobody."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao.batches.overlaps import Overlaps, sample_of
from nianbao_rules.likeness import SimilarityOptions
from nianbao_rules.similarity import sources

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


def copied(text: str, chance: random.Random) -> str:
    """Return a text as somebody takes it over: a character in thirty is another."""
    return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) if chance.random() < 1 / 30 else each for each in text)


def test_of_a_thousand_files_every_pair_that_the_exact_comparison_finds_is_found(example: Submission) -> None:
    chance = random.Random(7)
    fields = [field for field in example.texts if field.startswith(("overview.", "problems.", "other."))]
    reports: list[Submission] = []
    for number in range(1000):
        texts = {field: prose(chance.randrange(10**9), chance.randrange(40, 160)) for field in fields}
        if number and chance.random() < 0.2:  # takes some texts over from one that came before
            source = chance.choice(reports).texts
            for field in chance.sample(fields, chance.randrange(1, len(fields))):
                texts[field] = copied(source[field], chance)
        agency = replace(example.agency, name=f"第{number}局", code=f"U{number:04}")
        reports.append(replace(example, texts=texts, agency=agency))
    exact = sources(reports, ("problems.current", "problems.improvement"), SimilarityOptions())
    overlaps = Overlaps()
    for report in reports:
        overlaps.add(sample_of(report))
    near = overlaps.neighbours()
    overlaps.close()
    number_of = {report.agency.code: number for number, report in enumerate(reports)}
    pairs = [
        (number, number_of[source.unit.agency.code])
        for number, report in enumerate(reports)
        for source in exact[id(report)]
    ]
    assert len(pairs) > 200
    assert [pair for pair in pairs if pair[1] not in near.get(pair[0], ())] == []
