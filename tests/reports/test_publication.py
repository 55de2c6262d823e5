"""The name under which an agency's files are kept."""

from __future__ import annotations

import pytest

from nianbao import Agency
from nianbao.reports.publication import unit_name


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        (Agency(code="SL001", name="甲局"), "SL001_甲局"),
        (Agency(name="甲局"), "甲局"),
        (Agency(code="SL001"), "SL001"),
        (Agency(code="", name="甲/乙局"), "甲_乙局"),
        (Agency(code="..", name="../../etc"), "_.._.._etc"),
    ],
)
def test_code_and_name_for_two_agencies_may_share_a_name(agency: Agency, name: str) -> None:
    assert unit_name(agency) == name


def test_nobodys_files_have_a_name_too() -> None:
    assert unit_name(Agency())
