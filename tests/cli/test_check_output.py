"""``check --format``: to the screen, to a file, to a folder of pages; the exit code is always the findings'."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from nianbao.files.manifest import MANIFEST

from .command import BLOCKED, MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs

STARTS = {
    "html": b"<!DOCTYPE html>",
    "sarif": b"{",
    "junit": b"<?xml",
    "json": b"{",
    "jsonl": b"{",
    "text": "示例县".encode(),
}
EVERY = pytest.mark.parametrize("to", STARTS)


@EVERY
def test_a_format_goes_to_the_screen_and_alike_to_a_file(inputs: Inputs, tmp_path: Path, to: str) -> None:
    shown = nianbao("check", inputs.bad, "--format", to, folder=tmp_path)
    assert (shown.code, shown.err) == (BLOCKED, b"")
    assert shown.out.startswith(STARTS[to])
    written = nianbao("check", inputs.bad, "--format", to, "-o", "意见", folder=tmp_path)
    assert (written.code, written.out) == (BLOCKED, b"")
    assert (tmp_path / "意见").read_bytes().replace(b"\r\n", b"\n") == shown.out.replace(b"\r\n", b"\n")


@EVERY
def test_a_file_of_somebody_is_kept_without_force(inputs: Inputs, tmp_path: Path, to: str) -> None:
    (tmp_path / "out").write_text("mine", "utf-8")
    refused = nianbao("check", inputs.good, "--format", to, "-o", "out", folder=tmp_path)
    assert refused.code == MISUSED
    assert_a_sentence(refused)
    assert (tmp_path / "out").read_text("utf-8") == "mine"
    assert nianbao("check", inputs.good, "--format", to, "-o", "out", "--force", folder=tmp_path).code == OK
    assert (tmp_path / "out").read_bytes().startswith(STARTS[to])


@EVERY
def test_a_file_that_cannot_be_read_is_told_in_every_format(inputs: Inputs, tmp_path: Path, to: str) -> None:
    ran = nianbao("check", inputs.garbage, inputs.good, "--format", to, folder=tmp_path)
    assert ran.code == BLOCKED
    assert "RD101" in ran.text


def test_the_machine_formats_can_be_read_by_machines(inputs: Inputs, tmp_path: Path) -> None:
    sarif = json.loads(nianbao("check", inputs.bad, inputs.good, "--format", "sarif", folder=tmp_path).out)
    assert len(sarif["runs"][0]["artifacts"]) == 2
    assert sarif["runs"][0]["tool"]["extensions"]
    junit = ET.fromstring(nianbao("check", inputs.bad, inputs.good, "--format", "junit", folder=tmp_path).out)
    assert [suite.get("failures") != "0" for suite in junit] == [True, False]


def test_pages_are_in_english_where_it_is_asked_for(inputs: Inputs, tmp_path: Path) -> None:
    ran = nianbao("check", inputs.bad, "--format", "html", "--lang", "en", folder=tmp_path)
    assert '<html lang="en">' in ran.text


@pytest.mark.parametrize("folder", ["意见/", "有了"])
def test_a_folder_gets_a_page_a_file_and_an_index_also_twice(inputs: Inputs, tmp_path: Path, folder: str) -> None:
    (tmp_path / "有了").mkdir()
    for _again in range(2):
        ran = nianbao("check", inputs.bad, inputs.good_json, "--format", "html", "-o", folder, folder=tmp_path)
        assert ran.code == BLOCKED
    names = {path.name for path in (tmp_path / folder).iterdir()}
    assert names == {"index.html", "示例县自然资源局.html", "示例县自然资源局_2.html", MANIFEST}
    assert nianbao("check", inputs.good, "--format", "html", "-o", folder, folder=tmp_path).code == OK
    assert len(list((tmp_path / folder).iterdir())) == 3


def test_the_folder_of_another_command_is_left_alone(inputs: Inputs, tmp_path: Path) -> None:
    assert nianbao("collect", inputs.good, "-o", "结果", folder=tmp_path).code == OK
    before = {path: path.read_bytes() for path in (tmp_path / "结果").rglob("*") if path.is_file()}
    refused = nianbao("check", inputs.good, "--format", "html", "-o", "结果/", "--force", folder=tmp_path)
    assert refused.code == MISUSED
    assert_a_sentence(refused)
    assert {path: path.read_bytes() for path in (tmp_path / "结果").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("to", ["text", "json", "sarif", "junit"])
def test_other_formats_take_no_folder(inputs: Inputs, tmp_path: Path, to: str) -> None:
    (tmp_path / "out").mkdir()
    refused = nianbao("check", inputs.good, "--format", to, "-o", "out", folder=tmp_path)
    assert refused.code == MISUSED
    assert_a_sentence(refused)
