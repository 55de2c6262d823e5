"""Letters and messages: short, in Chinese, from a template that the office may edit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest

from nianbao.campaigns.returns.letters import LONGEST_MESSAGE, RETURN_LETTER, message
from nianbao.errors import TemplateError
from tests.campaigns.offices import PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.units import Units


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    return OfficeBench(tmp_path / "年报", units).begin()


def words_of(path: Path) -> str:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_letter_names_what_to_do_and_bears_the_head(office: OfficeBench) -> None:
    office.send("甲局.json", "A001", values=PECULIAR)
    campaign = office.collect()
    words = words_of(next((office.root / "退回" / "第1轮").rglob("*.docx")))
    assert "甲局：" in words
    assert "三、依申请公开表" in words or "自然人" in words
    assert any(f"{event.seq}-{event.hash[:16]}" in words for event in campaign.ledger.events())
    short = next((office.root / "退回" / "第1轮").rglob("短信.txt")).read_text("utf-8")
    assert len(short) <= LONGEST_MESSAGE
    assert "甲局" in short


def test_an_offices_own_template_is_used_and_its_faults_are_named(office: OfficeBench) -> None:
    path = office.root / "模板" / RETURN_LETTER
    document = docx.Document(path)
    document.add_paragraph("本办另附说明")
    document.save(path)
    office.send("甲局.json", "A001", values=PECULIAR)
    office.collect()
    assert "本办另附说明" in words_of(next((office.root / "退回" / "第1轮").rglob("*.docx")))
    document.add_paragraph("{{ wrong }}")
    document.save(path)
    office.send("乙镇人民政府.json", "B002", values=PECULIAR)
    with pytest.raises(TemplateError, match=RETURN_LETTER):
        office.collect()


def test_a_message_is_never_longer_than_a_telephone_takes(office: OfficeBench) -> None:
    campaign = office.collect()
    unit = campaign.record.units["u0001"]
    assert len(message(campaign, unit, 3, to_explain=1)) <= LONGEST_MESSAGE
