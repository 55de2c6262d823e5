"""Word reports and web pages beside workbooks: attachments where the figures are the same, another version where they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import Checker, draft, publishable, render
from nianbao.campaigns.unit_words import marks_of

from .offices import OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    return OfficeBench(tmp_path / "年报", units).begin()


def report_of(office: OfficeBench, code: str, to: str, **changes: object) -> bytes:
    import json

    data = json.dumps(office.document(code, **changes)).encode()
    checked = Checker(office.units.registry).check("a.json", data)
    made = publishable(checked) or draft(checked)
    assert made is not None
    return render(made, to)


@pytest.mark.parametrize("to", ["docx", "html"])
def test_a_report_with_the_workbooks_figures_is_its_attachment(office: OfficeBench, to: str) -> None:
    office.put(f"甲局盖章件.{to}", report_of(office, "A001", to))
    office.send("甲局.json", "A001")
    office.collect()
    assert office.rows() == {f"甲局盖章件.{to}": "attachment", "甲局.json": "candidate"}
    assert office.label("A001") == "passed"
    assert "公布的是报送表里的文字" in marks_of(office.state("A001"))


def test_a_report_with_other_figures_waits_for_the_office(office: OfficeBench) -> None:
    office.put("甲局盖章件.docx", report_of(office, "A001", "docx", values={"disclosure.penalties.decisions": 21}))
    office.send("甲局.json", "A001")
    office.collect()
    assert office.label("A001") == "conflicting"


def test_a_report_alone_counts(office: OfficeBench) -> None:
    office.put("甲局.docx", report_of(office, "A001", "docx"))
    campaign = office.collect()
    assert office.rows() == {"甲局.docx": "candidate"}
    state = office.state("A001")
    assert state.check is not None
    file = campaign.record.files[state.files.counting or 0]
    assert (file.sort, file.year) == ("report", 2024)
