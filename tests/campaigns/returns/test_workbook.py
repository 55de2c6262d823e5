"""The workbook that goes back: marked, its answers as they came, its marks gone when it is read again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from nianbao import Checker
from nianbao.campaigns.take_in.answers import answers_record
from nianbao.workbooks.returned import FRONT
from tests.campaigns.offices import PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.units import Units

RAW = {**PECULIAR, "disclosure.penalties.decisions": "约10", "disclosure.administrative_fees.amount": "265500"}


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory, units: Units) -> Path:
    office = OfficeBench(tmp_path_factory.mktemp("returned") / "年报", units).begin()
    office.send_workbook("甲局.xlsx", "A001", values=RAW)
    office.collect()
    return next((office.root / "退回" / "第1轮").rglob("*.xlsx"))


def test_answers_stand_as_they_came(returned: Path, units: Units) -> None:
    reading = Checker(units.registry).read(returned.name, returned.read_bytes())
    assert [finding.code for finding in reading.findings] == []  # front sheet and comments are ours, and gone
    assert reading.submission is not None
    assert reading.base is not None
    sent = answers_record(units.submission("甲局", "A001", year=2024, values=RAW))
    back = answers_record(reading.submission)
    assert (back["values"], back["texts"]) == (
        {key: value for key, value in sent["values"].items() if not key.endswith("total")}, sent["texts"],
    )  # fmt: skip


def test_a_reason_can_be_typed_and_nothing_technical_is_seen(returned: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(returned.read_bytes()))
    assert book.sheetnames[0] == FRONT
    sheet = book["核实说明"]
    assert sheet.column_dimensions["C"].hidden
    prepared = next(row for row in sheet.iter_rows() if row[0].value == "VL107")
    assert "万元" in str(prepared[1].value)
    assert not prepared[4].protection.locked
    assert prepared[1].protection.locked
    front = [[cell.value for cell in row] for row in book[FRONT].iter_rows(min_row=4)]
    assert [row[1] for row in front[:3]] == ["必须改正", "必须改正", "核实说明"]
    comments = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
    assert len(comments) >= 3


def test_what_somebody_else_wrote_beside_our_marks_is_told(returned: Path, units: Units) -> None:
    book = openpyxl.load_workbook(io.BytesIO(returned.read_bytes()))
    from openpyxl.comments import Comment

    cell = next(cell for row in book["二、主动公开"].iter_rows() for cell in row if cell.comment) if "二、主动公开" in book.sheetnames else next(
        cell for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row if cell.comment
    )  # fmt: skip
    cell.comment = Comment("这个数是去年的口径，请科里再核", "科员")
    stream = io.BytesIO()
    book.save(stream)
    reading = Checker(units.registry).read(returned.name, stream.getvalue())
    assert "LT208" in [finding.code for finding in reading.findings]
