"""Whose file it is: names of agencies, and what people write where none is."""

from __future__ import annotations

import pytest

from nianbao import Office, PluginRegistry
from nianbao.checks.expectations import names_somebody, unexpected
from nianbao.intake.read_file import reading_of, unread_file
from nianbao.testing import example
from tests.documents import FORM


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


@pytest.mark.parametrize(
    ("office", "name", "codes"),
    [
        (Office(), "示例局", []),
        (Office(expected_agency="SL001", expected_year=2024), "示例局", []),
        (Office(expected_agency="SL002"), "示例局", ["LT104"]),
        (Office(expected_year=2023), "示例局", ["LT105"]),
        (Office(expected_agency="SL002", expected_year=2023), "××局", ["LT106", "LT104", "LT105"]),
    ],
)
def test_whose_and_which_years_file_it_must_be(
    registry: PluginRegistry, office: Office, name: str, codes: list[str]
) -> None:
    reading = reading_of(example(registry.registered_form(FORM), agency={"name": name}))
    found = unexpected(reading, office)
    assert [each.code for each in found] == codes
    assert all(each.place is not None for each in found if each.code == "LT104")


def test_of_what_could_not_be_read_nobody_says_whose_it_is() -> None:
    assert unexpected(unread_file("a.xlsx", "没有"), Office(expected_agency="SL001")) == []
