"""``nianbao publish`` on the command line: what is released, what is taken back, what is said of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .command import MISUSED, OK, assert_a_sentence
from .test_campaign_words import campaign_with_one_file, run

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


def test_a_report_is_published_and_taken_back(tmp_path: Path, registry: PluginRegistry) -> None:
    folder = campaign_with_one_file(tmp_path, registry)
    made = run("publish", folder=folder)
    assert (made.code, "已发布  甲财政局（第1版）" in made.text) == (OK, True), made.message
    assert [path.suffix for path in sorted((folder / "发布").glob("A001*/*.docx"))] == [".docx"]
    assert "发布 0 个单位" in run("publish", folder=folder).text
    unsaid = run("publish", "--withdraw", "A001", folder=folder)
    assert unsaid.code == MISUSED
    assert_a_sentence(unsaid)
    taken = run("publish", "--withdraw", "A001", "--reason", "有误", "--authority", "主任", folder=folder)
    assert (taken.code, "已撤下" in taken.text) == (OK, True)
    assert not list((folder / "发布").glob("A001*"))
