"""``nianbao.toml``: the nearest one counts, unknown words are refused, options come from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from .command import BLOCKED, MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs


def configure(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nianbao.toml").write_text(text, "utf-8")


def test_defaults_are_taken(tmp_path: Path) -> None:
    configure(tmp_path, '[template]\nyear = 2024\nagency = "甲局"\ncode = "001"\n')
    assert nianbao("template", "-o", "a.xlsx", folder=tmp_path).code == OK
    read = json.loads(nianbao("read", "a.xlsx", folder=tmp_path).out)
    assert (read["year"], read["agency"]["name"], read["agency"]["code"]) == (2024, "甲局", "001")


def test_an_option_of_the_command_line_goes_before(tmp_path: Path) -> None:
    configure(tmp_path, '[template]\nyear = 2024\nagency = "甲局"\ncode = "001"\n')
    assert nianbao("template", "--year", "2025", "-o", "a.xlsx", folder=tmp_path).code == OK
    assert json.loads(nianbao("read", "a.xlsx", folder=tmp_path).out)["year"] == 2025


def test_the_nearest_file_counts(tmp_path: Path, inputs: Inputs) -> None:
    configure(tmp_path, '[check]\nignore = ["FD", "SC", "XY"]\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert nianbao("check", inputs.doubtful, folder=below).code == OK
    configure(tmp_path / "a", "[check]\n")
    assert nianbao("check", inputs.doubtful, folder=below).code == BLOCKED


def test_a_folder_named_like_the_file_is_passed_over(tmp_path: Path, inputs: Inputs) -> None:
    configure(tmp_path, '[check]\nignore = ["FD", "SC", "XY"]\n')
    (tmp_path / "a" / "nianbao.toml").mkdir(parents=True)
    assert nianbao("check", inputs.doubtful, folder=tmp_path / "a").code == OK


@pytest.mark.parametrize("value", ['["FD", "SC", "XY"]', '["fd,sc", "XY"]', '"FD,SC,XY"'])
def test_codes_may_be_a_list_or_words_with_commas(tmp_path: Path, inputs: Inputs, value: str) -> None:
    configure(tmp_path, f"[check]\nignore = {value}\n")
    ran = nianbao("check", inputs.doubtful, folder=tmp_path)
    assert ran.code == OK, ran.message


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('[check]\nformat = "json"\n', ("check", "{good}")),
        ('[check]\nexpect-year = 2024\nexpect-agency = "SL001"\n', ("check", "{good}")),
        ("[check]\nexpect_year = 2024\n", ("check", "{good}")),
        ('[template]\nform = "zfxxgk-2021"\nyear = 2024\n', ("template", "-o", "a.xlsx")),
        ('[distribute]\nform = "zfxxgk-2021"\nyear = 2024\n', ("distribute", "{roster}", "-o", "out")),
        ('[render]\nto = "txt"\n', ("render", "{good}")),
        ("[render]\ndraft = true\n", ("render", "{bad}")),
        ("[collect]\nstrict = false\n", ("collect", "{bad}", "-o", "out")),
        ('[forms]\nschema = "zfxxgk-2021"\n', ("forms",)),
    ],
)
def test_every_option_goes_by_the_name_it_has_on_the_command_line(
    tmp_path: Path, inputs: Inputs, text: str, arguments: tuple[str, ...]
) -> None:
    configure(tmp_path, text)
    places = {name: str(getattr(inputs, name)) for name in ("good", "bad", "roster")}
    ran = nianbao(*(each.format(**places) for each in arguments), folder=tmp_path)
    assert ran.code == OK, ran.message


def test_the_language_may_be_configured(tmp_path: Path) -> None:
    configure(tmp_path, '[check]\nlang = "en"\n')
    assert nianbao("check", "--help", folder=tmp_path).text.startswith("Usage")


def test_debugging_may_be_configured(tmp_path: Path) -> None:
    configure(tmp_path, "[check]\ndebug = true\n")
    assert "Traceback" in nianbao("check", "nothing.xlsx", folder=tmp_path).message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[chek]\n", ("chek", "是不是 check")),
        ('[check]\nselct = ["TB"]\n', ("check.selct", "check.select")),
        ("[check]\nexpect-yaer = 2024\n", ("check.expect-yaer", "expect")),
        ("[check]\nhelp = true\n", ("check.help",)),
        ("zzzz = 1\n", ("zzzz", "可用的有")),
        ("check = 1\n", ("check", "[check]")),
        ("[[check]]\nforce = true\n", ("check", "[check]")),
        ("[check\n", ("nianbao.toml",)),
        ("[check]\nforce = maybe\n", ("nianbao.toml",)),
        ("[check]\n[check]\n", ("nianbao.toml",)),
    ],
)
def test_an_unknown_word_gives_2_with_file_and_suggestion(
    tmp_path: Path, inputs: Inputs, text: str, words: tuple[str, ...]
) -> None:
    configure(tmp_path, text)
    ran = nianbao("check", inputs.good, folder=tmp_path)
    assert ran.code == MISUSED
    assert_a_sentence(ran)
    assert str(tmp_path / "nianbao.toml") in ran.message
    assert all(each in ran.message for each in words), ran.message


@pytest.mark.parametrize("data", ["[check]\n# 甲".encode("gbk"), b"\xff\xfe"])
def test_a_file_in_another_encoding_gives_2_with_its_name(tmp_path: Path, inputs: Inputs, data: bytes) -> None:
    (tmp_path / "nianbao.toml").write_bytes(data)
    ran = nianbao("check", inputs.good, folder=tmp_path)
    assert ran.code == MISUSED
    assert "nianbao.toml" in ran.message


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('[template]\nyear = "soon"\n', ("template", "-o", "a.xlsx")),
        ('[check]\nformat = "pdf"\n', ("check", "{good}")),
        ('[check]\nexpect-year = "soon"\n', ("check", "{good}")),
        ("[check]\nselect = 7\n", ("check", "{good}")),
        ('[collect]\nstrict = "maybe"\n', ("collect", "{good}", "-o", "out")),
        ("[template]\nyear = [2024]\n", ("template", "-o", "a.xlsx")),
        ("[check]\noutput = 7\n", ("check", "{good}")),
        ("[check]\nprevious = {a = 1}\n", ("check", "{good}")),
    ],
)
def test_a_value_of_the_wrong_kind_gives_2(
    tmp_path: Path, inputs: Inputs, text: str, arguments: tuple[str, ...]
) -> None:
    configure(tmp_path, text)
    ran = nianbao(*(each.format(good=inputs.good) for each in arguments), folder=tmp_path)
    assert ran.code == MISUSED, ran.message
    assert_a_sentence(ran)
