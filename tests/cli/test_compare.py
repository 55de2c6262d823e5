from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.command import nianbao
from tests.interpretation.reports import report, submission

if TYPE_CHECKING:
    from pathlib import Path


def test_compare_says_what_differs_and_exits_by_it(tmp_path: Path) -> None:
    page, text = tmp_path / "公布.html", tmp_path / "送审.txt"
    page.write_bytes(report(submission(1), "html"))
    text.write_bytes(report(submission(1), "txt"))
    ran = nianbao("compare", text, page, folder=tmp_path)
    assert ran.code == 0, ran.message
    assert "都相同" in ran.text
    page.write_bytes(report(submission(2), "html"))
    ran = nianbao("compare", text, page, "--format", "json", folder=tmp_path)
    assert ran.code == 1
    assert json.loads(ran.text)["figures"]
    assert nianbao("compare", text, page, "--format", "html", "-o", "比对.html", folder=tmp_path).code == 1
    assert (tmp_path / "比对.html").is_file()


def test_what_cannot_be_compared_is_misuse(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("放假通知", "utf-8")
    ran = nianbao("compare", "a.txt", "a.txt", folder=tmp_path)
    assert ran.code == 2
    assert "不能用来比对" in ran.message
