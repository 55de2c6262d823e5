"""The commands of a campaign on the command line: they add words to what the API does, and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao import Campaign
from nianbao.campaigns import commands
from tests.campaigns.units import Units

from .command import BLOCKED, MISUSED, OK, Ran, nianbao

if TYPE_CHECKING:
    from nianbao import PluginRegistry


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, registry: PluginRegistry) -> Path:
    root = tmp_path_factory.mktemp("office")
    made = run("init", "年报", "--year", 2024, folder=root)
    assert made.code == OK, made.message
    campaign = root / "年报"
    (campaign / "名单.xlsx").unlink()
    (campaign / "名单.csv").write_text(
        "单位代码,单位名称,类别\nA001,甲财政局,部门\nB002,乙镇人民政府,乡镇\n", "utf-8"
    )
    units = Units(registry=registry)
    units.put(campaign / "收件" / "甲财政局.xlsx", "甲财政局", "A001", year=2024)
    (campaign / "收件" / "误发.txt").write_text("误发的内容", "utf-8")
    return campaign


def campaign_with_one_file(root: Path, registry: PluginRegistry) -> Path:
    """Make a campaign of two units on the command line, of which one has handed in; return its folder."""
    assert run("init", "年报", "--year", 2024, folder=root).code == OK
    folder = root / "年报"
    (folder / "名单.xlsx").unlink()
    (folder / "名单.csv").write_text("单位代码,单位名称\nA001,甲财政局\nB002,乙镇人民政府\n", "utf-8")
    Units(registry=registry).put(folder / "收件" / "甲财政局.xlsx", "甲财政局", "A001", year=2024)
    assert run("collect", folder=folder).code == OK
    return folder


def run(*arguments: object, folder: Path) -> Ran:
    profile = folder.parent / "profile" if folder.name == "年报" else folder / "profile"
    return nianbao(*arguments, folder=folder, NIANBAO_PROFILE=str(profile))


def test_a_january_on_the_command_line(folder: Path) -> None:
    sent = run("distribute", folder=folder)
    assert (sent.code, "2 份" in sent.text) == (OK, True)
    collected = run("collect", folder=folder)
    assert collected.code == OK, collected.message
    assert "通过  甲财政局" in collected.text
    assert "未交  乙镇人民政府" in collected.text
    assert run("collect", "--strict", folder=folder).code == BLOCKED
    status = run("status", "--units", folder=folder / "收件")
    assert "催报" in status.text
    erased = run("erase", "误发.txt", "--reason", "误发", "--authority", "主任", folder=folder)
    assert erased.code == OK, erased.message
    audited = run("audit", "--rebuild", "--against", "状态一览.html", folder=folder)
    assert (audited.code, "没有发现问题" in audited.text) == (OK, True)
    assert "没有单位的结论会变" in run("update", folder=folder).text
    closed = run("close", folder=folder)
    assert "档案包" in closed.text
    assert run("collect", folder=folder).code == MISUSED
    assert run("close", "--reopen", "补报", folder=folder).code == OK


def test_the_ten_lines_say_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NIANBAO_PROFILE", str(folder.parent / "profile"))
    campaign = Campaign.open(folder, pause=0)
    commands.collect(campaign)
    states = {state.unit.name: state.label.words for state in campaign.states().all()}
    text = run("status", "--units", folder=folder).text
    for name, words in states.items():
        assert re.search(f"{words}  {name}", text)


def test_outside_a_campaign_everything_is_as_it_was(tmp_path: Path, folder: Path) -> None:
    for command in ("status", "audit", "update", "close"):
        ran = run(command, folder=tmp_path)
        assert (ran.code, "nianbao init" in ran.message) == (MISUSED, True)
    assert run("collect", folder=tmp_path).code == MISUSED
    assert run("distribute", folder=tmp_path).code == MISUSED
    ran = run("collect", folder, "-o", tmp_path / "out", folder=tmp_path)  # a campaign's folder means its inbox
    assert ran.code == OK, ran.message
    assert [path.stem for path in (tmp_path / "out" / "年度报告").glob("*.txt")] == ["A001_甲财政局"]


def test_looking_with_a_selection_is_refused_inside(folder: Path) -> None:
    ran = run("collect", "--select", "TB", folder=folder)
    assert (ran.code, "--select" in ran.message) == (MISUSED, True)
