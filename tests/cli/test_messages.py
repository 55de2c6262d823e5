"""Messages name the place, what is wrong and what to do, in a line or two on stderr."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from .command import MISUSED, Ran, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Inputs

REMEDY = re.compile("请|可用的有|相近的有|是不是|--[a-z]+|用 nianbao")
LONG = "x" * 300


@dataclass(frozen=True, kw_only=True)
class Misuse:
    """Arguments (names of inputs in braces) and the words that the message must have."""

    name: str
    arguments: tuple[str, ...]
    words: tuple[str, ...]


MISUSES = (
    Misuse(name="check missing", arguments=("check", "没有.xlsx"), words=("没有.xlsx", "找不到")),
    Misuse(name="check one missing", arguments=("check", "{good}", "没有.xlsx"), words=("没有.xlsx",)),
    Misuse(name="check folder", arguments=("check", "{folder}"), words=("{folder}", "文件夹", "collect")),
    Misuse(name="check nothing", arguments=("check",), words=("请给出",)),
    Misuse(name="check long name", arguments=("check", LONG), words=(LONG,)),
    Misuse(name="check previous missing", arguments=("check", "{good}", "--previous", "去年"), words=("去年",)),
    Misuse(name="check previous garbage", arguments=("check", "{good}", "--previous", "{garbage}"), words=("garbage.xlsx",)),
    Misuse(name="check into folder", arguments=("check", "{good}", "-o", "."), words=("文件夹",)),
    Misuse(name="check into nowhere", arguments=("check", "{good}", "-o", "{good}/a.txt"), words=("good.xlsx",)),
    Misuse(name="read missing", arguments=("read", "没有.xlsx"), words=("没有.xlsx",)),
    Misuse(name="read folder", arguments=("read", "{folder}"), words=("{folder}",)),
    Misuse(name="read into folder", arguments=("read", "{good}", "-o", "{folder}"), words=("{folder}",)),
    Misuse(name="render missing", arguments=("render", "没有.xlsx"), words=("没有.xlsx",)),
    Misuse(name="render folder", arguments=("render", "{folder}"), words=("{folder}",)),
    Misuse(name="render template missing", arguments=("render", "{good}", "--template", "没有.jinja"), words=("没有.jinja",)),
    Misuse(name="render template for JSON", arguments=("render", "{good}", "--to", "json", "--template", "x"), words=("--template",)),
    Misuse(name="template without year", arguments=("template", "-o", "a.xlsx"), words=("--year",)),
    Misuse(name="template unknown form", arguments=("template", "--year", "2024", "--form", "nope", "-o", "a.xlsx"), words=("nope", "zfxxgk-2021")),
    Misuse(name="template unknown year", arguments=("template", "--year", "1999", "-o", "a.xlsx"), words=("1999", "zfxxgk-2021")),
    Misuse(name="template form of other years", arguments=("template", "--year", "2019", "--form", "zfxxgk-2021", "-o", "a.xlsx"), words=("2019", "zfxxgk-2021")),
    Misuse(name="template data missing", arguments=("template", "--data", "没有.json", "-o", "a.xlsx"), words=("没有.json",)),
    Misuse(name="template data folder", arguments=("template", "--data", "{folder}", "-o", "a.xlsx"), words=("{folder}",)),
    Misuse(name="template previous missing", arguments=("template", "--year", "2024", "--previous", "去年", "-o", "a.xlsx"), words=("去年",)),
    Misuse(name="template previous of another year", arguments=("template", "--year", "2030", "--previous", "{good}", "-o", "a.xlsx"), words=("2024", "2029")),
    Misuse(name="template into folder", arguments=("template", "--year", "2024", "-o", "."), words=("文件夹",)),
    Misuse(name="template into nowhere", arguments=("template", "--year", "2024", "-o", "{good}/a.xlsx"), words=("good.xlsx",)),
    Misuse(name="template long name", arguments=("template", "--year", "2024", "-o", LONG), words=(LONG,)),
    Misuse(name="distribute missing", arguments=("distribute", "没有.csv", "--year", "2024", "-o", "out"), words=("没有.csv",)),
    Misuse(name="distribute folder", arguments=("distribute", "{folder}", "--year", "2024", "-o", "out"), words=("{folder}",)),
    Misuse(name="distribute no roster", arguments=("distribute", "{garbage}", "--year", "2024", "-o", "out"), words=("garbage.xlsx",)),
    Misuse(name="distribute unknown year", arguments=("distribute", "{roster}", "--year", "1999", "-o", "out"), words=("1999",)),
    Misuse(name="distribute unknown form", arguments=("distribute", "{roster}", "--year", "2024", "--form", "nope", "-o", "out"), words=("nope",)),
    Misuse(name="distribute previous missing", arguments=("distribute", "{roster}", "--year", "2024", "--previous", "去年", "-o", "out"), words=("去年",)),
    Misuse(name="distribute into file", arguments=("distribute", "{roster}", "--year", "2024", "-o", "{good}"), words=("good.xlsx",)),
    Misuse(name="collect nothing", arguments=("collect", "-o", "out"), words=("请给出",)),
    Misuse(name="collect missing", arguments=("collect", "没有", "-o", "out"), words=("没有",)),
    Misuse(name="collect empty", arguments=("collect", ".", "-o", "out"), words=(".xlsx",)),
    Misuse(name="collect into file", arguments=("collect", "{good}", "-o", "{roster}"), words=("roster.csv",)),
    Misuse(name="collect previous missing", arguments=("collect", "{good}", "-o", "out", "--previous", "去年"), words=("去年",)),
    Misuse(name="explain near miss", arguments=("explain", "TB10"), words=("TB10", "TB104")),
    Misuse(name="explain core near miss", arguments=("explain", "RD1O1"), words=("RD1O1", "RD101")),
    Misuse(name="explain far miss", arguments=("explain", "zzzz"), words=("zzzz", "nianbao rules")),
    Misuse(name="forms unknown", arguments=("forms", "--schema", "nope"), words=("nope",)),
)  # fmt: skip


NAMED = pytest.mark.parametrize("misuse", MISUSES, ids=lambda misuse: misuse.name)


class Runs:
    """Runs every misuse once, each in an empty folder of its own."""

    def __init__(self, inputs: Inputs, folders: pytest.TempPathFactory) -> None:
        self._places = {name: str(getattr(inputs, name)) for name in ("folder", "good", "garbage", "roster")}
        self._folders = folders
        self._done: dict[str, tuple[Ran, list[Path]]] = {}

    def filled(self, words: tuple[str, ...]) -> list[str]:
        return [each.format(**self._places) for each in words]

    def of(self, misuse: Misuse) -> tuple[Ran, list[Path]]:
        """Return what came of a misuse, and the files that it left."""
        if misuse.name not in self._done:
            folder = self._folders.mktemp("misuse")
            ran = nianbao(*self.filled(misuse.arguments), folder=folder)
            self._done[misuse.name] = ran, list(folder.iterdir())
        return self._done[misuse.name]


@pytest.fixture(scope="module")
def runs(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(inputs, tmp_path_factory)


@NAMED
def test_misuse_gives_2_and_names_the_place(runs: Runs, misuse: Misuse) -> None:
    ran, left = runs.of(misuse)
    assert ran.code == MISUSED, ran.message
    assert_a_sentence(ran)
    assert all(words in ran.message for words in runs.filled(misuse.words)), ran.message
    assert left == []


@NAMED
def test_misuse_says_in_two_lines_what_to_do(runs: Runs, misuse: Misuse) -> None:
    message = runs.of(misuse)[0].message
    assert len(message.strip().splitlines()) <= 2
    assert REMEDY.search(message), message


def refused(folder: Path, document: object, *options: object) -> str:
    data = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
    (folder / "数据.json").write_bytes(data)
    ran = nianbao("template", "--data", "数据.json", "-o", "a.xlsx", *options, folder=folder)
    assert ran.code == MISUSED, ran.message
    assert_a_sentence(ran)
    assert not (folder / "a.xlsx").exists()
    return ran.message


BROKEN: tuple[tuple[bytes | dict[str, Any], str], ...] = (
    (b"", "JSON"),
    (b"{", "第 1 行"),
    (b'{"form": "zfxxgk-2021",\n "year": }', "第 2 行"),
    (b"\xff\xfe", "UTF-8"),
    (b"[]", "RD107"),
    (b"7", "RD107"),
    (b'{"form": "zfxxgk-2021", "form": "x", "year": 2024}', "form"),
    ({"form": "nope", "year": 2024}, "nope"),
    ({"form": "zfxxgk-2021"}, "year"),
    ({"form": "zfxxgk-2021", "year": 1999}, "1999"),
    ({"form": "zfxxgk-2021", "year": 2020}, "2020"),
    ({"form": "zfxxgk-2021", "year": 2024, "colour": "red"}, "colour"),
    ({"form": "zfxxgk-2021", "year": 2024, "values": {"no.such": 1}}, "no.such"),
    ({"form": "zfxxgk-2021", "year": 2024, "texts": {"no.such": "x"}}, "no.such"),
    ({"form": "zfxxgk-2021", "year": 2024, "nil": ["handling_fee"]}, "handling_fee"),
    ({"form": "zfxxgk-2021", "year": 2024, "texts": {"title": "\x00"}}, "title"),
    ({"form": "zfxxgk-2021", "year": 2024, "values": {"requests.received.total": [1]}}, "requests.received.total"),
)  # fmt: skip


@pytest.mark.parametrize(("document", "words"), BROKEN, ids=lambda value: str(value)[:60])
def test_data_that_cannot_be_used_is_refused_by_file_and_cause(
    tmp_path: Path, document: bytes | dict[str, Any], words: str
) -> None:
    message = refused(tmp_path, document)
    assert "数据.json" in message
    assert words in message or words == "RD107"


@pytest.mark.parametrize(
    ("options", "both"),
    [
        (("--year", "2023"), ("2023", "2024", "年度")),
        (("--agency", "别的局"), ("别的局", "示例县自然资源局", "单位名称")),
        (("--code", "XX9"), ("XX9", "SL001", "单位代码")),
        (("--form", "other"), ("other", "zfxxgk-2021", "表单")),
    ],
)
def test_a_disagreement_between_options_and_data_names_both(
    tmp_path: Path, inputs: Inputs, options: tuple[str, ...], both: tuple[str, ...]
) -> None:
    message = refused(tmp_path, inputs.document, *options)
    assert all(words in message for words in both)


def test_options_that_agree_with_the_data_are_accepted(tmp_path: Path, inputs: Inputs) -> None:
    options = ("--year", 2024, "--agency", "示例县自然资源局", "--code", "SL001", "--form", "zfxxgk-2021")
    ran = nianbao("template", "--data", inputs.good_json, *options, "-o", "a.xlsx", folder=tmp_path)
    assert ran.code == 0


@pytest.mark.parametrize("stated", [4700, "约60"])
def test_a_stated_total_that_differs_from_its_parts_names_both(
    tmp_path: Path, inputs: Inputs, stated: object
) -> None:
    values = {**inputs.document["values"], "requests.received.total": stated}
    message = refused(tmp_path, {**inputs.document, "values": values})
    assert str(stated) in message
    assert "50" in message
    assert "一、本年新收" in message


def test_a_message_is_shown_in_the_encoding_of_the_console(tmp_path: Path) -> None:
    ran = nianbao("check", "没有.xlsx", folder=tmp_path, encoding="gbk")
    assert ran.code == MISUSED
    assert "找不到文件 没有.xlsx" in ran.message


def test_a_file_name_that_the_console_cannot_show_does_no_harm(tmp_path: Path, inputs: Inputs) -> None:
    path = tmp_path / "😀𠮷.xlsx"
    path.write_bytes(inputs.good.read_bytes())
    ran = nianbao("check", path.name, folder=tmp_path, encoding="gbk")
    assert ran.code == 0
    assert "通过" in ran.text


@pytest.mark.parametrize("name", ["-", "a b.xlsx", "甲&乙.xlsx", "100%.xlsx", "{x}.xlsx", "{0}.xlsx", "[a].xlsx"])
def test_odd_names_are_shown_as_they_are(tmp_path: Path, name: str) -> None:
    ran = nianbao("check", "--", name, folder=tmp_path)
    assert ran.code == MISUSED
    assert name in ran.message
