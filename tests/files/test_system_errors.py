"""What the system and the libraries say in English is told in Chinese."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING

import pytest

from nianbao.files.system_errors import reason_of
from nianbao.language import in_language
from tests.cli.command import MISUSED, nianbao

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")


@pytest.mark.parametrize(
    "name", ["EACCES", "ENOENT", "ENOTDIR", "EISDIR", "ENOSPC", "ENAMETOOLONG", "ELOOP", "EROFS"]
)
def test_reasons_of_the_system_are_words_of_ours(name: str) -> None:
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number), "a")
    assert not ENGLISH.search(str(reason_of(error)))
    with in_language("en"):
        assert not re.search("[\u4e00-\u9fff]", str(reason_of(error)))


def test_other_words_are_kept() -> None:
    assert str(reason_of(OSError(errno.EISDIR, "是文件夹，里面嵌套太深", "a"))) == "是文件夹，里面嵌套太深"
    assert str(reason_of(OSError(99_999, "something else"))) == "something else"
    assert str(reason_of(ValueError("embedded null byte"))) == "名称里有不允许的字符"


@pytest.mark.parametrize(
    "arguments",
    [("check", "a/b/c.xlsx"), ("read", "x" * 300), ("template", "--year", "2024", "-o", "f/y.xlsx"),
     ("render", "x.json", "-o", "f/y.md"), ("distribute", "f/名单.csv", "--year", "2024", "-o", "o")],
)  # fmt: skip
def test_no_command_says_it_in_english(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "f").write_bytes(b"")  # a file where a folder is asked for
    ran = nianbao(*arguments, folder=tmp_path)
    assert ran.code in (1, MISUSED)
    assert not ENGLISH.search(ran.message + ran.text), ran.message + ran.text
