"""A folder of results, asked from inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao.files.manifest import JOURNAL
from tests.cli.command import MISUSED, OK, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry


@pytest.fixture
def out(tmp_path: Path, registry: PluginRegistry) -> Path:
    from tests.campaigns.units import BROKEN, Units

    units = Units(registry=registry)
    units.put(tmp_path / "来件" / "001.xlsx", "甲局")
    units.put(tmp_path / "来件" / "002.xlsx", "乙局", values=BROKEN)
    assert nianbao("collect", "来件", "-o", "out", folder=tmp_path).code == OK
    return tmp_path / "out"


def test_status_says_what_collect_said(out: Path) -> None:
    again = nianbao("collect", "来件", "-o", "out", folder=out.parent)
    for folder in (out, out / "年度报告"):
        ran = nianbao("status", folder=folder)
        assert ran.code == OK, ran.message
        assert ran.text.splitlines()[:3] == again.text.splitlines()[:3]
        assert str(out / "状态一览.html") in ran.text


def test_collect_inside_it_goes_on_with_what_it_has(out: Path) -> None:
    (out.parent / "来件" / "001.xlsx").unlink()
    (out.parent / "来件" / "002.xlsx").unlink()
    ran = nianbao("collect", folder=out)
    assert ran.code == OK, ran.message
    assert "共 2 个文件：通过 1，退回修改 1" in ran.text
    assert "以前收的 2 个文件一起算" in ran.message


def test_a_run_that_was_cut_short_is_said(out: Path) -> None:
    assert "没有做完" not in nianbao("status", folder=out).message
    (out / JOURNAL).write_text('["", "collect"]\n', "utf-8")
    assert "没有做完" in nianbao("status", folder=out).message
    assert nianbao("collect", folder=out).code == OK
    assert "没有做完" not in nianbao("status", folder=out).message


def test_a_folder_that_a_program_synchronises_is_named_once(out: Path) -> None:
    cloud = out.parent / "OneDrive"
    for said in (True, False):
        ran = nianbao("collect", "来件", "-o", cloud / "out", folder=out.parent)
        assert (ran.code, "同步软件（OneDrive）" in ran.message) == (OK, said)


@pytest.mark.parametrize("command", [("publish",), ("consolidate",), ("distribute",), ("close",), ("update",)])
def test_commands_of_a_campaign_say_what_to_do_instead(out: Path, command: tuple[str, ...]) -> None:
    ran = nianbao(*command, folder=out)
    assert ran.code == MISUSED
    assert "nianbao init" in ran.message


def test_results_are_not_written_into_a_campaign(tmp_path: Path, registry: PluginRegistry) -> None:
    assert nianbao("init", "年报", "--year", 2024, folder=tmp_path).code == OK
    (tmp_path / "来件").mkdir()
    (tmp_path / "来件" / "1.xlsx").write_bytes(b"x")
    ran = nianbao("collect", "来件", "-o", "年报", folder=tmp_path)
    assert (ran.code, "收件" in ran.message) == (MISUSED, True)


def test_where_approvals_are_asked_for_no_report_is_written(out: Path) -> None:
    (out.parent / "nianbao.toml").write_text('[campaign]\ngates = ["secrecy"]\n', "utf-8")
    ran = nianbao("collect", "来件", "-o", "out", folder=out.parent)
    assert ran.code == OK, ran.message
    assert "要求审签" in ran.message
    assert not list((out / "年度报告").glob("*"))
