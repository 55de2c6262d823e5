"""Answers of one version of a form taken over into another, by the ids of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from nianbao.submissions.submission import make_answers

if TYPE_CHECKING:
    from nianbao.forms.definition import Form
    from nianbao.submissions.submission import Submission


def taken_over(submission: Submission, form: Form) -> tuple[Submission, tuple[str, ...]]:
    """Return a submission converted to another version of its form, and its answered fields that this lacks.

    Fields that only the other version has are blank.
    """
    raws = {field: answer.raw for field, answer in submission.answers.items() if field in form.fields}
    texts = {field: submission.texts[field] for field in form.texts if field in submission.texts}
    declarable = {nil.table for nil in form.nil}
    left_out = (
        *(field for field in submission.answers if field not in form.fields),
        *(field for field in submission.texts if field not in form.texts),
    )
    # Read again and not copied: the other version may count the same field in another unit.
    answers = make_answers(form, raws)
    converted = replace(
        submission,
        form=form,
        answers=answers,
        texts=texts,
        nil=submission.nil & declarable,
        blanks_are_zero=submission.blanks_are_zero & frozenset(form.blanks_are_zero),
    )
    return converted, left_out
