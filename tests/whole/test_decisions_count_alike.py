"""An office's decisions count in every command alike, file by file, and every output names them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.campaigns.units import BROKEN, Units
from tests.cli.command import BLOCKED, MISUSED, OK, assert_a_sentence, nianbao

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry

UNTIL = 'reason = "已核实"\nwho = "区政务公开办"\nuntil = 2999-01-01\n'
DECISIONS = {
    "nothing": "",
    "ignore": '[check]\nignore = ["SC103", "SC104", "SC109"]\n',
    "select": '[check]\nselect = ["SC"]\n',
    "another year": "[check]\nexpect-year = 2025\n",
    "this year": "[check]\nexpect-year = 2024\n",
    "another agency": '[check]\nexpect-agency = "999"\n',
    "last year": '[check]\nprevious = "去年"\n',
    "last year of others": '[check]\nprevious = "空"\n',
    "registers": '[check]\nregisters = "台账.csv"\n',
    "roster": '[check]\nroster = "名单.csv"\n',
    "severity": '[severity]\nSC103 = "note"\n',
    "a threshold": "[rules.XY103]\nfactor = 2\nleast = 1\n",
    "a waiver": f'[[waivers]]\ncode = "SC103"\n{UNTIL}',
    "a waiver of a balance": f'[[waivers]]\ncode = "TB101"\n{UNTIL}',
    "over the set": '[severity]\nSM = "error"\n',
    "formerly": '[collect]\nignore = ["SC103"]\n',
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the three commands make of one file."""

    verdict: str
    withheld: bool
    rendered: bool
    collected: bool


@pytest.fixture(scope="module")
def units(registry: PluginRegistry, form_folder: Path) -> Units:
    return Units(registry=registry)


@pytest.fixture(scope="module")
def office(units: Units, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    units.put(folder / "收" / "good.xlsx", "甲局", "001")
    units.put(folder / "收" / "bad.xlsx", "乙局", "002", values=BROKEN)
    document = units.document("丙局", "003")
    document["texts"]["problems.improvement"] = None
    (folder / "收" / "doubtful.json").write_text(json.dumps(document), "utf-8")
    units.put(
        folder / "去年" / "1.xlsx", "甲局", "001", year=2023, values={"requests.carried_out.natural_person": 70}
    )
    (folder / "空").mkdir()
    (folder / "台账.csv").write_text("单位代码,字段,数值,来源\n001,requests.received.total,9999,台账\n", "utf-8")
    (folder / "名单.csv").write_text("代码,单位名称\n001,甲局\n002,乙局\n003,丙局\n", "utf-8")
    return folder


def outcome(office: Path, file: str, *options: str) -> Outcome:
    checked = nianbao("check", f"收/{file}", "--format", "json", *options, folder=office)
    record = json.loads(checked.out)["files"][0]
    assert checked.code == (OK if record["verdict"] == "passed" else BLOCKED)
    rendered = nianbao("render", f"收/{file}", "--to", "txt", *options, folder=office)
    assert rendered.code in (OK, BLOCKED), rendered.message
    out = f"out-{file}"
    collected = nianbao("collect", f"收/{file}", "-o", out, "--force", *options, folder=office)
    assert collected.code == OK, collected.message
    reports = list((office / out / "年度报告").glob("*.txt"))
    document = json.loads((office / out / "findings.json").read_text("utf-8"))
    assert document["files"][0]["findings"] == record["findings"]
    return Outcome(
        verdict=record["verdict"],
        withheld=bool(record["withheld"]),
        rendered=rendered.code == OK,
        collected=bool(reports),
    )


@pytest.mark.parametrize("name", DECISIONS)
def test_check_collect_and_render_agree_file_by_file(office: Path, name: str) -> None:
    (office / "nianbao.toml").write_text(DECISIONS[name], "utf-8")
    found = {file: outcome(office, file) for file in ("good.xlsx", "bad.xlsx", "doubtful.json")}
    for each in found.values():
        publishes = each.verdict == "passed" and not each.withheld
        assert each.rendered is each.collected is publishes, found
    published = {file for file, each in found.items() if each.rendered}
    expected: dict[str, set[str]] = {
        "ignore": {"good.xlsx", "doubtful.json"}, "select": set(), "another year": set(), "another agency": set(),
        "last year": set(), "last year of others": set(), "registers": {"good.xlsx"} - {"good.xlsx"},
        "severity": {"good.xlsx", "doubtful.json"}, "a waiver": {"good.xlsx", "doubtful.json"}, "over the set": set(),
        "formerly": {"good.xlsx", "doubtful.json"}, "a waiver of a balance": {"good.xlsx", "bad.xlsx"},
    }  # fmt: skip
    assert published == expected.get(name, {"good.xlsx"}), found


@pytest.mark.parametrize(
    "options",
    [
        ("--previous", "去年"),
        ("--registers", "台账.csv"),
        ("--expect-year", "2025"),
        ("--expect-agency", "999"),
        ("--roster", "名单.csv"),
    ],
)
def test_the_options_of_the_context_count_alike(office: Path, options: tuple[str, ...]) -> None:
    (office / "nianbao.toml").unlink(missing_ok=True)
    found = outcome(office, "good.xlsx", *options)
    assert found.rendered is found.collected is (found.verdict == "passed" and not found.withheld)
    assert found.rendered is (options[0] == "--roster")


@pytest.mark.parametrize("options", [("--select", "SC"), ("--ignore", "TB,VL,NT,XY,SC,FD,TX")])
def test_collect_under_a_selection_makes_no_report_and_says_why(office: Path, options: tuple[str, ...]) -> None:
    (office / "nianbao.toml").unlink(missing_ok=True)
    ran = nianbao("collect", "收/bad.xlsx", "-o", "looked", "--force", *options, folder=office)
    assert ran.code == OK
    assert not (office / "looked" / "年度报告").exists()
    assert "不出报告" in ran.text
    assert json.loads((office / "looked" / "findings.json").read_text("utf-8"))["tool"]["not_run"]
    assert "不出报告" in (office / "looked" / "状态一览.html").read_text("utf-8")


def test_nobody_may_look_away_from_the_file_itself(office: Path) -> None:
    (office / "nianbao.toml").unlink(missing_ok=True)
    for command in (("check", "收/good.xlsx"), ("collect", "收/good.xlsx", "-o", "x")):
        ran = nianbao(*command, "--ignore", "LT", folder=office)
        assert ran.code == MISUSED
        assert_a_sentence(ran)


def test_a_configuration_among_the_files_is_named_and_not_taken(office: Path, units: Units, tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    units.put(returned / "1.xlsx", "乙局", "002", values=BROKEN)
    foreign = tmp_path / "out" / "年度报告" / "somebody.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("别人的", "utf-8")
    (returned / "nianbao.toml").write_text('[severity]\nSC = "note"\n[check]\nignore = ["FD"]\n', "utf-8")
    ran = nianbao("collect", ".", "-o", "../out", folder=returned)
    assert ran.code == OK
    assert "没有采用" in ran.message
    assert str(returned / "nianbao.toml") in ran.message
    document = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert document["tool"]["configuration"] is None
    assert document["tool"]["not_run"] == []
    assert foreign.read_text("utf-8") == "别人的"


def texts_of(folder: Path, ran_in: Path) -> dict[str, str]:
    nianbao("collect", "收", "-o", folder.name, "--force", folder=ran_in)
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".html", ".json", ".txt")
    }


def test_every_output_names_the_configuration_and_what_is_published_its_digest_alone(office: Path) -> None:
    data = b'[check]\nignore = ["SC107"]\n'
    (office / "nianbao.toml").write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    for to in ("text", "json", "html", "sarif", "junit"):
        out = nianbao("check", "收/good.xlsx", "--format", to, folder=office).text
        assert "nianbao.toml" in out, to
        assert sha256[:16] in out, to
        assert "SC107" in out, to
        assert str(office) not in out.replace(str(office / "收"), ""), to
    written = texts_of(office / "named", office)
    for name in ("findings.json", "manifest.json", "状态一览.html", "校核意见/001_甲局.html"):
        assert sha256[:16] in written[name], name
        assert "SC107" in written[name], name
    reports = [text for name, text in written.items() if name.startswith("年度报告/")]
    assert reports
    assert not any("nianbao.toml" in text for text in reports)
    assert nianbao("render", "收/good.xlsx", "--bundle", "-o", "bundles", "--force", folder=office).code == OK
    (bundle,) = (office / "bundles").iterdir()
    manifest: dict[str, Any] = json.loads((bundle / "manifest.json").read_text("utf-8"))
    assert manifest["configuration"] == {"sha256": sha256}
    assert "nianbao.toml" not in "".join(
        path.read_text("utf-8") for path in bundle.iterdir() if path.suffix != ".docx"
    )


def test_two_different_files_of_one_unit_are_both_held_back(office: Path, units: Units, tmp_path: Path) -> None:
    folder = tmp_path / "twice"
    units.put(folder / "1.xlsx", "甲局", "001")
    units.put(folder / "2.xlsx", "甲局", "001", values={"requests.received.natural_person": 48, "requests.carried_out.natural_person": 8})  # fmt: skip
    units.put(folder / "3.xlsx", "丁局", "004")
    (folder / "4.xlsx").write_bytes((folder / "3.xlsx").read_bytes())
    for jobs in ("1", "2"):
        ran = nianbao("collect", "twice", "-o", f"out{jobs}", "--jobs", jobs, folder=tmp_path)
        assert ran.code == OK, ran.message
        out = tmp_path / f"out{jobs}"
        assert sorted(path.name for path in (out / "年度报告").iterdir()) == [
            f"004_丁局.{to}" for to in ("html", "md", "txt")
        ]
        document = json.loads((out / "findings.json").read_text("utf-8"))
        codes = [
            [finding["code"] for finding in file["findings"] if finding["blocks"]] for file in document["files"]
        ]
        assert [("CN103" in each) for each in codes] == [True, True, False, False]


def test_another_folder_of_files_does_not_take_the_place_of_the_first(units: Units, tmp_path: Path) -> None:
    units.put(tmp_path / "一" / "1.xlsx", "甲局", "001")
    units.put(tmp_path / "二" / "2.xlsx", "乙局", "002")
    assert nianbao("collect", "一", "-o", "out", folder=tmp_path).code == OK
    for inputs in (("二",), ("一", "二"), ("二", "--force"), ("一",)):
        assert nianbao("collect", *inputs, "-o", "out", folder=tmp_path).code == OK
        reports = sorted(path.name for path in (tmp_path / "out" / "年度报告").glob("*.txt"))
        assert reports == ["001_甲局.txt", "002_乙局.txt"], inputs


def test_a_bundle_never_takes_the_place_of_another_units(units: Units, tmp_path: Path) -> None:
    for number, name in enumerate(("甲局", "乙局")):
        document = units.document(name, "001")
        document["texts"]["title"] = "一样的题目2024年政府信息公开工作年度报告"
        (tmp_path / f"{number}.json").write_text(json.dumps(document), "utf-8")
    assert nianbao("render", "0.json", "--bundle", "-o", "发布", folder=tmp_path).code == OK
    before = {path: path.read_bytes() for path in (tmp_path / "发布").rglob("*") if path.is_file()}
    for options in ((), ("--force",)):
        ran = nianbao("render", "1.json", "--bundle", "-o", "发布", *options, folder=tmp_path)
        assert ran.code == MISUSED
        assert "另一个单位" in ran.message
        assert {path: path.read_bytes() for path in (tmp_path / "发布").rglob("*") if path.is_file()} == before


def test_a_bundle_that_is_refused_is_not_half_new(units: Units, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(units.document("甲局", "001")), "utf-8")
    assert nianbao("render", "a.json", "--bundle", "-o", "发布", folder=tmp_path).code == OK
    (folder,) = (tmp_path / "发布").iterdir()
    data = next(folder.glob("*年度报告.json"))
    data.write_text("改过", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    document = units.document("甲局", "001")
    document["texts"]["problems.current"] += "又有一处。"
    (tmp_path / "a.json").write_text(json.dumps(document), "utf-8")
    assert nianbao("render", "a.json", "--bundle", "-o", "发布", folder=tmp_path).code == MISUSED
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
