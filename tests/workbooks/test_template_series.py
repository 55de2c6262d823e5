"""Workbooks made in series: byte for byte what each would be by itself."""

from __future__ import annotations

import random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import PluginRegistry, Submission, write_workbook
from nianbao.forms.definition import Form
from nianbao.submissions.numbers import NumberReading, State
from nianbao.submissions.submission import Agency, Answer
from nianbao.workbooks import template_series
from nianbao.workbooks.starting_submission import blank_submission
from nianbao.workbooks.template_series import TemplateSeries

FORMS = {form.id: form for form in PluginRegistry().find_form.forms}
FORM = FORMS["zfxxgk-2021"]
NAMES = st.text(
    st.sampled_from("东湖区街道办事处（本级）&<>\"'x_0041 Aé𠮷\n\t"), min_size=1, max_size=48
) | st.sampled_from(["封面", "SL001", "2024", "是", "单位名称"])
SERIES = TemplateSeries()


def figure(value: int) -> Answer:
    return Answer(raw=value, reading=NumberReading(state=State.NUMBER, value=value))


def workbook_of(agency: Agency, carried: dict[str, int], form: Form = FORM) -> Submission:
    year = form.last_year or 2024
    return replace(
        blank_submission(form, year, agency), answers={field: figure(value) for field, value in carried.items()}
    )


@settings(max_examples=12, deadline=None)
@given(
    name=NAMES | st.none(),
    code=st.from_regex(r"[A-Z0-9]{4,18}", fullmatch=True) | st.none(),
    kind=st.sampled_from(["department", "town", None]),
    short=NAMES | st.none(),
    figures=st.lists(st.integers(0, 10**14), min_size=7, max_size=7) | st.none(),
)
def test_a_copy_equals_a_build_of_its_own(
    name: str | None, code: str | None, kind: str | None, short: str | None, figures: list[int] | None
) -> None:
    targets = [carried.target for carried in FORM.carried_forward]
    submission = workbook_of(
        Agency(name=name, code=code, kind=kind, short_name=short),
        dict(zip(targets, figures, strict=False)) if figures else {},
    )
    assert SERIES.workbook(submission) == write_workbook(submission)


@pytest.mark.parametrize("form", FORMS)
def test_a_roster_takes_few_builds(form: str) -> None:
    chance = random.Random(5)
    series, builds = TemplateSeries(), []

    def build(submission: Submission) -> bytes:
        builds.append(submission)
        return write_workbook(submission)

    with patch.object(template_series, "write_workbook", build):
        for number in range(40):
            agency = Agency(name=f"示例区第{number}局", code=f"SL{number:04}")
            carried = {each.target: chance.randrange(300) for each in FORMS[form].carried_forward}
            submission = workbook_of(agency, carried, FORMS[form])
            assert len(series.workbook(submission)) > 10_000
    assert len(builds) == 2  # the first one, and the common one that it was held against


def test_where_copies_would_differ_every_workbook_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_series, "_CREATED", (1990, 1, 1, 0, 0, 0))
    series = TemplateSeries()
    for number in range(3):
        submission = workbook_of(Agency(name=f"示例区第{number}局", code=f"SL{number:04}"), {})
        assert series.workbook(submission) == write_workbook(submission)
