"""Saved pages against what was approved, over all that is live."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from nianbao.campaigns import commands
from nianbao.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from ..offices import OfficeBench


@pytest.fixture
def pages(office: OfficeBench, tmp_path: Path) -> Path:
    """Pages saved from the web site: a town's as it was approved, and one of nobody."""
    office.run(commands.publish)
    folder = tmp_path / "网页"
    folder.mkdir()
    shutil.copy(next((office.root / "发布").glob("B002*/*报告.txt")), folder / "存下来的.txt")
    (folder / "通知.txt").write_text("开会", "utf-8")
    return folder


def test_every_unit_that_is_live_is_compared(office: OfficeBench, pages: Path) -> None:
    found = commands.compare_with_live_pages(office.open(), pages)
    assert [(page.unit, page.page, page.agrees) for page in found] == [
        ("甲局", "", False), ("乙镇人民政府", "存下来的.txt", True), ("", "通知.txt", False),
    ]  # fmt: skip


def test_what_differs_is_said_and_who_has_no_page(
    office: OfficeBench, pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = pages / "存下来的.txt"
    page.write_text(page.read_text("utf-8").replace("47", "48"), "utf-8")
    monkeypatch.chdir(office.root)
    with pytest.raises(SystemExit) as ended:
        main(["compare", "--live", str(pages)])
    out = capsys.readouterr().out
    assert ended.value.code == 1
    assert "甲局 ：没有存下来的网页" in out
    assert "乙镇人民政府 存下来的.txt：与批准的不同" in out
