"""``nianbao collect``: its own options, what it says in the end, and its exit codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from .command import BLOCKED, MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


def test_it_says_what_became_of_each_file_and_where_to_look(inputs: Inputs, tmp_path: Path) -> None:
    ran = nianbao("collect", inputs.good, inputs.garbage, "-o", "out", folder=tmp_path)
    assert ran.code == OK
    assert "  通过  示例县自然资源局" in ran.text
    assert "无法读取" in ran.text
    assert "状态一览：out" in ran.text
    assert "校核意见：out" in ran.text


def test_it_names_who_has_sent_nothing(inputs: Inputs, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("单位名称\n示例县自然资源局\n没有交的局\n", "utf-8")
    ran = nianbao("collect", inputs.good, "-o", "out", "--roster", "roster.csv", folder=tmp_path)
    assert ran.code == OK
    assert "未交 1 个单位：没有交的局" in ran.text
    page = (tmp_path / "out" / "状态一览.html").read_text("utf-8")
    assert "<li>没有交的局</li>" in page
    again = nianbao("collect", inputs.good, "-o", "out", "--roster", "roster.csv", folder=tmp_path)
    assert "未交 1 个单位：没有交的局" in again.text
    (tmp_path / "roster.csv").write_text("单位名称\n示例县自然资源局\n", "utf-8")
    assert (
        "未交" not in nianbao("collect", inputs.good, "-o", "out", "--roster", "roster.csv", folder=tmp_path).text
    )
    assert "没有交的局" not in (tmp_path / "out" / "状态一览.html").read_text("utf-8")


def test_reports_are_made_in_the_formats_that_are_asked_for(inputs: Inputs, tmp_path: Path) -> None:
    assert nianbao("collect", inputs.good, "-o", "out", "--to", "json", "--to", "txt", folder=tmp_path).code == OK
    made = {path.suffix for path in (tmp_path / "out" / "年度报告").iterdir()}
    assert made == {".json", ".txt"}


@pytest.mark.parametrize(("name", "code"), [("good", OK), ("bad", BLOCKED), ("doubtful", BLOCKED)])
def test_strict_fails_where_anything_does_not_pass(inputs: Inputs, tmp_path: Path, name: str, code: int) -> None:
    assert nianbao("collect", getattr(inputs, name), "-o", "out", "--strict", folder=tmp_path).code == code


def test_what_somebody_edited_is_kept_and_named_with_exit_2(inputs: Inputs, tmp_path: Path) -> None:
    assert nianbao("collect", inputs.good, "-o", "out", folder=tmp_path).code == OK
    page = tmp_path / "out" / "状态一览.html"
    page.write_text("改过", "utf-8")
    ran = nianbao("collect", inputs.good, "-o", "out", folder=tmp_path)
    assert ran.code == MISUSED
    assert "状态一览.html" in ran.message
    assert page.read_text("utf-8") == "改过"
    assert nianbao("collect", inputs.good, "-o", "out", "--force", folder=tmp_path).code == OK
    assert page.read_text("utf-8") != "改过"


@pytest.mark.parametrize(
    "arguments", [("-o", "out"), (".", "-o", "out"), ("{good}",), ("{good}", "-o", "out", "--to", "rtf")]
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    inputs: Inputs, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = nianbao("collect", *(each.format(good=inputs.good) for each in arguments), folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert list(tmp_path.iterdir()) == []


def test_results_of_many_units_can_go_into_folders_by_code(inputs: Inputs, tmp_path: Path) -> None:
    ran = nianbao("collect", inputs.good, inputs.garbage, "-o", "out", "--code-folders", "2", folder=tmp_path)
    assert ran.code == OK
    names = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.txt")}
    assert "年度报告/SL/SL001_示例县自然资源局.txt" in names
    assert any(name.startswith("校核意见/无代码/") for name in names)
    page = (tmp_path / "out" / "状态一览.html").read_text("utf-8")
    links = {unquote(link) for link in re.findall(r'href="([^"]+)"', page)}
    assert all((tmp_path / "out" / link).exists() for link in links)
    # Without folders again: what lay in them goes away.
    assert nianbao("collect", inputs.good, "-o", "out", "--force", folder=tmp_path).code == OK
    assert not (tmp_path / "out" / "年度报告" / "SL").exists()
    assert nianbao("collect", inputs.good, "-o", "out", "--code-folders", "-1", folder=tmp_path).code == MISUSED
