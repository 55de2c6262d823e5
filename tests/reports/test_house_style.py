"""House styles: how sub-headings are numbered and worded, and what an agency calls itself."""

from __future__ import annotations

import pytest

from nianbao.reports.house_style import HouseStyle


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (90, "九十")],
)
def test_numbers_are_written_as_people_write_them(number: int, numeral: str) -> None:
    assert HouseStyle().heading("主动公开情况", number) == f"（{numeral}）主动公开情况"
    assert HouseStyle(numbering="1.").heading("主动公开情况", number) == f"{number}.主动公开情况"


def test_short_headings_leave_out_the_last_word_and_never_everything() -> None:
    short = HouseStyle(short_headings=True)
    assert short.heading("主动公开情况", 1) == "（一）主动公开"
    assert short.heading("情况", 1) == "（一）情况"
    assert short.heading("情况说明", 1) == "（一）情况说明"


@pytest.mark.parametrize(
    ("own_name", "kind", "short_name", "said"),
    [
        (None, "department", "甲局", "本机关"),
        (None, None, None, "本机关"),
        (None, "institution", "甲中心", "本单位"),
        ("我单位", "institution", "甲中心", "我单位"),
        ("简称", "department", "甲局", "甲局"),
        ("简称", "department", None, "本机关"),
        ("简称", "institution", "", "本单位"),
    ],
)
def test_what_an_agency_calls_itself(own_name: object, kind: str | None, short_name: str | None, said: str) -> None:
    assert HouseStyle(own_name=own_name).self_name(kind, short_name) == said  # type: ignore[arg-type]
