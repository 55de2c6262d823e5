"""With ``--lang en`` the command line speaks English, wherever it speaks."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao import PluginRegistry, read_raw
from nianbao.cli import main
from nianbao.cli.group import nianbao as group
from nianbao.findings.documents import core_codes
from nianbao.reports.house_style import NUMBERINGS, OWN_NAMES
from tests.language.english import ideographs, left_in_chinese, words_of_options

from .command import BLOCKED, MISUSED, OK, nianbao, nianbao_process
from .test_messages import NAMED, Misuse

if TYPE_CHECKING:
    from .conftest import Inputs

SAMPLES = Path(__file__).parent.parent.parent / "sample_reports"
EVERY = ("", *group.list_commands(None))
REGISTRY = PluginRegistry()
CODES = (*core_codes(), *(registered.code for registered in REGISTRY.rules))
OUTPUT_NAMES = "状态一览校核意见年度报告"
"""Files and folders that commands make are called the same in every language."""


@pytest.fixture(scope="session")
def words_of_the_form(form_folder: Path) -> str:
    """The words of every bundled form: examples of codes are of the form that has their fields."""
    return ideographs("".join(path.read_text("utf-8") for path in form_folder.parent.glob("*/form.yaml")))


@pytest.fixture(scope="session")
def words_of_the_samples(words_of_the_form: str) -> str:
    """The form's words, the samples' data and names, and those of the files that are made."""
    data = [f"{path.stem} {path.read_text('utf-8')}" for path in (SAMPLES / "data").iterdir()]
    return words_of_the_form + ideographs("".join(data)) + OUTPUT_NAMES


WORDS_OF_REPORTS = " ".join((*NUMBERINGS, *OWN_NAMES, "情况"))
"""What an option puts into a report stays as it will stand there."""


@pytest.mark.parametrize("command", EVERY)
def test_help(tmp_path: Path, command: str) -> None:
    ran = nianbao_process("--lang", "en", *filter(None, [command]), "--help", folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    assert ran.text.startswith("Usage: nianbao")
    assert left_in_chinese(ran.text, WORDS_OF_REPORTS) == []


@pytest.mark.parametrize("command", ["rules", "forms", "plugins", "config"])
def test_what_is_installed_and_in_force(tmp_path: Path, command: str, words_of_the_form: str) -> None:
    (tmp_path / "nianbao.toml").write_text(
        '[severity]\nXY = "note"\n[rules.XY103]\nfactor = 7\n'
        '[[waivers]]\ncode = "SC106"\nreason = "moved"\nwho = "the office"\nuntil = 2999-01-01\n', "utf-8"
    )  # fmt: skip
    ran = nianbao(command, "--lang", "en", folder=tmp_path)
    assert (ran.code, ran.err) == (OK, b"")
    assert left_in_chinese(ran.text, words_of_the_form + ideographs(words_of_options(REGISTRY))) == []


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_code(code: str, words_of_the_form: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explain", code, "--lang", "en"])
    page = capsys.readouterr().out
    for heading in ("Claim", "Why", "Remedy", "Basis", "Blank cells"):
        assert f"\n{heading}\n" in page
    assert left_in_chinese(page, words_of_the_form) == []


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "html"])
def test_findings_in_every_format(tmp_path: Path, form: str, inputs: Inputs, words_of_the_form: str) -> None:
    files = (inputs.good, inputs.bad, inputs.garbage, *sorted((SAMPLES / "workbooks").iterdir()))
    ran = nianbao("check", *files, "--format", form, "--lang", "en", "--previous", inputs.good, folder=tmp_path)
    assert ran.code == BLOCKED, ran.message
    data = "".join(path.read_text("utf-8") for path in (SAMPLES / "data").iterdir())
    known = words_of_the_form + ideographs(json.dumps(inputs.document, ensure_ascii=False) + data)
    known += ideographs("".join(str(path) for path in files))
    assert left_in_chinese(_shown(ran.text, form), known) == []
    assert "Remedy" in ran.text or form in ("json", "sarif")


def _shown(text: str, form: str) -> str:
    """Return what people see of an output."""
    if form != "html":
        return text.replace("\\n", " ")
    page = _Page()
    page.feed(text)
    return "\n".join(page.texts)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_collect_and_all_that_it_writes(tmp_path: Path, words_of_the_samples: str) -> None:
    ran = nianbao("collect", SAMPLES / "workbooks", "-o", "out", "--lang", "en", folder=tmp_path)
    assert ran.code == OK
    assert "5 files: 3 passed, 2 returned for correction" in ran.text
    assert left_in_chinese(ran.text + ran.message, words_of_the_samples) == []
    for path in (tmp_path / "out" / "校核意见").iterdir():
        assert left_in_chinese(path.read_text("utf-8"), words_of_the_samples) == []
    page = (tmp_path / "out" / "状态一览.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert left_in_chinese(_shown(page, "html"), words_of_the_samples) == []
    cells = read_raw((tmp_path / "out" / "状态一览.xlsx").read_bytes()).sheets[0].cells
    header = [str(cells[0, column].value) for column in range(10)]
    assert header == [
        "Agency", "Code", "Year", "Verdict", "Must be corrected", "Correct or explain", "Should be improved", "Note",
        "Main findings", "File",
    ]  # fmt: skip
    assert left_in_chinese("\n".join(str(cell.value) for cell in cells.values()), words_of_the_samples) == []


def test_the_report_itself_stays_chinese(tmp_path: Path, inputs: Inputs) -> None:
    english = nianbao("render", inputs.good, "--to", "md", "--lang", "en", folder=tmp_path)
    assert (english.code, english.out) == (OK, nianbao("render", inputs.good, "--to", "md", folder=tmp_path).out)


def test_the_workbook_itself_stays_chinese(tmp_path: Path) -> None:
    for name in ("zh", "en"):
        made = nianbao("template", "--year", 2024, "-o", f"{name}.xlsx", "--lang", name, folder=tmp_path)
        assert made.code == OK
    assert (tmp_path / "en.xlsx").read_bytes() == (tmp_path / "zh.xlsx").read_bytes()
    assert made.message == "Made en.xlsx\n"


def test_what_other_commands_say(tmp_path: Path, inputs: Inputs) -> None:
    made = nianbao("distribute", inputs.roster, "--year", 2024, "-o", "out", "--lang", "en", folder=tmp_path)
    assert "Made the 2024 workbooks of 2 agencies in out." in made.text
    refused = nianbao("render", inputs.bad, "--lang", "en", folder=tmp_path)
    assert refused.code == BLOCKED
    assert "add --draft" in refused.message
    rejected = nianbao("read", inputs.garbage, "--lang", "en", folder=tmp_path)
    assert rejected.code == BLOCKED
    assert left_in_chinese(made.text + made.message + rejected.message) == []


@NAMED
def test_misuse(tmp_path: Path, inputs: Inputs, misuse: Misuse) -> None:
    places = {name: str(getattr(inputs, name)) for name in ("folder", "good", "garbage", "roster")}
    arguments = [each.format(**places) for each in misuse.arguments]
    ran = nianbao(*arguments, "--lang", "en", folder=tmp_path)
    assert ran.code == MISUSED
    assert ran.message.startswith("Error: ")
    assert left_in_chinese(ran.message, ideographs("".join(arguments)) or " ") == []


@pytest.mark.parametrize(
    ("configuration", "words"),
    [
        ("[chek]\n", "check"),
        ("[check]\nignor = 1\n", "check.ignore"),
        ("check = 1\n", "[check]"),
        ("[check]\nselect = 1\n", "list of texts"),
        ("[collect]\nstrict = 1\n", "true or false"),
        ("[check]\nexpect-year = 'x'\n", "integer"),
        ("[check]\nprevious = 1\n", "text"),
        ("[severity]\nTB101 = 'bad'\n", "TB101"),
        ("[severity]\nQQ = 'note'\n", "QQ"),
        ("[rules.TB101]\na = 1\n", "no options"),
        ("[rules.XY103]\na = 1\n", "factor"),
        ("[rules.XY103]\nfactor = 'x'\n", "XY103"),
        ("[rules.QQ101]\na = 1\n", "QQ101"),
        ("[[waivers]]\ncode = 'SC106'\nreason = ''\nwho = 'x'\nuntil = 2999-01-01\n", "waiver"),
        ("= broken", "nianbao.toml"),
    ],
)
def test_a_wrong_configuration(tmp_path: Path, inputs: Inputs, configuration: str, words: str) -> None:
    (tmp_path / "nianbao.toml").write_text(configuration, "utf-8")
    command = ("collect", inputs.good, "-o", "out") if "[collect]" in configuration else ("check", inputs.good)
    ran = nianbao(*command, "--lang", "en", folder=tmp_path)
    assert ran.code == MISUSED
    assert words in ran.message
    assert left_in_chinese(ran.message) == []


@pytest.mark.parametrize(
    "roster",
    ["", "代码\n1\n", "单位名称\n", "代码,单位名称\n1,\n", "代码,单位名称\n1,A\n1,B\n", "单位名称,类别\nA,odd\n"],
    ids=["empty", "no name", "no agency", "agency without name", "twins", "kind"],
)  # fmt: skip
def test_a_wrong_roster(tmp_path: Path, roster: str) -> None:
    (tmp_path / "roster.csv").write_text(roster, "utf-8")
    ran = nianbao("distribute", "roster.csv", "--year", 2024, "-o", "out", "--lang", "en", folder=tmp_path)
    kinds = "部委、省、市、县、区、县区、乡镇、镇、街道、部门、委办局、开发区、园区、功能区、事业单位、垂直管理、派出机构"
    assert re.search(r"roster\.csv", ran.message + ran.text)
    assert left_in_chinese(ran.message, ideographs(kinds) + "代码") == []
