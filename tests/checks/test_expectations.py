"""Whose file it is: names of agencies, and what people write where none is."""

from __future__ import annotations

import pytest

from nianbao.checks.expectations import names_somebody


@pytest.mark.parametrize(
    "name",
    [
        "某某县教育局",
        "\u3164",
        "\uffa0 \u115f",
        "#N/A",
        "n/a",
        "TBD",
        "undefined",
        "x",
        "某县某局",
        "测试单位",
        "（）",
        "",
    ],
)
def test_what_names_nobody(name: str) -> None:
    assert not names_somebody(name)


@pytest.mark.parametrize("name", ["示例县教育局", "某镇政府办", "12345热线中心", "镇", "测试设备检定所", "TBD公司"])
def test_what_names_somebody(name: str) -> None:
    assert names_somebody(name)
