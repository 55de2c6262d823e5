"""The table [campaign]: known keys of the right kind, each fault with the file's name."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import UsageError
from nianbao.office.office import Office

if TYPE_CHECKING:
    from pathlib import Path


def read(folder: Path, text: str) -> Office:
    path = folder / "nianbao.toml"
    path.write_text(text, "utf-8")
    return Office.read(path)


def test_its_keys(tmp_path: Path) -> None:
    keys = read(
        tmp_path,
        '[campaign]\nform = "zfxxgk-2021"\nyear = 2024\ndeadline = 2025-01-15\noffice = "某办"\ngates = ["secrecy"]\n'
        'explanations = "stand"\n',
    ).campaign
    assert (keys.year, keys.deadline, keys.gates) == (2024, datetime.date(2025, 1, 15), ("secrecy",))
    assert keys.explanations == "stand"


@pytest.mark.parametrize("text", ["year = '2024'", "gates = ['other']", "explanations = 'maybe'", "colour = 1"])
def test_what_is_wrong_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"nianbao\.toml"):
        read(tmp_path, f"[campaign]\n{text}\n")
