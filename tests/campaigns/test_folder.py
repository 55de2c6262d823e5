"""Folders that hold a campaign, and those that cannot."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns.folder import (
    CampaignFolder,
    find_campaign,
    is_network_share,
    refuse_long_paths,
    refuse_unfit,
    require_campaign,
    synchronised_by,
)
from nianbao.campaigns.ledger.ledger import NAME, Ledger
from nianbao.errors import UsageError
from nianbao.files.output_folder import OutputFolder

from .offices import OfficeBench

if TYPE_CHECKING:
    from .units import Units


def test_a_campaign_is_found_from_inside_it(tmp_path: Path, units: Units) -> None:
    office = OfficeBench(tmp_path / "年报", units).begin()
    (office.root / "收件" / "甲").mkdir()
    found = find_campaign(office.root / "收件" / "甲")
    assert found is not None
    assert found.root == office.root.resolve()
    with pytest.raises(UsageError, match="nianbao init"):
        require_campaign(tmp_path)


def test_a_folder_of_results_is_told_from_a_campaign(tmp_path: Path) -> None:
    results = OutputFolder(tmp_path, holds="collect")
    results.write("状态一览.html", b"page")
    results.finish()
    with pytest.raises(UsageError, match=r"collect 的结果.*状态一览\.html"):
        require_campaign(tmp_path)


@pytest.mark.parametrize(
    "path", ["C:/Users/a/OneDrive/年报", "D:/坚果云/年报", "C:/Users/a/OneDrive - 某区/x", "E:/BaiduSyncdisk/年报"]
)
def test_folders_of_programs_that_synchronise_are_refused(path: str) -> None:
    assert synchronised_by(PureWindowsPath(path))
    with pytest.raises(UsageError, match="同步"):
        refuse_unfit(Path(path))


def test_ordinary_folders_and_shares_are_told_apart() -> None:
    assert synchronised_by(PureWindowsPath("D:/年报2024")) is None
    assert is_network_share(PureWindowsPath("//server/share/年报"))
    assert not is_network_share(PureWindowsPath("D:/年报2024"))
    with pytest.raises(UsageError, match="路径"):
        refuse_unfit(Path("/" + "很长的文件夹名" * 20))


def test_paths_that_excel_cannot_open_are_refused_with_the_length_of_the_folder() -> None:
    root = Path("/" + "a" * 99)
    refuse_long_paths(root, {"甲局": "b" * 99})
    with pytest.raises(UsageError, match=r"有 100 个字符.*乙局.*不超过 89 个字符"):
        refuse_long_paths(root, {"甲局": "b" * 99, "乙局": "b" * 110})


def test_a_ledger_without_events_is_nobodys_yet(tmp_path: Path) -> None:
    """What a run that was killed at once leaves behind is completed by whichever command comes next."""
    folder = CampaignFolder(tmp_path)
    folder.inner.mkdir()
    ledger = Ledger(folder.inner)
    ledger.create()
    ledger.close()
    assert folder.has_ledger
    assert not folder.is_campaign
    assert not folder.has_results
    assert find_campaign(tmp_path) is None
    (folder.inner / NAME).write_bytes(b"no database at all, and long enough to be looked at" * 50)
    assert folder.is_campaign  # opening it says what is wrong
