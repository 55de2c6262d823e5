"""``distribute`` again: what is missing is made, what somebody filled in stays; a year to come is questioned."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from tests.cli.command import MISUSED, OK, nianbao
from tests.corpus.rewriting import with_number

if TYPE_CHECKING:
    from pathlib import Path

ROSTER = "代码,单位名称\n001,甲局\n002,乙局\n"


def test_again_makes_what_is_missing_and_names_what_is_filled(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text(ROSTER, "utf-8")
    arguments = ("distribute", "名单.csv", "--year", 2024, "-o", "发出")
    assert nianbao(*arguments, folder=tmp_path).code == OK
    filled = tmp_path / "发出" / "001_甲局_2024.xlsx"
    filled.write_bytes(with_number(filled.read_bytes(), "三依申请公开", "D6", "3"))
    before = filled.read_bytes()
    (tmp_path / "名单.csv").write_text(ROSTER + "003,丙局\n", "utf-8")
    for more in ((), ("--force",)):
        ran = nianbao(*arguments, *more, folder=tmp_path)
        assert ran.code == OK
        assert "2 个单位" in ran.text
        assert "没有动：001_甲局_2024.xlsx" in ran.message
        assert filled.read_bytes() == before
    assert (tmp_path / "发出" / "003_丙局_2024.xlsx").is_file()


def test_a_year_to_come_is_questioned(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text(ROSTER, "utf-8")
    now = datetime.datetime.now().astimezone().year
    absurd = nianbao("distribute", "名单.csv", "--year", now + 200, "-o", "发出", folder=tmp_path)
    assert absurd.code == MISUSED
    assert str(now + 200) in absurd.message
    assert "--force" in absurd.message
    assert not (tmp_path / "发出").exists()
