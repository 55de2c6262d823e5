"""Submissions of any content, for hypothesis."""

from __future__ import annotations

import json
import string
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from nianbao import read_submission_json
from nianbao.submissions.submission_json import KINDS

if TYPE_CHECKING:
    from nianbao import Form, Submission

COUNTS = st.one_of(st.integers(0, 30), st.integers(0, 10**14))
MONEY = st.decimals(0, Decimal(10) ** 9, places=6, allow_nan=False, allow_infinity=False).map(
    lambda value: f"{value:f}"
)
RAW = st.sampled_from(
    ["无", "/", "—", "３", "3件", " 12 ", "1,234", "十二", "约10", "3+2", "#N/A", "-3", "1.5", "22（其中修订16件）"]
)
LETTERS = st.one_of(
    st.sampled_from("政府信息公开年度报告，。；：“”（）〔〕%0123456789=+-@'\"<>&\t {}_xX "),
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")),
)
PARAGRAPH = st.text(LETTERS, max_size=60)
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=9).map("\n".join)
TRICKY = st.sampled_from(
    [
        "=1+1",
        "+86",
        "@某",
        "-3",
        "'7",
        "{=A1}",
        "mailto:a@b.cn",
        "http://a.cn",
        "_x0041_",
        "  前后空格  ",
        "甲\n\n乙",
        "\t制表",
        "<b>&amp;</b>",
        "😀𠮷",
        "长" * 3000,
    ]
)
NAME = st.text(st.sampled_from("甲乙丙丁区县市局委中心&<>'\" A1"), min_size=1, max_size=12).filter(
    lambda name: name.strip() == name != ""
)
CODE = st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=10)


def documents(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Return submission documents of a form whose totals are computed."""
    inputs = [field for field in form.fields.values() if field.id not in form.totals]
    figures = {field.id: st.one_of(st.none(), MONEY if field.places else COUNTS, RAW) for field in inputs}
    texts = {text: st.one_of(st.none(), TEXT, TRICKY) for text in form.texts}
    explanation = st.fixed_dictionaries(
        {
            "code": st.sampled_from(["XY103", "SC102", None]),
            "field": st.just("requests.received.total"),
            "value": st.integers(0, 999),
            "text": TEXT.filter(lambda text: bool(text.strip())),
        }
    )
    return st.fixed_dictionaries(
        {
            "schema": st.just(1),
            "form": st.just(form.id),
            "year": st.integers(2021, 2035),
            "totals": st.just("computed"),
            "agency": st.fixed_dictionaries(
                {
                    "name": NAME,
                    "code": CODE,
                    "kind": st.sampled_from([None, *KINDS]),
                    "short_name": st.one_of(st.none(), NAME),
                    "aliases": st.lists(NAME, max_size=2),
                }
            ),
            "nil": st.sets(st.sampled_from([nil.table for nil in form.nil])).map(sorted),
            "values": st.fixed_dictionaries({}, optional=figures),
            "texts": st.fixed_dictionaries({}, optional=texts),
            "explanations": st.lists(explanation, max_size=3).map(_bound_first),
        }
    )


def _bound_first(explanations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for each in explanations:
        if each["code"] is None:
            each.update(field=None, value=None)
    return sorted(explanations, key=lambda each: each["code"] is None)


def submissions(form: Form) -> st.SearchStrategy[Submission]:
    """Return submissions of a form."""
    return documents(form).map(
        lambda document: read_submission_json(json.dumps(document).encode(), lambda _id: form)
    )
