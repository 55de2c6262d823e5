"""What the district's report is written from: each paragraph behind the name of its unit, nothing left out unnamed."""

from __future__ import annotations

from nianbao.campaigns.consolidation.district_report import quoted_fields, raw_material
from nianbao.campaigns.consolidation.district_sum import DistrictSum


def test_every_paragraph_is_quoted_with_its_unit(district: DistrictSum) -> None:
    made = raw_material(district)
    assert "overview.proactive" in quoted_fields(district)
    assert not any(field.startswith(("lead.", "signoff.")) for field in quoted_fields(district))
    for each in district.contributions:
        for paragraph in each.submission.text("overview.proactive").split("\n"):
            assert f"【{each.agency.name}】{paragraph}" in made.text("overview.proactive")
    assert made.figure("disclosure.penalties.decisions") == district.whole.sums["disclosure.penalties.decisions"]


def test_what_has_no_room_is_named(district: DistrictSum) -> None:
    text = raw_material(district, limit=100 * len(quoted_fields(district))).text("overview.proactive")
    quoted = [each for each in district.contributions if f"【{each.agency.name}】" in text]
    assert 0 < len(quoted) < len(district.contributions)
    assert all((each.agency.name or "") in text for each in district.contributions)
