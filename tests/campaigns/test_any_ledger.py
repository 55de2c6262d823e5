"""The nearest ledger, whichever kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.any_ledger import open_ledger
from nianbao.errors import UsageError
from tests.cli.command import OK, nianbao

from .offices import OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from .units import Units


def test_of_a_campaign_and_of_results_in_it(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin()
    units.put(tmp_path / "来件" / "甲.xlsx", "甲局")
    ran = nianbao("collect", tmp_path / "来件", "-o", office.root / "看看", folder=tmp_path)
    assert ran.code == OK, ran.message
    campaign = open_ledger(office.root / "收件", units.registry)
    assert campaign.folder.root == office.root.resolve()
    results = open_ledger(office.root / "看看" / "校核意见", units.registry)
    assert results.folder.has_results
    assert results.folder.root == (office.root / "看看").resolve()
    assert len(results.record.files) == 1


def test_without_one(tmp_path: Path, units: Units) -> None:
    with pytest.raises(UsageError, match="nianbao init"):
        open_ledger(tmp_path, units.registry)
