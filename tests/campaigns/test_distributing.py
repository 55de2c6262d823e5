"""Workbooks handed out: again and again, and never over what somebody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao.campaigns import commands

from .offices import NAMES, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    return OfficeBench(tmp_path / "年报", units).begin()


def test_again_nothing_is_made_and_what_is_lost_comes_back(office: OfficeBench) -> None:
    first = office.run(commands.distribute)
    assert {path.name for path in (office.root / "发出").iterdir()} == {
        *(f"{code}_{name}_2024.xlsx" for code, name in NAMES.items()), "发出清单.xlsx", "填报通知.docx", "填报通知.txt",
    }  # fmt: skip
    lost = office.root / "发出" / "A001_甲局_2024.xlsx"
    data = lost.read_bytes()
    lost.unlink()
    again = office.run(commands.distribute)
    assert lost.read_bytes() == data
    assert again.ledger.head == first.ledger.head


def test_a_workbook_in_which_somebody_typed_is_left_alone(office: OfficeBench) -> None:
    office.run(commands.distribute)
    typed = office.root / "发出" / "A001_甲局_2024.xlsx"
    book = openpyxl.load_workbook(typed)
    book.worksheets[2]["D5"].value = 12
    book.save(typed)
    before = typed.read_bytes()
    office.write_roster({**NAMES, "A001": "甲局（新名）", "B002": "乙街道办事处"})
    office.run(commands.distribute)
    assert typed.read_bytes() == before
    names = {path.name for path in (office.root / "发出").glob("B002*")}
    assert names == {"B002_乙街道办事处_2024.xlsx"}  # untouched: made anew under the name of today
