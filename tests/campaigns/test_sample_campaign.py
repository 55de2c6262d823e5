"""The sample campaign: five agencies, first round with their faults, returned workbooks, a corrected second round."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import docx

from nianbao.campaigns import commands
from nianbao.intake.roster import read_roster_entries
from nianbao_development.samples import ROOT, SAMPLES

from .offices import OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units

CAMPAIGN = ROOT / SAMPLES / "campaign"
RETURNED = {"新洲区企业和人才服务中心", "蓉江新区政务服务和大数据发展中心"}


def labels(office: OfficeBench) -> dict[str, str]:
    return {state.unit.name: state.label.value for state in office.open().states().all()}


def test_two_go_back_and_all_five_pass_in_the_second_round(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin()
    office.write_roster({}, rows=(CAMPAIGN / "名单.csv").read_text("utf-8"))
    shutil.copy(CAMPAIGN / "nianbao.toml", office.root / "nianbao.toml")
    assert len(read_roster_entries(CAMPAIGN / "名单.csv")) == 5
    for path in (ROOT / SAMPLES / "workbooks").glob("*.xlsx"):
        office.put(f"第一轮/{path.name}", path.read_bytes())
    office.collect()
    assert labels(office) == {
        unit.name: "failed" if unit.name in RETURNED else "passed" for unit in office.open().record.units.values()
    }
    letters = list((office.root / "退回" / "第1轮").rglob("*.docx"))
    assert {path.parent.name.partition("_")[2] for path in letters} == RETURNED
    for path in letters:  # they bear real agencies' names
        words = "\n".join(each.text for each in docx.Document(io.BytesIO(path.read_bytes())).paragraphs)
        assert "样例" in words
    for path in (CAMPAIGN / "第二轮").glob("*.json"):
        office.put(f"第二轮/{path.name}", path.read_bytes())
    campaign = office.collect()
    assert set(labels(office).values()) == {"passed"}
    assert commands.audit(campaign).troubles == ()
