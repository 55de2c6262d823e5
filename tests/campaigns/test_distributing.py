"""Workbooks handed out: again and again, and never over what somebody typed."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao import PluginRegistry, fitted, read_submission_json, write_workbook
from nianbao.campaigns import commands
from nianbao.errors import UsageError
from nianbao.forms.arrange import arranged

from .offices import NAMES, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign

    from .units import Units

FORM = next(form for form in PluginRegistry().find_form.forms if form.id == "zfxxgk-2021")


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


def test_a_name_too_long_for_excel_is_refused_before_anything_is_made(office: OfficeBench) -> None:
    office.write_roster({**NAMES, "X001": "某某" * 39})
    with pytest.raises(UsageError, match="某某某某"):
        office.run(commands.distribute)
    assert list((office.root / "发出").iterdir()) == []


# ---- one workbook for all


def generic(campaign: Campaign) -> object:
    return commands.distribute(campaign, generic=True)


def named(data: bytes, name: str) -> bytes:
    """The workbook for all, with a unit chosen on its cover."""
    layout = arranged(FORM, (), True)
    placement = layout.facts["agency.name"]
    book = openpyxl.load_workbook(io.BytesIO(data))
    row, column = placement.cells[0]
    book[placement.sheet].cell(row + 1, column + 1).value = name
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_one_workbook_for_all_lets_its_unit_be_chosen_from_the_roster(office: OfficeBench) -> None:
    office.run(generic)
    path = office.root / "发出" / "通用表_2024.xlsx"
    assert {each.name for each in (office.root / "发出").glob("*.xlsx")} == {path.name, "发出清单.xlsx"}
    rows = openpyxl.load_workbook(office.root / "发出" / "发出清单.xlsx").active.iter_rows(values_only=True)
    assert [row[:3] for row in rows][1:] == [(name, code, path.name) for code, name in NAMES.items()]
    book = openpyxl.load_workbook(path)
    (area,) = [
        each.formula1 for each in book.worksheets[0].data_validations.dataValidation if "$D$" in str(each.formula1)
    ]
    assert area == "'_meta'!$D$1:$D$4"
    assert [row[3].value for row in book["_meta"]["A1:D4"]] == list(NAMES.values())


def test_a_unit_that_chose_itself_and_typed_nothing_has_filled_in_nothing(office: OfficeBench) -> None:
    office.run(generic)
    blank = (office.root / "发出" / "通用表_2024.xlsx").read_bytes()
    office.put("丙.xlsx", named(blank, "丙中心"))
    office.collect()
    assert office.label("C003") == "blank"
    assert office.label("A001") == "none"


def test_a_filled_in_workbook_for_all_counts_for_the_unit_that_chose_itself(office: OfficeBench) -> None:
    office.run(generic)
    document = office.document("C003") | {"agency": {"name": None, "code": None}}
    registry = office.units.registry
    filled = fitted(read_submission_json(json.dumps(document).encode(), registry.find_form))
    office.put("不知道谁的.xlsx", named(write_workbook(filled, units=tuple(NAMES.values())), "丙中心"))
    office.collect()
    assert office.label("C003") == "passed"


def test_the_workbook_for_all_follows_the_roster_until_somebody_typed(office: OfficeBench) -> None:
    office.run(generic)
    path = office.root / "发出" / "通用表_2024.xlsx"
    first = path.read_bytes()
    office.run(generic)
    assert path.read_bytes() == first
    office.write_roster({**NAMES, "E005": "戊局"})
    office.run(generic)
    assert openpyxl.load_workbook(path)["_meta"]["D5"].value == "戊局"
    path.write_bytes(named(path.read_bytes(), "戊局"))
    typed = path.read_bytes()
    office.write_roster(NAMES)
    office.run(generic)
    assert path.read_bytes() == typed
    path.unlink()
    office.collect()
    assert path.exists()  # what the events say was handed out is made again
