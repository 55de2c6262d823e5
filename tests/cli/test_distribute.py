"""``nianbao distribute``: workbooks by a roster, with last year's where there is any."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .command import MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


def test_it_says_for_how_many_units_and_where(inputs: Inputs, tmp_path: Path) -> None:
    ran = nianbao("distribute", inputs.roster, "--year", 2024, "-o", "发出", folder=tmp_path)
    assert ran.code == OK
    assert "已为 2 个单位生成 2024 年度的表格，放在 发出" in ran.text
    assert {path.name.partition("_")[0] for path in (tmp_path / "发出").glob("*.xlsx")} == {"001", "002"}


def test_units_without_last_year_and_files_that_cannot_be_read_are_named(inputs: Inputs, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("代码,单位名称\nSL001,示例县自然资源局\n002,乙局\n", "utf-8")
    ran = nianbao(
        "distribute", "名单.csv", "--year", 2025, "--previous", inputs.folder, "-o", "发出", folder=tmp_path
    )
    assert ran.code == OK
    assert "没有找到上年的数据" in ran.message
    assert "乙局" in ran.message
    assert "garbage.xlsx" in ran.message


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--year", "1999"), "1999"),
        (("--year", "2024", "--form", "nope"), "nope"),
        (("--year", "二〇二四"), "--year"),
        ((), "--year"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    inputs: Inputs, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = nianbao("distribute", inputs.roster, *arguments, "-o", "发出", folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert words in ran.message
    assert not (tmp_path / "发出").exists()
