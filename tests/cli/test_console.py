"""What a console gets: plain text in a pipe, and only characters that a GBK console can show."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from .command import BLOCKED, COMMANDS, OK, nianbao, nianbao_process

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs

ESCAPE = b"\x1b"
SHOWN = (("rules",), ("forms",), ("plugins",), ("check", "{good}"), ("check", "{bad}"), ("check", "{garbage}"),
         ("check", "{good}", "{bad}"), ("render", "{good}", "--to", "txt"), ("render", "{bad}", "--draft"),
         ("read", "{garbage}"), ("explain", "TB101"))  # fmt: skip


def filled(arguments: tuple[str, ...], inputs: Inputs) -> list[str]:
    places = {name: str(getattr(inputs, name)) for name in ("good", "bad", "garbage")}
    return [each.format(**places) for each in arguments]


@pytest.mark.parametrize("arguments", SHOWN, ids=" ".join)
def test_a_pipe_gets_plain_text_of_characters_that_gbk_has(
    tmp_path: Path, inputs: Inputs, arguments: tuple[str, ...]
) -> None:
    ran = nianbao_process(*filled(arguments, inputs), folder=tmp_path)
    assert ran.code in (OK, BLOCKED)
    assert ESCAPE not in ran.out + ran.err
    assert b"\r" not in ran.out
    (ran.text + ran.message).encode("gbk")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_needs_only_characters_of_gbk(tmp_path: Path, command: str) -> None:
    nianbao(command, "--help", folder=tmp_path).text.encode("gbk")


def test_every_page_needs_only_characters_of_gbk(tmp_path: Path) -> None:
    listed = nianbao("rules", folder=tmp_path).text
    codes = re.findall(r"^  ([A-Z]{2}\d{3})  ", listed, re.MULTILINE)
    assert len(codes) > 30
    for code in codes:
        page = nianbao("explain", code, folder=tmp_path)
        assert page.code == OK
        page.text.encode("gbk")


@pytest.mark.parametrize(
    "arguments", [("rules",), ("check", "{bad}"), ("explain", "TB101"), ("--help",)], ids=" ".join
)
def test_a_gbk_console_gets_the_same_words(tmp_path: Path, inputs: Inputs, arguments: tuple[str, ...]) -> None:
    given = filled(arguments, inputs)
    plain, chinese = (
        nianbao_process(*given, folder=tmp_path),
        nianbao_process(*given, folder=tmp_path, encoding="gbk"),
    )
    assert (chinese.code, chinese.text) == (plain.code, plain.text)


def test_a_console_that_knows_no_chinese_does_no_harm(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao_process("check", inputs.bad, folder=tmp_path, encoding="ascii")
    assert ran.code == BLOCKED
    assert b"TB101" in ran.out


def test_data_is_utf8_whatever_the_console_is(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao_process("read", inputs.good, folder=tmp_path, encoding="gbk")
    assert ran.code == OK
    assert "示例县自然资源局" in ran.out.decode("utf-8")


def test_a_file_gets_the_same_text_as_a_pipe(tmp_path: Path, inputs: Inputs) -> None:
    piped = nianbao_process("check", inputs.bad, folder=tmp_path)
    written = nianbao_process("check", inputs.bad, "-o", "out.txt", folder=tmp_path, encoding="gbk")
    assert (written.code, written.out) == (BLOCKED, b"")
    assert (tmp_path / "out.txt").read_bytes().decode("utf-8").split() == piped.text.split()


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal")
def test_a_terminal_gets_colours(tmp_path: Path, inputs: Inputs) -> None:
    import pty
    import subprocess
    import sys

    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        [sys.executable, "-m", "nianbao", "explain", "TB101"],
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=environment,
    ) as process:
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux says so when the other side closes
                break
            if not part:
                break
            seen += part
    os.close(ours)
    assert process.returncode == OK
    assert ESCAPE in seen


def test_progress_goes_to_stderr_and_in_plain_lines(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao_process("check", inputs.good, inputs.good_json, "--format", "json", folder=tmp_path)
    assert ran.code == OK
    assert ran.out.startswith(b"{")
    assert "2/2" in ran.message
