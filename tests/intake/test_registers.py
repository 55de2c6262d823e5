"""Registers: lists of source systems, each mistake by its row."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from nianbao import UsageError
from nianbao.intake.registers import read_registers
from nianbao.workbooks.lists import write_list

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "单位代码,字段,数值,来源\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "台账.csv"
    path.write_text(text, "utf-8")
    return path


def test_figures_are_read_as_people_write_them(tmp_path: Path) -> None:
    rows = '001,requests.received.total,"1,234",台账\n\n002,disclosure.administrative_fees.amount,26.50,财政\n'
    found = read_registers(written(tmp_path, HEADER + rows))
    assert [(entry.agency_code, entry.value) for entry in found] == [("001", 1234), ("002", Decimal("26.5"))]
    assert found[0].source == "台账"


def test_columns_may_stand_in_any_order_and_in_excel(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(
        write_list("台账", ["来源", "数值（件）", "字段", "代码"], [["台账", 3, "requests.received.total", "007"]])
    )
    (entry,) = read_registers(path)
    assert (entry.agency_code, entry.field, entry.value, entry.source) == (
        "007",
        "requests.received.total",
        3,
        "台账",
    )


@pytest.mark.parametrize("row", ["001,a.b,若干,台账", "001,a.b,,台账", ",a.b,3,台账", "001,,3,台账", "001"])
def test_a_row_that_is_not_whole_is_told_by_its_number(tmp_path: Path, row: str) -> None:
    with pytest.raises(UsageError, match=r"台账\.csv 第 3 行"):
        read_registers(written(tmp_path, f"{HEADER}001,a.b,3,台账\n{row}\n"))


def test_columns_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="缺少这些列：字段、来源"):
        read_registers(written(tmp_path, "代码,数值\n1,2\n"))


def test_a_list_of_nothing_but_a_header_has_no_figures(tmp_path: Path) -> None:
    assert read_registers(written(tmp_path, HEADER)) == ()
