"""From one round to the next: put right, still open, new, come back; and what changed without being asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.campaigns.returns.progress import NO_PROGRESS, progress_of
from tests.campaigns.offices import PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.campaigns.returns.progress import Progress
    from tests.campaigns.units import Units

AS_YUAN = {"disclosure.administrative_fees.amount": "265500"}


def progress(office: OfficeBench) -> Progress:
    campaign, state = office.open(), office.state("A001")
    assert state.files.counting is not None
    return progress_of(campaign.record, campaign.archive, state.unit.id, state.files.counting, state.open_blocks)


def test_what_became_of_each_finding(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin()
    office.send("甲局 1.json", "A001", values=PECULIAR)
    office.collect()
    assert progress(office) == NO_PROGRESS
    office.send("甲局 2.json", "A001", values={**AS_YUAN, "disclosure.penalties.decisions": 99})
    office.collect()
    found = progress(office)
    assert [each.code for each in found.fixed] == ["TB101"]
    assert [each.code for each in found.new] == ["VL107"]
    assert (found.still, found.back) == ((), ())
    assert {each.field for each in found.unasked} == {
        "disclosure.administrative_fees.amount", "disclosure.penalties.decisions",
    }  # fmt: skip
    office.send("甲局 3.json", "A001", values={**AS_YUAN, **PECULIAR})
    office.collect()
    found = progress(office)
    assert [each.code for each in found.still] == ["VL107"]
    assert [each.code for each in found.back] == ["TB101"]


def test_the_page_tells_what_changed_without_being_asked(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin()
    office.send("甲局 1.json", "A001", values=PECULIAR)
    office.collect()
    office.send("甲局 2.json", "A001", values={"disclosure.penalties.decisions": 99})
    office.collect()
    page = (office.root / "状态一览.html").read_text("utf-8")
    assert "比上一轮：已改好 1 处" in page
    assert "14 → 99" in page
