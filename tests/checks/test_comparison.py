from __future__ import annotations

from msgspec.structs import replace

from nianbao import Submission
from nianbao.checks.comparison import Comparison, compare_printed, printed
from nianbao.submissions.submission import make_answers
from tests.interpretation.reports import FORM, read_back, registry, report, submission

FOLDER = registry().form_folders[FORM].sentences


def compared(one: Submission, other: Submission) -> Comparison:
    return compare_printed(one, other, printed(one, FOLDER), printed(other, FOLDER))


def published(made: Submission, to: str = "html") -> Submission:
    found = read_back(report(made, to), f"x.{to}").submission
    assert found is not None
    return found


def test_a_report_says_what_its_source_says_composed_sentences_too() -> None:
    for seed in range(4):
        made = submission(seed)
        assert compared(made, published(made)).same
        assert compared(published(made, "docx"), published(made, "txt")).same


def test_a_figure_a_sentence_and_the_year_that_differ_are_told() -> None:
    made = submission(1)
    figures = {field: answer.raw for field, answer in made.answers.items()}
    figures["requests.received.natural_person"] = 7
    texts = {**made.texts, "problems.current": made.texts["problems.current"] + "另有一处不足。"}
    other = replace(made, answers=make_answers(made.form, figures), texts=texts, year=2023)
    found = compared(made, other)
    assert [each.field for each in found.figures][:1] == ["requests.received.natural_person"]
    assert ("problems", 2, "另有一处不足。") in [
        (next(s.id for s in made.form.sections if s.heading == each.section), each.only_in, each.text)
        for each in found.sentences
        if each.section
    ]
    assert [name for name, _one, _other in found.identity] == ["year", "title"]


def test_a_sentence_said_twice_in_one_and_once_in_the_other_differs() -> None:
    made = submission(1)
    twice = replace(made, texts={**made.texts, "problems.current": made.texts["problems.current"] * 2})
    assert {each.only_in for each in compared(made, twice).sentences} == {2}
