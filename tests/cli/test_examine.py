from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.command import nianbao
from tests.interpretation.reports import report, submission

if TYPE_CHECKING:
    from pathlib import Path


def test_examine_writes_a_page_a_report_and_a_table_over_all(tmp_path: Path) -> None:
    pages = tmp_path / "网页"
    pages.mkdir()
    (pages / "甲.html").write_bytes(report(submission(5), "html"))
    (pages / "乙.txt").write_text("放假通知", "utf-8")
    ran = nianbao("examine", pages, "-o", tmp_path / "体检", folder=tmp_path)
    assert ran.code == 1, ran.message
    assert "体检了 2 份" in ran.text
    made = {path.name for path in (tmp_path / "体检").glob("*.html")}
    assert "index.html" in made
    assert len(made) == 3


def test_examine_needs_reports(tmp_path: Path) -> None:
    assert nianbao("examine", "-o", tmp_path / "体检", folder=tmp_path).code == 2
    (tmp_path / "空").mkdir()
    assert nianbao("examine", tmp_path / "空", "-o", tmp_path / "体检", folder=tmp_path).code == 2
