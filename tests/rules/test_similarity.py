"""SM101's index: what it finds is what comparing every text with every other would find."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Agency, SubmissionSet, check
from nianbao_rules.similarity import SimilarityOptions, alike, compare_texts, shingles

if TYPE_CHECKING:
    from nianbao import PluginRegistry, Submission

FIELD = "overview.management"
OPTIONS = SimilarityOptions()


def random_texts(chance: random.Random, count: int) -> list[str]:
    """Make texts of phrases: some of them everybody's, the rest one's own or taken from an earlier text."""

    def phrase() -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(chance.randrange(9, 30)))

    everybody, made = [phrase() for _ in range(3)], list[list[str]]()
    for _number in range(count):
        source = chance.choice(made or [[phrase()]])
        taken = chance.sample(source, chance.randrange(len(source) + 1))
        made.append([*taken, *chance.sample(everybody, 2), *(phrase() for _ in range(chance.randrange(1, 6)))])
    return ["，".join(phrases) for phrases in made]


def exhaustive(texts: list[str], number: int, share: float) -> list[int]:
    """Compare one text with every other; give those that are alike, the most alike first."""
    counts = Counter(piece for text in texts for piece in shingles(text))
    common = frozenset(piece for piece, count in counts.items() if count >= max(3, OPTIONS.common * len(texts)))
    found = [(other, compare_texts(texts[number], texts[other], common, OPTIONS, share))
             for other in range(len(texts)) if other != number]  # fmt: skip
    near = [(-likeness.share, other) for other, likeness in found if likeness is not None]
    return [other for _share, other in sorted(near)]


def unit(example: Submission, number: int, text: str) -> Submission:
    return replace(example, agency=Agency(name=f"{number}局", code=str(number)), texts={FIELD: text})


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.2, 0.4, 0.5])
def test_the_index_finds_what_comparing_all_with_all_finds(example: Submission, seed: int, share: float) -> None:
    texts = random_texts(random.Random(seed), 60)
    submissions = [unit(example, number, text) for number, text in enumerate(texts)]
    found = alike(submissions, FIELD, OPTIONS, share).others
    expected = [exhaustive(texts, number, share) for number in range(len(texts))]
    assert sum(map(len, expected)) > 10
    for number, submission in enumerate(submissions):
        assert [int(other.agency.code or "") for other in found[id(submission)]] == expected[number]


def test_a_submission_beside_the_set_is_compared_with_all_of_it(
    registry: PluginRegistry, example: Submission
) -> None:
    texts = random_texts(random.Random(7), 5)
    others = tuple(unit(example, number, text) for number, text in enumerate(texts))
    copy = unit(example, 9, max(texts, key=len))
    found = check(copy, registry.rules_for(copy.form), together=SubmissionSet(submissions=others)).findings
    assert [finding.field for finding in found if finding.code == "SM101"] == [FIELD]
