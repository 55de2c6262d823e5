"""An office whose units have handed in: two that pass, one that must explain, one that does not balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ..offices import PECULIAR, OfficeBench

if TYPE_CHECKING:
    from pathlib import Path

    from ..units import Units

AS_YUAN = {"disclosure.administrative_fees.amount": "265500"}
FORMATS = 'formats = ["txt", "json"]'


@pytest.fixture
def office(tmp_path: Path, units: Units) -> OfficeBench:
    made = OfficeBench(tmp_path / "年报", units).begin()
    decide(made, FORMATS)
    for code in ("A001", "B002"):
        made.send(f"{code}.json", code)
    made.send("C003.json", "C003", values=AS_YUAN)
    made.send("D004.json", "D004", values=PECULIAR)
    made.collect()
    return made


def decide(office: OfficeBench, *keys: str) -> None:
    """Write keys of ``[campaign]`` into the office's configuration."""
    path = office.root / "nianbao.toml"
    head = path.read_text("utf-8").partition("[campaign]")[0]
    path.write_text("\n".join((head, "[campaign]", 'form = "zfxxgk-2021"', "year = 2024", *keys, "")), "utf-8")


def published(office: OfficeBench) -> dict[str, set[str]]:
    """Return what lies in the folder of what is live: names of files by folder."""
    root = office.root / "发布"
    if not root.is_dir():
        return {}
    return {each.name: {path.name for path in each.iterdir()} for each in sorted(root.iterdir()) if each.is_dir()}
