"""A mark that a program wrote in one encoding and read in another is lost, and no sign of forgery."""

from __future__ import annotations

import pytest

from nianbao.workbooks.garbled import is_garbled
from tests.corpus.base import base_workbook, checked, original, same_as_original
from tests.corpus.damage import property_set

NAME = original().agency.name or ""
BYTES = NAME.encode()
WINDOWS = "".join(bytes([each]).decode("cp1252", "ignore") or chr(each) for each in BYTES)


@pytest.mark.parametrize(
    "garbled",
    [
        BYTES.decode("latin-1"),
        WINDOWS,
        "".join(each for each in BYTES.decode("latin-1") if each.isprintable()),
        BYTES.decode("gb18030", "replace"),
        NAME.encode("gb18030").decode("latin-1"),
        WINDOWS.encode().decode("latin-1"),
        "?" * len(NAME),
        NAME[:2] + "\ufffd" + NAME[3:],
    ],
)
def test_a_garbled_name_is_known(garbled: str) -> None:
    assert is_garbled(garbled, NAME)


@pytest.mark.parametrize("other", ["示例县林业局", "Ministry", NAME, NAME + "？", "", "示例县自然资源局（旧）"])
def test_another_name_is_none(other: str) -> None:
    assert not is_garbled(other, NAME)


@pytest.mark.parametrize("garbled", [WINDOWS, "?" * len(NAME)])
def test_a_workbook_with_a_garbled_mark_is_read(garbled: str) -> None:
    legal = "".join(each for each in garbled if each.isprintable())
    read = checked(property_set("agency_name", legal)(base_workbook()))
    assert [finding.code for finding in read.findings] == []
    assert same_as_original(read)


def test_a_mark_of_another_unit_is_still_a_forgery() -> None:
    read = checked(property_set("agency_name", "示例县林业局")(base_workbook()))
    assert [finding.code for finding in read.findings] == ["LT102"]
