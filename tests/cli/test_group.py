"""Help speaks Chinese for every command, wherever the language is given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nianbao.cli import main
from nianbao.cli.group import LazyGroup
from nianbao.cli.group import nianbao as group

from .command import CHINESE, COMMANDS, MISUSED, OK, nianbao, nianbao_process

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = re.compile(
    r"(?i)(?<![a-z])(usage|options|commands|arguments|show this|default|required|exit|integer|text|path|file)(?![a-z])"
)
EVERY = pytest.mark.parametrize("command", COMMANDS)


def names_left_out(text: str) -> str:
    """Return help without the names that stay as they are: options, their choices, file formats."""
    return re.sub(r"'[^']*'|--[a-z-]+|\[[a-z|]+\]|-[oh]\b", "", text)


@EVERY
def test_help_is_chinese_without_english_words(tmp_path: Path, command: str) -> None:
    ran = nianbao_process(command, "--help", folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    assert ran.text.startswith("用法")
    assert "显示帮助并退出" in ran.text
    assert ENGLISH.findall(names_left_out(ran.text)) == []


@pytest.mark.parametrize("arguments", [("-h",), ("--lang", "zh", "--help"), ("--help", "--lang=zh")])
def test_help_is_asked_for_in_several_ways(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert nianbao_process("check", *arguments, folder=tmp_path) == nianbao_process(
        "check", "--help", folder=tmp_path
    )


@EVERY
def test_the_language_may_stand_before_the_command(tmp_path: Path, command: str) -> None:
    chinese = nianbao("--lang", "zh", command, "--help", folder=tmp_path, NIANBAO_LANG="en")
    assert (chinese.code, chinese.text.startswith("用法")) == (OK, True)
    english = nianbao("--lang", "en", command, "--help", folder=tmp_path)
    assert (english.code, english.text.startswith("Usage")) == (OK, True)


@pytest.mark.parametrize(
    "arguments",
    [("check", "--lang", "en", "--help"), ("check", "--help", "--lang", "en"), ("--lang=en", "check", "--help")],
)
def test_english_is_there_wherever_it_is_asked_for(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = nianbao(*arguments, folder=tmp_path)
    assert ran.code == OK
    assert ran.text.startswith("Usage")


def test_the_language_of_the_surroundings_counts_where_none_is_given(tmp_path: Path) -> None:
    assert nianbao("check", "--help", folder=tmp_path, NIANBAO_LANG="en").text.startswith("Usage")
    assert nianbao("check", "--help", folder=tmp_path, NIANBAO_LANG="xx").text.startswith("用法")


def test_help_of_the_whole_lists_every_command_with_its_summary(tmp_path: Path) -> None:
    ran = nianbao("--help", folder=tmp_path)
    assert ran.code == OK
    for command in COMMANDS:
        line = next(line for line in ran.text.splitlines() if line.strip().startswith(f"{command} "))
        assert CHINESE.search(line)


def test_no_command_at_all_shows_help(tmp_path: Path) -> None:
    ran = nianbao(folder=tmp_path)
    assert ran.code == MISUSED
    assert "用法" in ran.text + ran.message


def test_no_command_is_left_out_here() -> None:
    assert isinstance(group, LazyGroup)
    assert set(COMMANDS) <= set(group.list_commands(None))  # type: ignore[arg-type]


def test_the_version_is_shown(tmp_path: Path) -> None:
    ran = nianbao("--version", folder=tmp_path)
    assert ran.code == OK
    assert re.fullmatch(r"nianbao \d+\.\d+\.\d+\S*\n", ran.text)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("chek",), "没有命令"),
        (("check", "--bogus"), "没有选项"),
        (("check", "x", "--format", "pdf"), "可选值"),
        (("check", "x", "--expect-year", "abc"), "--expect-year"),
        (("template", "--year", "2024"), "--output"),
        (("template", "--year"), "--year"),
        (("explain",), "编号"),
        (("explain", "TB101", "TB102"), "TB102"),
        (("distribute", "x.csv", "-o", "out"), "--year"),
        (("--lang", "fr", "check", "x"), "fr"),
        (("--lang",), "--lang"),
        (("rules", "--lang", "xx"), "xx"),
    ],
)
def test_misuse_is_explained_in_chinese(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ran = nianbao(*arguments, folder=tmp_path)
    assert (ran.code, ran.out) == (MISUSED, b"")
    assert "错误：" in ran.message
    assert words in ran.message
    assert ENGLISH.findall(names_left_out(ran.message)) == []


def test_main_exits_with_the_code_in_process(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as finished:
        main(["rules"])
    assert finished.value.code == OK
    assert "TB101" in capsys.readouterr().out
    with pytest.raises(SystemExit) as finished:
        main(["explain", "TB1O1"])
    assert finished.value.code == MISUSED
    assert "TB101" in capsys.readouterr().err
