"""What is worked out once for a submission, whoever asks for it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao import Analysis

if TYPE_CHECKING:
    from nianbao import Submission


def test_what_a_pack_derives_is_worked_out_once_and_by_its_own_function(example: Submission) -> None:
    analysis, made = Analysis(example), []

    def derive(given: Analysis) -> list[str]:
        made.append(given)
        return ["derived"]

    assert analysis.derive(derive) is analysis.derive(derive)
    assert made == [analysis]
    assert analysis.derive(lambda given: given.submission.year) == 2024


def test_sentences_are_those_of_published_texts_in_the_order_of_the_form(example: Submission) -> None:
    fields = [sentence.field for sentence in Analysis(example).sentences]
    published = [field for field, text in example.form.texts.items() if text.published and example.text(field)]
    assert list(dict.fromkeys(fields)) == published
    assert not {field for field in fields if field.startswith("signoff.")}


def test_identities_are_evaluated_once(example: Submission) -> None:
    analysis = Analysis(example)
    assert analysis.balance is analysis.balance
    assert analysis.balance.imbalances == ()
