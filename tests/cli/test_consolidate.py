"""``nianbao consolidate`` on the command line: who counts, what is written, what is said of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .command import BLOCKED, MISUSED, OK, assert_a_sentence
from .test_campaign_words import campaign_with_one_file, run

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


def test_a_district_is_summed_up(tmp_path: Path, registry: PluginRegistry) -> None:
    folder = campaign_with_one_file(tmp_path, registry)
    unnamed = run("consolidate", folder=folder)
    assert (unnamed.code, "--agency" in unnamed.message) == (MISUSED, True)
    assert_a_sentence(unnamed)
    made = run("consolidate", "--agency", "样例区人民政府", folder=folder)
    assert (made.code, "计入 1 个单位" in made.text) == (BLOCKED, True)
    assert "乙镇人民政府" in made.message
    assert "CN102" in made.message
    assert (folder / "汇总" / "汇总表.xlsx").exists()
    assert "第 1 版" in run("consolidate", "--agency", "样例区人民政府", folder=folder).text


def test_a_district_of_which_nobody_is_missing_is_summed_up_without_a_finding(
    tmp_path: Path, registry: PluginRegistry
) -> None:
    folder = campaign_with_one_file(tmp_path, registry)
    (folder / "名单.csv").write_text("单位代码,单位名称\nA001,甲财政局\n", "utf-8")
    made = run("consolidate", "--agency", "样例区人民政府", folder=folder)
    assert (made.code, "计入 1 个单位，没有计入 0 个" in made.text) == (OK, True)


def test_outside_a_campaign_it_is_refused(tmp_path: Path) -> None:
    refused = run("consolidate", "--agency", "样例区", folder=tmp_path)
    assert refused.code == MISUSED
    assert_a_sentence(refused)
