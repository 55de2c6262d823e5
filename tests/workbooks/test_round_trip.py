"""Any submission → workbook → submission gives it back, figure for figure and text for text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from nianbao import fitted, interpret, read_raw, submission_json, write_workbook
from tests.strategies import submissions

if TYPE_CHECKING:
    from nianbao import Form, Submission


@given(data=st.data())
def test_any_submission_comes_back_from_its_workbook(form: Form, data: st.DataObject) -> None:
    submission = data.draw(submissions(form))
    reading = interpret(read_raw(write_workbook(fitted(submission))), lambda _id: form)
    assert [str(finding.message) for finding in reading.findings] == []
    assert reading.submission is not None
    assert submission_json(reading.submission) == submission_json(submission)
    assert {field: reading.submission.shown(field) for field in form.fields} == {
        field: submission.shown(field) for field in form.fields
    }


def test_the_same_submission_gives_the_same_bytes(example: Submission) -> None:
    assert write_workbook(fitted(example)) == write_workbook(fitted(example))


def test_stated_totals_that_agree_are_dropped(form: Form, example: Submission) -> None:
    from msgspec.structs import replace

    from nianbao.submissions.submission import Totals, make_answers

    stated = {field: example.shown(field) for field in form.totals}
    full = replace(example, totals=Totals.STATED, answers={**example.answers, **make_answers(form, stated)})
    reading = interpret(read_raw(write_workbook(fitted(full))), lambda _id: form)
    assert reading.submission is not None
    assert submission_json(reading.submission) == submission_json(example)
