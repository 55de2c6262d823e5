"""What several commands need: input files, the form of a year, progress in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, UsageError
from nianbao.cli.shared import (
    existing_file,
    form_for,
    progress,
    progress_of,
    read_input,
    say_bytes,
    say_notices,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "words"), [("没有.xlsx", "找不到"), ("", "文件夹"), ("x" * 5000, "x"), ("a\0b", "路径")]
)
def test_an_input_that_is_none_is_named_with_the_reason(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        existing_file(tmp_path / name)
    (tmp_path / "a").write_bytes(b"x")
    assert read_input(existing_file(tmp_path / "a")) == b"x"


def test_the_form_of_a_year_is_the_one_in_force_or_the_one_asked_for(registry: PluginRegistry) -> None:
    assert form_for(registry, None, 2024).id == "zfxxgk-2021"
    assert form_for(registry, "zfxxgk-2021", 1999).id == "zfxxgk-2021"
    with pytest.raises(UsageError, match=r"1999.*zfxxgk-2021"):
        form_for(registry, None, 1999)
    with pytest.raises(UsageError, match="nope"):
        form_for(registry, "nope", 2024)


def test_progress_is_a_line_now_and_then_and_nothing_for_one_thing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("校核", 1) as tell:
        tell("a")
    assert capsys.readouterr().err == ""
    with progress("校核", 120) as tell:
        for _each in range(120):
            tell("a")
    assert capsys.readouterr().err.splitlines() == ["校核 50/120", "校核 100/120", "校核 120/120"]


def test_the_second_progress_begins_when_the_first_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_of(("读取", "校核"), 2) as (first, second):
        for tell in (first, first, second, second):
            tell("a")
    assert capsys.readouterr().err.splitlines() == ["读取 2/2", "校核 2/2"]


def test_a_notice_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    told: set[str] = set()
    say_notices(["甲", "甲"], told)
    say_notices(["甲", "乙"], told)
    assert capsys.readouterr().err == "甲\n乙\n"


def test_bytes_go_out_as_they_are(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    say_bytes([b"a\n", "甲\r\n".encode()])
    assert capfdbinary.readouterr().out == "a\n甲\r\n".encode()
