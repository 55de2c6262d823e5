"""Rule packs as strangers install them: the guide typed as it stands, and a pack of its own distribution."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import BLOCKED, MISUSED, OK, ROOT, Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

GUIDE = (ROOT / "src" / "nianbao" / "plugins" / "rule_packs.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, flags=re.S | re.M)
SAMPLE = ROOT / "tests" / "packs" / "sample-province"
MOST_LINES_BY_HAND = 15


def apply(diff: str, folder: Path) -> int:
    """Make a change that the guide shows; give how many lines are typed for it."""
    heading, changes = diff.split("\n", 1)
    path = folder / heading.removeprefix("+++ ")
    text = path.read_text("utf-8")
    for hunk in changes.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        assert text.count(old) == 1, f"{path} does not hold:\n{old}"
        text = text.replace(old, "".join(line[1:] for line in lines if line[0] in " +"))
    path.write_text(text, "utf-8")
    return sum(line.startswith("+") for line in changes.splitlines())


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What came of following the guide: outputs by command, in order; the lines typed by hand."""

    folder: Path
    outputs: list[tuple[str, str]]
    lines_by_hand: int


@pytest.fixture(scope="module")
def followed(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    folder = tmp_path_factory.mktemp("guide")
    outputs, lines = [], 0
    for kind, block in BLOCKS:
        if kind == "sh":
            for line in block.splitlines():
                gives = BLOCKED if "exit code 1" in line else OK
                outputs.append((line, environment.run(line, folder, gives=gives)))
        elif kind == "diff":
            lines += apply(block, folder / "hubei-rules")
        else:
            assert kind == "toml", f"nobody runs blocks of {kind}"
            (folder / "nianbao.toml").write_text(block, "utf-8")
            lines += len(block.splitlines())
    yield Followed(folder=folder, outputs=outputs, lines_by_hand=lines)
    environment.run("pip uninstall -q -y hubei-rules", folder)


def test_the_rule_of_a_new_pack_runs_before_a_line_is_written(followed: Followed) -> None:
    outputs = followed.outputs
    before = [output for line, output in outputs if line.startswith("nianbao check one.json")]
    assert "联系电话“5550100”没有写区号。" in before[0]
    assert "建议修改" in before[0]
    assert "[HB901]" in before[0]
    assert all(" passed" in output for line, output in outputs if line.startswith("pytest"))


def test_the_changes_of_the_guide_take_few_lines_and_show_at_once(followed: Followed) -> None:
    assert 0 < followed.lines_by_hand <= MOST_LINES_BY_HAND
    after = [output for line, output in followed.outputs if line.startswith("nianbao check two.json")]
    assert len(after) == 2
    assert all("联系电话“13800000000”是手机号码。" in output for output in after)
    assert "建议修改" in after[0]
    assert "必须改正" in after[1]


def test_the_new_rule_is_documented_and_listed(followed: Followed, environment: Environment) -> None:
    page = environment.run("nianbao explain HB901", followed.folder)
    assert "不用手机号码" in page
    assert "hubei_rules 0.1.0" in page
    assert "HB901" in environment.run("nianbao rules", followed.folder)
    assert "hubei_rules 0.1.0" in environment.run("nianbao plugins", followed.folder)
    assert environment.run("nianbao new-pack --guide", followed.folder) == GUIDE


def test_a_second_new_pack_may_not_take_the_first_ones_code(followed: Followed, environment: Environment) -> None:
    told = environment.run("nianbao new-pack other-rules --code HB901", followed.folder, gives=MISUSED)
    assert "HB901" in told
    assert "hubei_rules 0.1.0" in told
    assert not (followed.folder / "other-rules").exists()


def test_a_pack_whose_document_loses_its_remedy_is_refused_by_name(
    followed: Followed, environment: Environment
) -> None:
    path = followed.folder / "hubei-rules" / "src" / "hubei_rules" / "documents" / "HB901.yaml"
    whole = path.read_text("utf-8")
    path.write_text(re.sub(r"^remedy:\n(?:  .*\n)+", "", whole, flags=re.M), "utf-8")
    try:
        told = environment.run("nianbao rules", followed.folder, gives=MISUSED)
    finally:
        path.write_text(whole, "utf-8")
    assert all(words in told for words in ("hubei_rules 0.1.0", "HB901.yaml", "remedy"))
    assert "Traceback" not in told


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The sample province's pack, installed from a copy; ``before`` is what the commands said without it."""

    folder: Path
    before: list[str]


def state(environment: Environment, folder: Path, report: Path) -> list[str]:
    commands = ("nianbao rules", "nianbao plugins", f"nianbao check {report}")
    return [environment.run(command, folder) for command in commands]


@pytest.fixture(scope="module")
def sample(environment: Environment, report: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """Install the sample province's pack, and take it out again."""
    folder = tmp_path_factory.mktemp("province")
    before = state(environment, folder, report)
    copy = folder / "sample-province"
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    environment.run('pip install -q "./sample-province[test]"', folder)
    yield Sample(folder=copy, before=before)
    environment.run("pip uninstall -q -y sample-province", folder)


@pytest.fixture(scope="module")
def report(form_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report that passes but for its only problem."""
    document = json.loads((form_folder / "example.json").read_text("utf-8"))
    document["texts"]["problems.current"] = "个别科室对政府信息公开申请的法律适用把握不准。"
    path = tmp_path_factory.mktemp("report") / "report.json"
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def test_a_pack_of_its_own_distribution_shows_everywhere(
    sample: Sample, report: Path, environment: Environment, tmp_path: Path
) -> None:
    assert "SP901  核实说明  第五部分至少要写出两条存在的问题。" in environment.run("nianbao rules", tmp_path)
    assert "too-few-problems" in environment.run("nianbao explain sp901", tmp_path)
    assert "sample_province 0.1.0  （sample-province）  规则 1 条" in environment.run("nianbao plugins", tmp_path)
    found = json.loads(environment.run(f"nianbao check {report} --format json", tmp_path, gives=BLOCKED))
    assert found["tool"]["packs"]["sample_province"] == "0.1.0"
    finding = next(each for each in found["files"][0]["findings"] if each["code"] == "SP901")
    assert (finding["severity"], finding["expected"], finding["actual"]) == ("verify", 2, 1)
    assert finding["cell"]
    assert " passed" in environment.run("pytest -q", sample.folder)


@pytest.mark.usefixtures("sample")
def test_an_office_sets_the_options_and_the_severity_of_such_a_rule(
    report: Path, environment: Environment, tmp_path: Path
) -> None:
    check = f"nianbao check {report} --select SP901"

    def configured(text: str, *, gives: int = OK) -> str:
        (tmp_path / "nianbao.toml").write_text(text, "utf-8")
        return environment.run(check, tmp_path, gives=gives)

    assert "至少要写 3 条" in configured("[rules.SP901]\nleast = 3\n", gives=BLOCKED)
    assert "[SP901]" not in configured("[rules.SP901]\nleast = 1\n")
    assert "[SP901]" not in configured('[rules.SP901]\nexempt = ["department"]\n')
    assert "提示" in configured('[severity]\nSP = "note"\n')
    assert "least" in configured('[rules.SP901]\nleast = "two"\n', gives=MISUSED)
    assert "lest" in configured("[rules.SP901]\nlest = 2\n", gives=MISUSED)


def test_what_is_installed_shows_no_trace_once_it_is_uninstalled(
    sample: Sample, report: Path, environment: Environment, tmp_path: Path
) -> None:
    """The last of these tests: it takes the pack out."""
    assert "SP901" in environment.run("nianbao rules", tmp_path)
    environment.run("pip uninstall -q -y sample-province", tmp_path)
    assert state(environment, tmp_path, report) == sample.before
    assert "SP901" in environment.run("nianbao explain SP901", tmp_path, gives=MISUSED)
