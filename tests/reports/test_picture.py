"""Pictures of the year: every chart adds up to the form's own totals, lengths are in proportion."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import Form, Submission
from nianbao.reports.picture import picture
from nianbao.submissions.submission import figure_text
from tests.strategies import submissions


def test_totals_are_those_of_the_tables(example: Submission) -> None:
    totals = {chart.id: chart.total for chart in picture(example)}
    roles = {
        "received": "received",
        "outcomes": "concluded",
        "reconsiderations": "reconsiderations",
        "lawsuits": "lawsuits",
    }
    for chart, role in roles.items():
        figures = [example.shown(field) or 0 for field in example.form.role(role)]
        assert totals[chart] == f"{figure_text(sum(figures))}件"


def test_charts_of_one_table_share_a_scale(example: Submission) -> None:
    for charts in (picture(example)[:2], picture(example)[2:]):
        rates = {round(bar.length / int(bar.amount[:-1])) for chart in charts for bar in chart.bars if bar.length}
        assert len(rates) == 1


@given(data=st.data())
def test_no_submission_is_drawn_outside_its_frame(form: Form, data: st.DataObject) -> None:
    charts = picture(data.draw(submissions(form)))
    assert len({chart.width for chart in charts}) <= 1
    for chart in charts:
        assert all(bar.length >= 0 and chart.labels + bar.length < chart.width for bar in chart.bars)
        assert all(bar.top < chart.height for bar in chart.bars)


def test_what_the_form_does_not_have_is_not_drawn(example: Submission) -> None:
    other = replace(example.form, charts=example.form.charts[:1])
    assert [chart.id for chart in picture(replace(example, form=other))] == ["received"]
    assert picture(replace(example, answers={}, nil=frozenset())) == ()
