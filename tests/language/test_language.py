"""Names of files and agencies are shown on one line, with nothing in them that nobody can see."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao.language import Message, visible
from tests.cli.command import BLOCKED, MISUSED, nianbao

if TYPE_CHECKING:
    from nianbao import PluginRegistry

FORGED = "甲局.json\n  通过\n乙局\u202efdp.json"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("甲局 2024　年.xlsx", "甲局 2024　年.xlsx"),
        ("甲\n局", "甲\\n局"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\u202eb", "a\\u202eb"),
        ("a\udcb5b", "a\\udcb5b"),
        ("甲\u200b\ufeff局\u3164", "甲\\u200b\\ufeff局\\u3164"),
        ("a\U000e0041b", "a\\U000e0041b"),
        ("\ue000", "\ue000"),  # names of places have characters of the private area
    ],
)
def test_what_nobody_can_see_is_escaped(name: str, shown: str) -> None:
    assert visible(name) == shown
    assert str(Message("读 {path}", (("path", name),))) == f"读 {shown}"
    assert str(Message("读 {path}", (("path", Path(name)),))) == f"读 {shown}"


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
def test_a_name_with_a_line_feed_forges_no_line(tmp_path: Path, registry: PluginRegistry) -> None:
    (tmp_path / FORGED).write_text("{}")
    for arguments in (("check",), ("check", "--format", "html"), ("collect", "-o", "out")):
        command, *options = arguments
        ran = nianbao(command, FORGED, *options, folder=tmp_path)
        assert ran.code in (0, BLOCKED), ran.message
        for text in (ran.text, ran.message):
            assert "\n  通过\n乙局" not in text
            assert "\u202e" not in text
    assert "\u202e" not in (tmp_path / "out" / "状态一览.html").read_text("utf-8")
    ran = nianbao("check", f"没有\n{FORGED}", folder=tmp_path)
    assert ran.code == MISUSED
    assert len(ran.message.splitlines()) == 1


def test_every_character_is_shown_alone_as_within_a_name() -> None:
    """The short way for what Python calls printable escapes what the long way does, beside a line feed."""
    for number in (*range(0x3200), *range(0xD7F0, 0x11000), 0x1F600, 0xE0001, 0xF0000, 0x10FFFF):
        assert visible(f"{chr(number)}\n") == f"{visible(chr(number))}\\n"
