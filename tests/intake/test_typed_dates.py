from __future__ import annotations

import datetime

import pytest

from nianbao.intake.typed_dates import typed_day


@pytest.mark.parametrize(
    "words",
    [
        "2025-01-20",
        "2025年1月20日",
        "2025/1/20",
        "2025.01.20",
        " 2025-01-20 ",
        "2025-01-20T00:00:00",
        "2025年 1月 20日前",
    ],
)
def test_a_day_is_read_however_it_is_written(words: str) -> None:
    assert typed_day(words) == datetime.date(2025, 1, 20)


@pytest.mark.parametrize("words", ["", "昨天", "2025", "1月20日", "2026-13-45", "20250120"])
def test_what_no_calendar_has_is_none(words: str) -> None:
    assert typed_day(words) is None
