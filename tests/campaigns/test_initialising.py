"""Beginning a campaign, and beginning next year's from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns import commands
from nianbao.campaigns.initialising import initialise
from nianbao.campaigns.ledger.events import EventKind
from nianbao.errors import UsageError

from .offices import OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units


def test_a_campaign_is_begun_once_and_completed_when_it_is_begun_again(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin()
    (office.root / "模板" / "催报函.docx").unlink()
    (office.root / "nianbao.toml").write_text("[campaign]\nyear = 2024\n", "utf-8")
    initialise(office.root, registry=units.registry, heads=office._heads())
    assert (office.root / "模板" / "催报函.docx").exists()
    assert (office.root / "nianbao.toml").read_text("utf-8") == "[campaign]\nyear = 2024\n"
    kinds = [event.kind for event in office.open().ledger.events()]
    assert kinds.count(EventKind.CAMPAIGN_OPENED) == 1
    with pytest.raises(UsageError, match="2024"):
        initialise(office.root, year=2023, registry=units.registry, heads=office._heads())


def test_results_of_an_earlier_collect_are_kept(tmp_path: Path, units: Units) -> None:
    from nianbao.files.output_folder import OutputFolder

    with OutputFolder(tmp_path / "out", holds="collect") as folder:
        folder.begin()
        folder.write("状态一览.xlsx", b"results")
        folder.finish({})
    with pytest.raises(UsageError, match="没有动"):
        initialise(tmp_path / "out", year=2024, registry=units.registry)
    assert (tmp_path / "out" / "状态一览.xlsx").read_bytes() == b"results"


def test_next_year_takes_over_roster_configuration_and_answers(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "2024", units).begin()
    text = (
        (office.root / "nianbao.toml")
        .read_text("utf-8")
        .replace("[campaign]", '[campaign]\noffice = "某区政务公开办"')
    )
    (office.root / "nianbao.toml").write_text(text, "utf-8")
    office.send("甲局.json", "A001")
    office.collect()
    made = initialise(tmp_path / "2025", last=office.root, registry=units.registry, heads=office._heads())
    assert made.year == 2025
    assert made.office.campaign.office == "某区政务公开办"
    assert made.record.opened["from"]["campaign"] == office.open().record.opened["campaign"]
    last = json.loads((tmp_path / "2025" / "上年" / "A001_甲局.json").read_text("utf-8"))
    assert last["year"] == 2024
    made.ledger.close()
    following = OfficeBench(tmp_path / "2025", units)
    following.run(commands.distribute)
    carried = json.loads(following.open().archive.get(following.open().record.distributed["u0001"]["answers"]))[
        "values"
    ]
    assert carried["requests.carried_in.natural_person"] == last["values"]["requests.carried_out.natural_person"]
