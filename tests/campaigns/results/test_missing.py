"""Who has sent nothing: of the office's roster, else of the workbooks that were distributed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao import Agency
from nianbao.campaigns.results.distribute import distribute
from nianbao.campaigns.results.missing import expected_units, missing_units
from nianbao.files.output_folder import OutputFolder

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form

FIRST, SECOND = Agency(name="甲局", code="001"), Agency(name="乙局", code="002")
ROSTER = "单位代码,单位名称,简称,由谁代报\n001,甲局,甲,\n002,乙局,,\n003,丙中心,,甲局\n"


def test_without_a_roster_nobody_is_expected(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"agencies": [{"name": "甲局"}]}', "utf-8")
    (tmp_path / "file.xlsx").write_bytes(b"")
    assert expected_units(None, [tmp_path, tmp_path / "file.xlsx"]) == []


def test_those_of_the_roster_that_report_for_themselves_are_expected(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    assert [unit.name for unit in expected_units(tmp_path / "roster.csv", [])] == ["甲局", "乙局"]


def test_without_one_those_are_whose_workbooks_were_distributed(tmp_path: Path, form: Form) -> None:
    distribute(form, 2024, [FIRST, SECOND], OutputFolder(tmp_path, holds="distribute"))
    assert expected_units(None, [tmp_path]) == [FIRST, SECOND]


def test_a_unit_has_sent_something_by_its_code_or_any_of_its_names() -> None:
    named = Agency(name="丙中心", short_name="丙", aliases=("丙服务中心",))
    expected = [FIRST, SECOND, named]
    assert missing_units(expected, []) == expected
    assert missing_units(expected, [Agency(name="改名的局", code="００1")]) == [SECOND, named]
    assert missing_units(expected, [Agency(name="乙 局"), Agency(name="丙服务中心")]) == [FIRST]
    assert missing_units([Agency(name="丁局")], [Agency(), Agency(code="9")]) == [Agency(name="丁局")]
