"""An office's January by commands and Excel alone; ``python -m tests.campaigns.office_day`` does it with a hundred units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .office_day import live

if TYPE_CHECKING:
    from pathlib import Path


def test_every_unit_is_published_in_the_end(tmp_path: Path) -> None:
    day, wrong = live(tmp_path, 10, in_process=True)
    assert wrong == []
    assert day.by_hand["decision chosen"] >= 3
    assert day.by_hand["telephone call"] == 2
    assert (day.folder / "汇总" / "汇总表.xlsx").exists()
