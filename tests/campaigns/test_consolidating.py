"""Summing up a campaign: who counts, where it lies, what a kill, an erasure or a change makes of it."""

from __future__ import annotations

import contextlib
import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Submission
from nianbao.campaigns import commands
from nianbao.campaigns.consolidation.outputs import DATA, SOURCES, SUMS
from nianbao.campaigns.examiner import Examiner
from nianbao.campaigns.folder import SUMMED
from nianbao.campaigns.ledger.canonical import sha256
from nianbao.campaigns.ledger.events import EventKind
from nianbao.errors import UsageError

from .offices import NAMES, PECULIAR, Killed, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao.campaigns.campaign import Campaign
    from nianbao.campaigns.consolidating import Consolidated
    from nianbao.campaigns.consolidation.district_sum import DistrictSum

    from .units import Units

FIELD = "disclosure.penalties.decisions"
DISTRICT = "样例区人民政府"
ROSTER = (
    "单位代码,单位名称,类别,上级,是否计入汇总,由谁代报\n"
    "A001,甲局,部门,,,\nB002,乙镇人民政府,乡镇,,,\nC003,丙中心,事业单位,B002,,\nD004,丁委员会,部门,,否,\nE005,戊站,事业单位,,,甲局\n"
)


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    made = OfficeBench(tmp_path / "年报", units).begin()
    made.write_roster({}, rows=ROSTER)
    for number, code in enumerate(("A001", "B002", "D004"), 1):
        made.send(f"{code}.json", code, values={FIELD: number})
    made.send("C003.json", "C003", values=PECULIAR)
    made.collect()
    return made


def summed(office: OfficeBench, *, kill_at: int | None = None, **options: Any) -> Consolidated:
    found: list[Consolidated] = []

    def run(campaign: Campaign) -> None:
        found.append(commands.consolidate(campaign, **{"agency": DISTRICT, **options}))

    office.run(run, kill_at=kill_at)
    return found[0]


def written(office: OfficeBench) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()) for path in sorted((office.root / SUMMED).iterdir())}


def test_what_passes_and_counts_is_summed_and_the_rest_has_its_reason(office: OfficeBench) -> None:
    made = summed(office).district
    assert [each.agency.name for each in made.contributions] == ["甲局", "乙镇人民政府"]
    assert made.whole.sums[FIELD] == 3
    reasons = {each.agency.name: (str(each.reason), each.missing) for each in made.exclusions}
    assert reasons == {
        "丙中心": ("退回修改", True),
        "丁委员会": ("名单里写明不计入汇总", False),
        "戊站": ("由 甲局 代报", False),
    }
    assert made.contributions[0].sha256 == sha256((office.root / "收件" / "A001.json").read_bytes())


def test_the_files_lie_in_their_folder_and_hold_the_sum(office: OfficeBench) -> None:
    made = summed(office)
    assert sorted(f"{SUMMED}/{name}" for name in written(office)) == sorted(made.files)
    data = json.loads((office.root / SUMMED / DATA).read_bytes())
    assert (data["agency"]["name"], data["values"][FIELD]) == (DISTRICT, 3)
    assert "退回修改" in (office.root / SUMMED / SOURCES).read_text("utf-8")


def test_the_same_sum_is_written_down_once(office: OfficeBench) -> None:
    first, again = summed(office), summed(office)
    assert (first.version, first.again, again.version, again.again) == (1, False, 1, True)
    office.send("丙中心 改.json", "C003", values={FIELD: 10})
    office.collect()
    third = summed(office)
    assert (third.version, third.again, third.district.whole.sums[FIELD]) == (2, False, 13)
    assert [level.name for level in third.district.levels] == ["", "乙镇人民政府"]


@pytest.mark.parametrize("kill_at", range(0, 18, 4))
def test_ended_at_any_write_and_run_again_it_ends_the_same(office: OfficeBench, kill_at: int) -> None:
    with contextlib.suppress(Killed):
        summed(office, kill_at=kill_at)
    made = summed(office)
    assert made.version == 1
    events = [each for each in office.open().ledger.events() if each.kind is EventKind.CONSOLIDATED]
    assert len(events) == 1
    assert written(office) == {name.rpartition("/")[2]: digest for name, digest in events[0].body["files"]}
    assert list(commands.audit(office.open()).troubles) == []


def test_an_edited_file_is_named_and_a_lost_one_made_again(office: OfficeBench) -> None:
    summed(office)
    path = office.root / SUMMED / SUMS
    kept = path.read_bytes()
    path.write_bytes(kept + b" ")
    assert any(SUMS in str(each) for each in commands.audit(office.open()).troubles)
    path.unlink()
    office.collect()
    assert path.read_bytes() == kept


def test_what_is_erased_is_in_no_sum_any_more(office: OfficeBench) -> None:
    summed(office)
    words = office.document("A001")["texts"]["overview.proactive"]
    office.run(partial(commands.erase, words="A001.json", reason="误收", authority="主任"))
    assert not (office.root / SUMMED).exists()
    everything = b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())
    assert words.encode() not in everything
    assert list(commands.audit(office.open()).troubles) == []


def test_last_years_figures_stand_beside(office: OfficeBench, tmp_path: Path) -> None:
    summed(office)
    document = json.loads((office.root / SUMMED / DATA).read_bytes())
    former = tmp_path / "上年.json"
    former.write_text(json.dumps({**document, "year": 2023}), "utf-8")
    made = summed(office, previous=former).district
    assert isinstance(made.previous, Submission)
    assert made.former(FIELD) == 3
    with pytest.raises(UsageError, match="应为 2023 年度"):
        summed(office, previous=office.root / SUMMED / DATA)


def test_a_sum_needs_the_name_of_whose_it_is(office: OfficeBench) -> None:
    assert NAMES  # the units' names are no name of the district
    with pytest.raises(UsageError, match="--agency"):
        summed(office, agency=None)


def test_the_sum_itself_handed_in_as_the_offices_own_is_not_summed_again(office: OfficeBench) -> None:
    office.write_roster({}, rows=ROSTER + "YLQ,样例区人民政府,区,,,\n")
    office.collect()
    assert summed(office, code="YLQ").district.whole.sums[FIELD] == 3
    own = json.loads((office.root / SUMMED / DATA).read_bytes())
    office.put("本级.json", json.dumps({**own, "texts": office.document("YLQ", name=DISTRICT)["texts"]}).encode())
    office.collect()
    again = summed(office, code="YLQ").district
    assert again.whole.sums[FIELD] == 3
    assert any("汇总出来的数字" in str(each.reason) for each in again.exclusions)


def test_the_own_row_of_the_roster_names_the_district(office: OfficeBench) -> None:
    head, *rows = ROSTER.splitlines()
    with_own = [f"{head},本级", *(f"{row}," for row in rows), "YLQ,样例区人民政府,区,,,,是"]
    office.write_roster({}, rows="\n".join(with_own) + "\n")
    office.collect()
    made = summed(office, agency=None).district
    assert (made.agency.name, made.agency.code) == (DISTRICT, "YLQ")


def test_the_sum_is_made_from_the_answers_in_the_archive(
    office: OfficeBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file is read again; what an earlier version read without keeping the places is."""
    office.send_workbook("C003.xlsx", "C003", values={FIELD: 40})
    office.collect()
    known = summed(office).district
    place = known.contributions[-1].place(FIELD)
    assert (known.whole.sums[FIELD], place) == (43, "二主动公开 B12")

    def summed_again(campaign: Campaign) -> DistrictSum:
        for file in campaign.record.files.values():
            file.places = None
        return commands.consolidate(campaign, agency=DISTRICT).district

    assert summed_again(office.open()) == known
    monkeypatch.setattr(Examiner, "reading", None)
    assert summed(office).district == known
    with pytest.raises(TypeError):
        summed_again(office.open())
