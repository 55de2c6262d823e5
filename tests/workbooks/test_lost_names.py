"""Names that a program dropped or a copied sheet took along: the figures are read where everything else stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nianbao import Reader, read_raw
from tests.corpus.base import base_workbook, checked, same_as_original
from tests.corpus.damage import CHECKS, COVER, REQUESTS, at, in_turn, named, typed
from tests.corpus.rewriting import WORKBOOK, in_sheet, rewritten, substituted

if TYPE_CHECKING:
    from collections.abc import Callable

OF_TABLE_THREE = rf"<definedName name=\"(\w+)\">'{REQUESTS}'!([^<]*)</definedName>"


def names_of_table_three(new: str) -> Callable[[bytes], bytes]:
    return lambda data: rewritten(data, WORKBOOK, lambda xml: substituted(OF_TABLE_THREE, new, xml))


def all_names_gone(data: bytes) -> bytes:
    return rewritten(
        data, WORKBOOK, lambda xml: re.sub(r"<definedNames>.*</definedNames>", "", xml, flags=re.DOTALL)
    )


def copied(data: bytes) -> bytes:
    """Copy the sheet, delete the original, give the copy its name: what looked at the original looks nowhere."""
    local = (
        r'<definedName name="\1">#REF!</definedName>'
        rf"""<definedName name="\1" localSheetId="4">'{REQUESTS}'!\2</definedName>"""
    )
    data = names_of_table_three(local)(data)
    return in_sheet(
        data, CHECKS, lambda xml: re.sub(rf"'{REQUESTS}'!\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?", "#REF!", xml)
    )


LOST: dict[str, tuple[Callable[[bytes], bytes], list[str]]] = {
    "all names": (all_names_gone, ["RD106"]),
    "the names of a sheet": (names_of_table_three(""), ["RD106"]),
    "a sheet's names that point nowhere": (names_of_table_three(r'<definedName name="\1">#REF!</definedName>'), ["RD106"]),
    "some names": (in_turn(named("requests_received_natural_person", None), named("requests_received_enterprise", None)), ["RD106"]),
    "a sheet copied, its original deleted": (copied, []),
}  # fmt: skip


@pytest.mark.parametrize("name", LOST)
def test_figures_are_read_where_labels_merges_and_formulas_stand(name: str) -> None:
    damage, told = LOST[name]
    read = checked(damage(base_workbook()))
    assert [finding.code for finding in read.findings] == told
    assert same_as_original(read)


@pytest.mark.parametrize("name", LOST)
def test_both_readers_find_the_same_names(name: str) -> None:
    data = LOST[name][0](base_workbook())
    fast, second = read_raw(data), read_raw(data, reader=Reader.OPENPYXL)
    assert (fast.names, fast.local_names) == (second.names, second.local_names)


@pytest.mark.parametrize(
    "damage",
    [
        in_turn(names_of_table_three(""), typed(REQUESTS, "B10", "（三）予以公开了")),
        in_turn(names_of_table_three(""), typed(REQUESTS, at("requests.received.total"), "50")),
        in_turn(
            named("requests_received_natural_person", None),
            named("requests_received_enterprise", f"'{REQUESTS}'!$A$1"),
        ),
        named("requests_received_natural_person", "#REF!"),
        in_turn(copied, typed(CHECKS, "C4", "1"), typed(REQUESTS, at("requests.received.total"), "50")),
    ],
    ids=["a label", "a formula", "a name elsewhere", "one name nowhere", "a total of the copy"],
)
def test_where_anything_else_is_changed_no_figure_is_read(damage: Callable[[bytes], bytes]) -> None:
    read = checked(damage(base_workbook()))
    assert read.submission is None
    assert {finding.code for finding in read.findings} & {"LT202", "LT204", "LT205"}


def test_names_lost_on_the_cover_too_are_told_once() -> None:
    read = checked(all_names_gone(base_workbook()))
    assert COVER in str(read.findings[0].message)
    assert str(read.findings[0].message).count("名称") == 1
