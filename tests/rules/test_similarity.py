"""SM101's index: what it finds is what comparing every report with every other would find."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import Agency, SubmissionSet, check
from nianbao_rules import similarity
from nianbao_rules.likeness import SimilarityOptions, copied_texts, own_texts, speak
from nianbao_rules.similarity import MOST_HOLDERS, sources

if TYPE_CHECKING:
    from nianbao import PluginRegistry, Submission

FIELDS = ("overview.management", "overview.platform", "problems.current")
WEIGHED = ("problems.current",)
OPTIONS = SimilarityOptions()


def phrase(chance: random.Random) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(chance.randrange(9, 30)))


def random_texts(chance: random.Random, count: int) -> list[str]:
    """Make texts of phrases, some of them taken from an earlier text, the rest one's own."""
    made: list[list[str]] = []
    for _number in range(count):
        source = chance.choice(made or [[phrase(chance)]])
        taken = chance.sample(source, chance.randrange(len(source) + 1))
        made.append([*taken, *(phrase(chance) for _ in range(chance.randrange(1, 6)))])
    return ["，".join(phrases) for phrases in made]


def random_set(example: Submission, seed: int, count: int) -> list[Submission]:
    chance = random.Random(seed)
    columns = [random_texts(chance, count) for _field in FIELDS]
    return [unit(example, number, dict(zip(FIELDS, texts, strict=True)))
            for number, texts in enumerate(zip(*columns, strict=True))]  # fmt: skip


def unit(example: Submission, number: int, texts: dict[str, str]) -> Submission:
    return replace(example, agency=Agency(name=f"{number}局", code=str(number)), texts=texts)


def compared(one: Submission, two: Submission) -> dict[str, float]:
    """Compare two reports by themselves; give the share of each text that is copied, nothing where it is too little."""
    own = own_texts(one, OPTIONS)
    runs = {run for each in own_texts(two, OPTIONS).values() for run in each.runs}
    copied = copied_texts(own, {field: len(each.runs & runs) for field, each in own.items()}, WEIGHED, OPTIONS)
    return {each.field: each.share for each in copied} if speak(copied, OPTIONS) else {}


@pytest.mark.parametrize("seed", range(4))
def test_the_index_finds_what_comparing_all_with_all_finds(example: Submission, seed: int) -> None:
    submissions = random_set(example, seed, MOST_HOLDERS - 4)
    found = sources(submissions, WEIGHED, OPTIONS)
    assert sum(map(len, found.values())) > 10
    for one in submissions:
        pairs = {id(two): compared(one, two) for two in submissions if two is not one}
        told = found[id(one)]
        assert bool(told) == any(pairs.values())
        for source in told:
            assert {each.field: each.share for each in source.copied}.items() <= pairs[id(source.unit)].items()
        fields = [each.field for source in told for each in source.copied]
        assert len(fields) == len(set(fields))


def test_each_of_more_units_than_are_looked_at_is_told(example: Submission) -> None:
    chance = random.Random(5)
    shared = "，".join(phrase(chance) for _ in range(9))
    submissions = [unit(example, number, {FIELDS[0]: shared}) for number in range(3 * MOST_HOLDERS)]
    found = sources(submissions, WEIGHED, OPTIONS)
    assert all(found[id(each)] for each in submissions)


def test_a_submission_beside_the_set_is_compared_with_all_of_it(
    registry: PluginRegistry, example: Submission
) -> None:
    others = tuple(random_set(example, 7, 5))
    copy = unit(example, 9, {FIELDS[0]: max((other.texts[FIELDS[0]] for other in others), key=len)})
    found = check(copy, registry.rules_for(copy.form), together=SubmissionSet(submissions=others)).findings
    assert [finding.field for finding in found if finding.code == "SM101"] == [FIELDS[0]]


def test_each_text_of_a_set_is_taken_apart_once(
    registry: PluginRegistry, example: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every rule gets a copy of the submission: looked up by identity, each would be compared with all others anew."""
    taken_apart: list[Submission] = []

    def counted(submission: Submission, options: SimilarityOptions) -> object:
        taken_apart.append(submission)
        return own_texts(submission, options)

    monkeypatch.setattr(similarity, "own_texts", counted)
    together = SubmissionSet(submissions=tuple(random_set(example, 3, 12)))
    for each in together.submissions:
        check(each, registry.rules_for(each.form), together=together)
    assert len(taken_apart) == len(together.submissions)


def test_an_offices_own_set_phrases_are_left_out(example: Submission) -> None:
    chance = random.Random(3)
    shared = "，".join(phrase(chance) for _ in range(9))
    pair = [unit(example, number, {FIELDS[0]: shared}) for number in range(2)]
    assert compared(*pair)
    known = SimilarityOptions(phrases=tuple(shared.split("，")))
    assert own_texts(pair[0], known) == {}
