"""Exit codes of every command: 0 nothing blocks, 1 something does, 2 misuse, 70 a fault of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, interpret, read_raw
from nianbao.cli import main

from .command import BLOCKED, COMMANDS, MISUSED, OK, OUR_FAULT, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


def test_check_passes_a_workbook_and_its_data(tmp_path: Path, inputs: Inputs) -> None:
    for path in (inputs.good, inputs.good_json):
        ran = nianbao("check", path, folder=tmp_path)
        assert (ran.code, ran.err) == (OK, b"")
        assert "通过" in ran.text


@pytest.mark.parametrize("name", ["bad", "garbage"])
def test_check_gives_1_where_something_blocks(tmp_path: Path, inputs: Inputs, name: str) -> None:
    ran = nianbao("check", inputs.good, getattr(inputs, name), folder=tmp_path)
    assert ran.code == BLOCKED
    assert "共 2 个文件" in ran.text


def test_check_gives_the_contracts_json(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao("check", inputs.good, inputs.bad, inputs.garbage, "--format", "json", folder=tmp_path)
    document = json.loads(ran.out)
    assert ran.code == BLOCKED
    assert [each["verdict"] for each in document["files"]] == ["passed", "failed", "rejected"]


def test_check_selects_and_ignores(tmp_path: Path, inputs: Inputs) -> None:
    assert nianbao("check", inputs.bad, "--ignore", "TB,VL,XY", folder=tmp_path).code == OK
    assert nianbao("check", inputs.bad, "--select", "fd", folder=tmp_path).code == OK
    assert nianbao("check", inputs.bad, "--select", "FD", "--select", "TB101", folder=tmp_path).code == BLOCKED


def test_check_holds_a_file_against_what_is_expected(tmp_path: Path, inputs: Inputs) -> None:
    right = nianbao("check", inputs.good, "--expect-agency", "SL001", "--expect-year", "2024", folder=tmp_path)
    assert right.code == OK
    wrong = nianbao("check", inputs.good, "--expect-agency", "XX", "--expect-year", "2023", folder=tmp_path)
    assert wrong.code == BLOCKED
    assert "LT104" in wrong.text
    assert "LT105" in wrong.text


def test_read_gives_the_submission(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao("read", inputs.good, folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    document = json.loads(ran.out)
    assert document["values"]["disclosure.administrative_fees.amount"] == "35.6"
    assert document["agency"]["code"] == "SL001"


def test_read_gives_1_for_what_cannot_be_read(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao("read", inputs.garbage, folder=tmp_path)
    assert ran.code == BLOCKED
    assert_a_sentence(ran)


@pytest.mark.parametrize(
    ("to", "words"), [("txt", "一、总体情况"), ("md", "一、总体情况"), ("html", "<h2"), ("json", '"schema": 1')]
)
def test_render_gives_a_report_that_passes(tmp_path: Path, inputs: Inputs, to: str, words: str) -> None:
    ran = nianbao("render", inputs.good, "--to", to, folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    assert words in ran.out.decode("utf-8")


def test_render_refuses_what_does_not_pass_unless_a_draft_is_asked_for(tmp_path: Path, inputs: Inputs) -> None:
    refused = nianbao("render", inputs.bad, "-o", "r.md", folder=tmp_path)
    assert refused.code == BLOCKED
    assert "--draft" in refused.message
    assert not (tmp_path / "r.md").exists()
    draft = nianbao("render", inputs.bad, "--draft", "-o", "r.md", folder=tmp_path)
    assert draft.code == OK
    assert "草稿" in (tmp_path / "r.md").read_text("utf-8")


@pytest.mark.parametrize(
    "options", [("--fragment",), ("--picture", "--to", "txt"), ("--no-title", "--to", "html")], ids=" ".join
)
def test_render_refuses_options_that_would_change_nothing(
    tmp_path: Path, inputs: Inputs, options: tuple[str, ...]
) -> None:
    ran = nianbao("render", inputs.good, *options, folder=tmp_path)
    assert ran.code == MISUSED
    assert options[0] in ran.message


def test_a_fragment_with_pictures_is_named_by_the_output(tmp_path: Path, inputs: Inputs) -> None:
    ran = nianbao("render", inputs.good, "--fragment", "--no-title", "--picture", "-o", "r.html", folder=tmp_path)
    assert ran.code == OK
    text = (tmp_path / "r.html").read_text("utf-8")
    assert text.startswith("<div")
    assert "<svg" in text
    assert "<h1" not in text


def test_render_gives_1_for_what_cannot_be_read_even_as_a_draft(tmp_path: Path, inputs: Inputs) -> None:
    assert nianbao("render", inputs.garbage, "--draft", folder=tmp_path).code == BLOCKED


def test_template_writes_a_workbook_that_reads_back(tmp_path: Path, registry: PluginRegistry) -> None:
    ran = nianbao(
        "template", "--year", "2024", "--agency", "甲局", "--code", "001", "-o", "a.xlsx", folder=tmp_path
    )
    assert (ran.code, ran.out) == (OK, b"")
    found = interpret(read_raw((tmp_path / "a.xlsx").read_bytes()), registry.find_form)
    assert found.findings == ()
    assert found.agency is not None
    assert (found.agency.name, found.agency.code, found.year) == ("甲局", "001", 2024)


def test_template_for_nobody_yet_reads_back(tmp_path: Path, registry: PluginRegistry) -> None:
    assert nianbao("template", "--year", "2024", "-o", "a.xlsx", folder=tmp_path).code == OK
    found = interpret(read_raw((tmp_path / "a.xlsx").read_bytes()), registry.find_form)
    assert [finding.code for finding in found.findings] == []


def test_template_fills_data_and_carries_last_year_forward(tmp_path: Path, inputs: Inputs) -> None:
    assert nianbao("template", "--data", inputs.good_json, "-o", "a.xlsx", folder=tmp_path).code == OK
    read = json.loads(nianbao("read", "a.xlsx", folder=tmp_path).out)
    assert read["values"] == inputs.document["values"]
    ran = nianbao(
        "template",
        "--year",
        2025,
        "--agency",
        "甲局",
        "--code",
        "SL001",
        "--previous",
        inputs.good,
        "-o",
        "b.xlsx",
        folder=tmp_path,
    )
    assert ran.code == OK
    carried = json.loads(nianbao("read", "b.xlsx", folder=tmp_path).out)["values"]
    expected = inputs.document["values"]["requests.carried_out.natural_person"]
    assert carried["requests.carried_in.natural_person"] == expected


def test_distribute_and_collect_go_round(tmp_path: Path, inputs: Inputs) -> None:
    assert nianbao("distribute", inputs.roster, "--year", "2024", "-o", "发出", folder=tmp_path).code == OK
    assert len(list((tmp_path / "发出").glob("*.xlsx"))) == 2
    ran = nianbao("collect", "发出", inputs.good, "-o", "结果", folder=tmp_path)
    assert ran.code == OK
    assert "共 3 个文件" in ran.text
    assert (tmp_path / "结果" / "状态一览.html").is_file()
    again = nianbao("collect", "发出", inputs.good, "-o", "结果", folder=tmp_path)
    assert again.code == OK


def test_collect_is_strict_only_when_asked(tmp_path: Path, inputs: Inputs) -> None:
    assert nianbao("collect", inputs.bad, inputs.garbage, "-o", "a", folder=tmp_path).code == OK
    assert nianbao("collect", inputs.bad, "-o", "b", "--strict", folder=tmp_path).code == BLOCKED
    assert nianbao("collect", inputs.good, "-o", "c", "--strict", folder=tmp_path).code == OK


@pytest.mark.parametrize(
    "arguments",
    [("rules",), ("explain", "TB101"), ("explain", " tb101 "), ("explain", "RD101"), ("forms",), ("plugins",)],
)
def test_what_is_installed_is_shown(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = nianbao(*arguments, folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    assert ran.text.strip()


@pytest.mark.parametrize("arguments", [("check", "--schema"), ("forms", "--schema", "zfxxgk-2021")])
def test_schemas_are_json(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = nianbao(*arguments, folder=tmp_path)
    assert ran.code == OK
    assert json.loads(ran.out)["$schema"].startswith("https://json-schema.org")


def test_an_identical_output_is_left_alone_and_another_needs_force(tmp_path: Path, inputs: Inputs) -> None:
    arguments = ("read", inputs.good, "-o", "a.json")
    assert nianbao(*arguments, folder=tmp_path).code == OK
    os.utime(tmp_path / "a.json", (1, 1))
    assert nianbao(*arguments, folder=tmp_path).code == OK
    assert (tmp_path / "a.json").stat().st_mtime == 1
    (tmp_path / "a.json").write_text("somebody's", "utf-8")
    refused = nianbao(*arguments, folder=tmp_path)
    assert refused.code == MISUSED
    assert "--force" in refused.message
    assert_a_sentence(refused)
    assert nianbao(*arguments, "--force", folder=tmp_path).code == OK


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"forms"}))
def test_a_fault_of_ours_gives_70_and_asks_for_its_details(
    command: str,
    inputs: Inputs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_arguments: object, **_options: object) -> PluginRegistry:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(PluginRegistry, "__init__", fail)
    arguments = {
        "template": ["--year", "2024", "-o", str(tmp_path / "a.xlsx")],
        "distribute": [str(inputs.roster), "--year", "2024", "-o", str(tmp_path / "out")],
        "collect": [str(inputs.good), "-o", str(tmp_path / "out")],
        "explain": ["TB101"],
        "rules": [],
        "plugins": [],
    }.get(command, [str(inputs.good)])
    with pytest.raises(SystemExit) as finished:
        main([command, *arguments])
    assert finished.value.code == OUR_FAULT
    message = capsys.readouterr().err
    assert all(words in message for words in ("planted", "--debug", "ZeroDivisionError"))
    assert "Traceback" not in message


def test_debug_shows_the_traceback_of_a_misuse_and_keeps_its_code(tmp_path: Path) -> None:
    for arguments in (("check", "nothing.xlsx", "--debug"), ("--debug", "check", "nothing.xlsx")):
        ran = nianbao(*arguments, folder=tmp_path)
        assert "Traceback" in ran.message
        assert "nothing.xlsx" in ran.message
        assert ran.code == MISUSED


def test_debug_shows_the_traceback_of_a_fault_of_ours_and_keeps_its_code(tmp_path: Path) -> None:
    code = (
        "import nianbao.plugins.registry as r\n"
        "def fail(self, **options): raise ZeroDivisionError('planted')\n"
        "r.PluginRegistry.__init__ = fail\n"
        "from nianbao.cli import main\n"
        "main(['rules', '--debug'])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=tmp_path)
    assert b"Traceback" in run.stderr
    assert b"planted" in run.stderr
    assert run.returncode == OUR_FAULT


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "nianbao", "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    message = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == OK
    assert "Traceback" not in message


def test_a_year_for_which_there_is_no_form_says_which_years_there_are(tmp_path: Path) -> None:
    ran = nianbao("template", "--year", 1999, "-o", "a.xlsx", folder=tmp_path)
    assert ran.code == MISUSED
    assert "zfxxgk-2021" in ran.message
    assert "2021" in ran.message
    assert "--form" not in ran.message
