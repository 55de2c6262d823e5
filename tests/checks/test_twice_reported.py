"""One unit, one file: files of one unit that differ stop it; the same answers twice are no matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from nianbao import Agency
from nianbao.checks.twice_reported import Owner, UnitOfFile, files_by_unit, twice_reported, unit_of_file
from nianbao.intake.read_file import reading_of
from nianbao.submissions.reading import Reading
from nianbao.workbooks.starting_submission import blank_submission
from tests.interpretation import reports

if TYPE_CHECKING:
    from nianbao import PluginRegistry


def identity(path: str, code: str, name: str, answers: str, year: int = 2024) -> UnitOfFile:
    return UnitOfFile(path=path, form="f", year=year, code=code, name=name, answers=answers)


def numbers(*files: UnitOfFile | None) -> list[int]:
    return sorted(twice_reported(files))


def test_different_answers_of_one_unit_stop_every_one_of_them() -> None:
    files = [identity("1", "A", "甲局", "x"), identity("2", "B", "乙局", "x"), identity("3", "A", "甲局", "y")]
    found = twice_reported(files)
    assert sorted(found) == [0, 2]
    assert "1、3" in str(found[0].message)
    assert found[0].code == "CN103"


def test_the_same_answers_twice_are_no_matter() -> None:
    assert numbers(identity("1", "A", "甲局", "x"), identity("2", "A", "甲局", "x")) == []


def test_two_agencies_may_share_a_name_and_years_may_differ() -> None:
    assert numbers(identity("1", "A", "甲局", "x"), identity("2", "B", "甲局", "y")) == []
    assert numbers(identity("1", "A", "甲局", "x", 2023), identity("2", "A", "甲局", "y", 2024)) == []


def test_a_code_decides_whatever_the_name() -> None:
    assert numbers(identity("1", "A", "甲局", "x"), identity("2", "A", "甲 局（本级）", "y")) == [0, 1]


def test_a_file_without_a_code_is_of_the_unit_of_its_name() -> None:
    assert numbers(identity("1", "A", "甲局", "x"), identity("2", "", "甲局", "y")) == [0, 1]
    assert numbers(identity("1", "", "甲局", "x"), identity("2", "", "甲局", "y")) == [0, 1]
    several = (identity("1", "A", "甲局", "x"), identity("2", "B", "甲局", "y"), identity("3", "", "甲局", "z"))
    assert numbers(*several) == [0, 1, 2]  # it may be of either


def test_zeros_that_a_spreadsheet_dropped_do_not_make_another_unit() -> None:
    assert numbers(identity("1", "007", "甲局", "x"), identity("2", "7", "甲局", "y")) == [0, 1]
    assert numbers(identity("1", "007", "甲局", "x"), identity("2", "7", "乙局", "y")) == []


def test_what_nobody_sees_does_not_make_another_unit(registry: PluginRegistry) -> None:
    form = registry.form_folders["zfxxgk-2021"].form

    def found(code: str, name: str, kind: str | None = None) -> UnitOfFile | None:
        return unit_of_file(
            Reading(submission=blank_submission(form, 2024, Agency(code=code, name=name, kind=kind)))
        )

    first = found("A01", "甲局")
    assert first == found("\uff21\u200b01 ", "甲\u2060局") == found("a01", "\u3164甲 局")
    assert first != found("A01", "甲局", "部门")


def test_nobodys_files_are_left_alone() -> None:
    assert numbers(None, None, identity("1", "A", "甲局", "x")) == []


def test_a_workbook_and_a_report_of_one_unit_must_say_the_same() -> None:
    made = reports.submission(1)
    page = reports.read_back(reports.report(made, "html"), "报告.html")
    assert page.submission is not None
    for changed, code in (
        ({}, None),
        ({"answers": {k: v for k, v in made.answers.items() if k != "requests.granted.natural_person"}}, "LT302"),
        ({"texts": {**made.texts, "problems.current": "另一段话。"}}, "LT302"),
    ):
        workbook = msgspec.structs.replace(reading_of(msgspec.structs.replace(made, **changed)), path="表.xlsx")
        found = twice_reported([unit_of_file(workbook), unit_of_file(page), unit_of_file(page)])
        assert {finding.code for finding in found.values()} == ({code} if code else set())
        assert len(found) == (3 if code else 0)


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ((2024, "7", "甲局"), (2024, "7", "甲局机关"), True),
        ((2024, "7", "甲局"), (2024, "", "甲局"), True),
        ((2024, "7", "甲局"), (2024, "007", "甲局"), True),
        ((2024, "7", "甲局"), (2024, "007", "乙局"), False),
        ((2024, "7", "甲局"), (2024, "8", "甲局"), False),
        ((2024, "7", "甲局"), (2023, "7", "甲局"), False),
    ],
)
def test_files_of_one_unit_and_year(one: tuple[int, str, str], other: tuple[int, str, str], are_one: bool) -> None:
    owners = [Owner(form="f", year=year, code=code, name=name) for year, code, name in (one, other)]
    assert ([0, 1] in files_by_unit([*owners, None])) is are_one
