"""``nianbao template``: one agency's workbook, from nothing, from data, with last year's figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .command import MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs

OUT, IN = "requests.carried_out.natural_person", "requests.carried_in.natural_person"


def read(folder: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(nianbao("read", name, folder=folder).out)
    return found


def test_options_fill_in_what_the_data_leaves_open(inputs: Inputs, tmp_path: Path) -> None:
    document = {key: value for key, value in inputs.document.items() if key != "agency"}
    (tmp_path / "a.json").write_text(json.dumps(document), "utf-8")
    ran = nianbao(
        "template", "--data", "a.json", "--agency", "甲局", "--code", "007", "-o", "a.xlsx", folder=tmp_path
    )
    assert (ran.code, ran.message) == (OK, "已生成 a.xlsx\n")
    agency = read(tmp_path, "a.xlsx")["agency"]
    assert isinstance(agency, dict)
    assert (agency["name"], agency["code"]) == ("甲局", "007")


def test_one_file_of_last_year_is_taken_whatever_the_unit_was_called_then(inputs: Inputs, tmp_path: Path) -> None:
    arguments = ("--year", 2025, "--agency", "改了名的局", "-o", "a.xlsx")
    assert nianbao("template", *arguments, "--previous", inputs.good, folder=tmp_path).code == OK
    values = read(tmp_path, "a.xlsx")["values"]
    assert isinstance(values, dict)
    assert values[IN] == inputs.document["values"][OUT]


def test_in_a_folder_of_last_year_the_unit_must_be_found(inputs: Inputs, tmp_path: Path) -> None:
    (tmp_path / "去年").mkdir()
    for name in ("1.json", "2.json"):
        (tmp_path / "去年" / name).write_text(
            json.dumps({**inputs.document, "agency": {"name": f"{name[0]}局", "code": name[0]}}), "utf-8"
        )
    arguments = ("template", "--year", 2025, "--previous", "去年", "-o", "a.xlsx")
    assert nianbao(*arguments, "--agency", "2局", "--code", "2", folder=tmp_path).code == OK
    (tmp_path / "a.xlsx").unlink()
    ran = nianbao(*arguments, "--agency", "3局", "--code", "3", folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert not (tmp_path / "a.xlsx").exists()


def test_an_identical_workbook_is_left_alone_and_another_needs_force(tmp_path: Path) -> None:
    arguments = ("template", "--year", 2024, "-o", "a.xlsx")
    assert [nianbao(*arguments, folder=tmp_path).code for _again in range(2)] == [OK, OK]
    assert nianbao(*arguments, "--agency", "甲局", folder=tmp_path).code == MISUSED
    assert nianbao(*arguments, "--agency", "甲局", "--force", folder=tmp_path).code == OK
