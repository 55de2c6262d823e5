"""The style of reports that ``[report]`` describes; the tables themselves are tested with the file's reader."""

from __future__ import annotations

from typing import Any

import pytest

from nianbao import UsageError
from nianbao.office.configuration_keys import REPORT, report_style
from nianbao.reports.report_style import ReportStyle


def test_nothing_said_is_the_usual_style() -> None:
    assert report_style({}) == ReportStyle()


def test_every_key_has_its_effect() -> None:
    values: dict[str, Any] = {
        "style": "red-header", "numbering": "1.", "short-headings": True, "own-name": "我单位", "plain-fonts": True,
        "picture": True,
    }  # fmt: skip
    assert set(values) == set(REPORT)
    for key, value in values.items():
        assert report_style({key: value}) != ReportStyle(), key
    style = report_style(values)
    assert (style.name, style.house.own_name, style.page.picture, style.word.plain_fonts) == (
        "red-header", "我单位", True, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [("numbering", "a)"), ("own-name", "咱们"), ("picture", "yes"), ("style", 1), ("short-headings", None)],
)
def test_a_value_of_the_wrong_kind_is_named_by_its_key(key: str, value: object) -> None:
    with pytest.raises(UsageError, match=key):
        report_style({key: value})
