"""``nianbao consolidate`` on the command line: who counts, what is written, what is said of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.campaigns.units import Units

from .command import MISUSED, OK, assert_a_sentence
from .test_campaign_words import run

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


def test_a_district_is_summed_up(tmp_path: Path, registry: PluginRegistry) -> None:
    assert run("init", "年报", "--year", 2024, folder=tmp_path).code == OK
    folder = tmp_path / "年报"
    (folder / "名单.xlsx").unlink()
    (folder / "名单.csv").write_text("单位代码,单位名称\nA001,甲财政局\nB002,乙镇人民政府\n", "utf-8")
    Units(registry=registry).put(folder / "收件" / "甲财政局.xlsx", "甲财政局", "A001", year=2024)
    assert run("collect", folder=folder).code == OK
    unnamed = run("consolidate", folder=folder)
    assert (unnamed.code, "--agency" in unnamed.message) == (MISUSED, True)
    assert_a_sentence(unnamed)
    made = run("consolidate", "--agency", "样例区人民政府", folder=folder)
    assert (made.code, "计入 1 个单位" in made.text) == (OK, True)
    assert "乙镇人民政府" in made.message
    assert "CN102" in made.message
    assert (folder / "汇总" / "汇总表.xlsx").exists()
    assert "第 1 版" in run("consolidate", "--agency", "样例区人民政府", folder=folder).text


def test_outside_a_campaign_it_is_refused(tmp_path: Path) -> None:
    refused = run("consolidate", "--agency", "样例区", folder=tmp_path)
    assert refused.code == MISUSED
    assert_a_sentence(refused)
