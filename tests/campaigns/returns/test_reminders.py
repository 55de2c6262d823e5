"""Reminders for who owes a form: there when they are due, true when the day changes, gone when something comes."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

import docx
import pytest

from tests.campaigns.offices import NAMES, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.units import Units


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    made = OfficeBench(tmp_path / "年报", units).begin()
    path = made.root / "nianbao.toml"
    path.write_text(path.read_text("utf-8").replace("[campaign]", "[campaign]\ndeadline = 2025-01-15"), "utf-8")
    return made


def reminded(office: OfficeBench) -> set[str]:
    return {path.parent.name for path in (office.root / "退回" / "催报").glob("*/催报函.docx")}


def test_who_owes_a_form_is_reminded_until_it_comes(office: OfficeBench) -> None:
    office.collect()
    assert reminded(office) == set()  # nobody has sent anything yet
    office.send("甲局.json", "A001")
    office.collect()
    owing = {f"{code}_{name}" for code, name in NAMES.items() if code != "A001"}
    assert reminded(office) == owing
    office.send("乙镇人民政府.json", "B002")
    office.collect()
    assert reminded(office) == owing - {"B002_乙镇人民政府"}


def test_a_reminder_says_until_when_and_how_late(office: OfficeBench) -> None:
    office.send("甲局.json", "A001")
    office.collect()
    folder = office.root / "退回" / "催报" / "D004_丁委员会"
    before = (folder / "催报函.docx").read_bytes()
    office.collect()
    assert (folder / "催报函.docx").read_bytes() == before
    assert "2025年1月15日前" in (folder / "短信.txt").read_text("utf-8")
    office.now += datetime.timedelta(days=8)
    office.collect()
    document = docx.Document(io.BytesIO((folder / "催报函.docx").read_bytes()))
    assert "已经超过3天" in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert len((folder / "短信.txt").read_text("utf-8")) <= 200
