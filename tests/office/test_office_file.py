"""``nianbao.toml`` read into one record, without click: what it decides, and what it may not."""

from __future__ import annotations

import datetime
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao import Office, Severity, UsageError, find_office
from nianbao.cli.group import nianbao
from nianbao.office.configuration_keys import CHECKING, COMMANDS, NEVER

WHOLE = """
[check]
ignore = ["SC107", "tx108"]
previous = "去年"
registers = "台账.csv"
roster = "名单.csv"
expect-year = 2024
expect_agency = "DH001"
format = "json"

[severity]
XY = "warning"

[rules.XY103]
factor = 10

[[waivers]]
code = "sc106"
agency = "DH001"
reason = "办公地点搬迁"
who = "区政务公开办"
until = 2025-03-31

[report]
numbering = "1."
picture = true
"""


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "nianbao.toml"
    path.write_text(text, "utf-8")
    return path


def test_everything_it_decides_is_typed(tmp_path: Path) -> None:
    path = write(tmp_path, WHOLE)
    office = Office.read(path)
    assert office.ignored == ("SC107", "TX108")
    assert not office.selection.partial
    assert (office.previous, office.registers, office.roster) == (
        tmp_path / "去年", tmp_path / "台账.csv", tmp_path / "名单.csv",
    )  # fmt: skip
    assert (office.expected_year, office.expected_agency) == (2024, "DH001")
    assert office.severities == {"XY": Severity.WARNING}
    assert office.options == {"XY103": {"factor": 10}}
    (waiver,) = office.waivers
    assert (waiver.code, waiver.agency, waiver.until) == ("SC106", "DH001", datetime.date(2025, 3, 31))
    assert (office.report.house.numbering, office.report.page.picture) == ("1.", True)
    assert office.commands == {"check": {"format": "json"}}
    assert office.configuration is not None
    assert office.configuration.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_it_is_read_without_click() -> None:
    program = "import sys; from nianbao import Office, find_office; find_office(); print('click' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[severity]\n"" = "note"\n', "空的"),
        ('[severity]\nRD = "note"\n', "RD"),
        ('[severity]\nLT208 = "note"\n', "LT208"),
        ('[severity]\nL = "error"\n', "L 的轻重不能改"),
        ('[severity]\nSY900 = "note"\n', "SY900"),
        ('[severity]\nVL = "verify"\n', "VL"),
        ('[severity]\nVL101 = "warning"\n', "豁免"),
        ('[severity]\nTB = "note"\n', "TB"),
        ('[severity]\nT = "note"\n', "T 不能"),
        ('[check]\nignore = ["TB"]\n', "豁免"),
        ('[check]\nignore = ["VL1"]\n', "VL1"),
        ('[check]\nignore = ["LT"]\n', "LT"),
        ('[check]\nignore = ["RD101"]\n', "RD101"),
        ('[check]\nignore = ["S"]\n', "SY900"),
        ('[collect]\nignore = ["TB"]\n', "TB"),
        ("[check]\nforce = true\n", "check.force"),
        ('[collect]\noutput = "out"\n', "collect.output"),
        ("[render]\nforce = true\n", "render.force"),
        ('[check]\nignroe = ["SC101"]\n', "check.ignore"),
        ("[chek]\n", "check"),
        ("[report]\nnumbring = '1.'\n", "report.numbering"),
        ("[report]\nnumbering = '9'\n", "report"),
        ("[render]\ntoo = 'txt'\n", "render.to"),
        ('[[waivers]]\ncode = "LT202"\nreason = "a"\nwho = "b"\nuntil = 2999-01-01\n', "LT202 不能豁免"),
        ('[[waivers]]\ncode = "RD101"\nreason = "a"\nwho = "b"\nuntil = 2999-01-01\n', "RD101 不能豁免"),
        ('[[waivers]]\ncode = "SC106"\nreason = " "\nwho = "b"\nuntil = 2999-01-01\n', "理由"),
        ('[[waivers]]\ncode = "SC106"\nreason = "a"\nwho = "b"\n', "until"),
        ('[[waivers]]\ncode = "SC106"\nreason = "\\u200b\\u3164"\nwho = "b"\nuntil = 2999-01-01\n', "理由"),
        ('[severity]\nxy = "note"\nXY = "warning"\n', "写了两次"),
        ("[rules.fd101]\n[rules.FD101]\n", "写了两次"),
        ('[check]\nprevious = ""\n', "check.previous"),
        ('[check]\nroster = "a\\u0000b"\n', "check.roster"),
        (f'[check]\nregisters = "{"很" * 5000}"\n', "check.registers"),
        ("a = " + "[" * 100_000, "写法不对"),
        ("[check]\nselect = [\n", "没有收尾"),
        ('[check]\nselect = ["SC"]\n[collect]\nselect = ["TB"]\n', "不一样"),
    ],
)
def test_what_it_may_not_decide_is_refused_with_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UsageError, match=r"nianbao\.toml") as refused:
        Office.read(path)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        '\ufeff[severity]\nSC101 = "note"\n',
        '[severity]\nVL105 = "note"\nVL107 = "note"\n',
        '[severity]\nTB = "error"\n',
        '[severity]\nSC101 = "note"\n',
        '[check]\nignore = ["VL105", "SC101", "XY"]\n',
        '[[waivers]]\ncode = "TB101"\nagency = "A"\nreason = "a"\nwho = "b"\nuntil = 2999-01-01\n',
        '[[waivers]]\ncode = "LT105"\nagency = "A"\nreason = "a"\nwho = "b"\nuntil = 2999-01-01\n',
    ],
)
def test_what_it_may_decide_is_taken(tmp_path: Path, text: str) -> None:
    Office.read(write(tmp_path, text))


def test_keys_that_once_stood_elsewhere_count_and_a_notice_says_where_they_belong(tmp_path: Path) -> None:
    office = Office.read(write(tmp_path, '[collect]\nignore = ["SC107"]\nprevious = "去年"\n'))
    assert office.ignored == ("SC107",)
    assert office.previous == tmp_path / "去年"
    assert [str(notice).rpartition("请移到")[2] for notice in office.notices] == [" [check] 一节。"] * 2


def test_a_selection_is_for_looking(tmp_path: Path) -> None:
    assert Office.read(write(tmp_path, '[check]\nselect = ["SC"]\n')).selection.partial


def test_the_nearest_counts_but_none_that_came_with_the_files(tmp_path: Path) -> None:
    write(tmp_path, '[check]\nignore = ["SC107"]\n')
    write(tmp_path / "收回" / "甲局", '[check]\nignore = ["SC101"]\n')
    inside = tmp_path / "收回" / "甲局" / "附件"
    inside.mkdir()
    assert find_office(inside).ignored == ("SC101",)
    for inputs in ([tmp_path / "收回"], [tmp_path / "收回" / "甲局"]):
        office = find_office(inside, inputs)
        assert office.ignored == ("SC107",)
        assert "甲局" in str(office.notices[0])
    assert find_office(inside, [tmp_path]).configuration is None


def test_a_link_to_the_folder_of_files_is_that_folder(tmp_path: Path) -> None:
    write(tmp_path / "收回", '[check]\nignore = ["SC101"]\n')
    (tmp_path / "别名").symlink_to(tmp_path / "收回")
    assert find_office(tmp_path / "收回", [tmp_path / "别名"]).configuration is None


def test_every_command_has_its_options_in_the_table() -> None:
    for name in {*nianbao.list_commands(None)} - {"rules"}:  # [rules] holds thresholds
        command = nianbao.get_command(None, name)
        options = {
            max(option.opts, key=len).removeprefix("--")
            for option in command.params
            if option.opts[0].startswith("-")
        }
        known = {*COMMANDS[name], *NEVER, "without-pack"}  # the last stands in [packs]
        assert options - known - set(CHECKING) == set(), name
        assert set(COMMANDS[name]) - options == set(), name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[check]\nignore = SC101\n", "第 2 行第 10 列"),
        ("[check]\n[check]\n", "只写一次"),
        ("[check\n", "第 1 行第 7 列"),
        ('[[waivers]]\ncode = "SC106"\nby = "a"\n', "没有名为“by”的键"),
        ('[[waivers]]\ncode = "SC106"\nreason = "a"\nwho = "b"\nuntil = "2027-3-1"\n', "不是日期"),
        ('[[waivers]]\ncode = "SC106"\nreason = "a"\nwho = "b"\nuntil = 2027\n', "应为 日期"),
        ('[report]\npicture = "yes"\n', "应为 是或否"),
    ],
)
def test_what_is_written_wrongly_is_said_in_chinese(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError) as refused:
        Office.read(write(tmp_path, text))
    assert words in str(refused.value)
    assert not re.search(r"[A-Za-z]{3,} [a-z]{2,}", str(refused.value).replace(str(tmp_path), ""))


def test_a_configuration_in_another_encoding_names_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "nianbao.toml"
    path.write_bytes('[report]\nstyle = "标准"\n'.encode("gb18030"))
    with pytest.raises(UsageError, match="另存为"):
        Office.read(path)


def test_what_the_system_or_the_syntax_refuses_is_said_in_the_readers_language(tmp_path: Path) -> None:
    folder = tmp_path / "nianbao.toml"
    folder.mkdir()
    with pytest.raises(UsageError, match=r"[不是没有].*文件") as refused:
        Office.read(folder)
    assert not re.search(r"[A-Za-z]{3,} [a-z]{2,}", str(refused.value).replace(str(folder), ""))
    path = write(tmp_path / "other", "[check\n")
    with pytest.raises(UsageError, match="第 1 行") as refused:
        Office.read(path)
    assert "Expected" not in str(refused.value)
