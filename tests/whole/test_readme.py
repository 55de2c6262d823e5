"""The README's commands, typed as they stand, by a stranger with a fresh copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .conftest import ROOT, Environment

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, flags=re.S) for line in block.splitlines()]
FIRST = next(line for line in COMMANDS if "collect sample_reports" in line)
SECOND = next(line for line in COMMANDS if "pytest" in line)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    interpreter = Path(sys.base_prefix) / "bin"
    environment["PATH"] = f"{interpreter}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_first_command_checks_and_publishes_five_agencies_also_twice(clone: Path) -> None:
    for command in (FIRST, FIRST.rpartition("&&")[2]):
        result = run(command, clone)
        assert result.returncode == 0, result.stderr
        assert "共 5 个文件：通过 3，退回修改 2" in result.stdout
    made = {path.relative_to(clone / "out").as_posix() for path in (clone / "out").rglob("*") if path.is_file()}
    assert "状态一览.html" in made
    assert len([name for name in made if name.startswith("年度报告/")]) == 9
    kept = clone / "sample_reports" / "collected" / "年度报告"
    for report in kept.iterdir():
        assert (clone / "out" / "年度报告" / report.name).read_bytes() == report.read_bytes()


def test_the_installed_command_works_from_any_directory(clone: Path, tmp_path: Path) -> None:
    program = clone / ".venv" / "bin" / "nianbao"
    if not program.exists():
        assert run(FIRST, clone).returncode == 0
    result = run(
        f"{program} template --year 2024 --agency 甲局 --code 1 -o a.xlsx && {program} check a.xlsx", tmp_path
    )
    assert result.returncode == 1
    assert "甲局（2024年）" in result.stdout


def test_the_daily_commands_of_the_readme_work(clone: Path, tmp_path: Path) -> None:
    program = clone / ".venv" / "bin" / "nianbao"
    if not program.exists():
        assert run(FIRST, clone).returncode == 0
    (tmp_path / "roster.csv").write_text("单位代码,单位名称\n01,甲局\n02,乙局\n", "utf-8-sig")
    shutil.copytree(clone / "sample_reports" / "workbooks", tmp_path / "returned")
    (tmp_path / "returned" / "硚口区企业服务中心.xlsx").rename(tmp_path / "returned" / "one.xlsx")
    for line in COMMANDS:
        if line.startswith("nianbao"):
            result = run(line.replace("nianbao", str(program), 1), tmp_path)
            assert result.returncode == 0, (line, result.stderr)
    assert len(list((tmp_path / "forms").glob("*.xlsx"))) == 2
    assert (tmp_path / "results" / "状态一览.html").exists()
    assert "硚口区企业服务中心2024年" in (tmp_path / "one.txt").read_text("utf-8")


def test_the_test_command_of_the_readme_is_the_one_that_ci_runs() -> None:
    assert SECOND in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_the_wheel_holds_what_is_needed_and_works_alone(wheel: Path, environment: Environment) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
    for needed in ("nianbao/py.typed", "nianbao_forms/zfxxgk-2021/form.yaml", "nianbao_rules/documents/TB101.yaml",
                   "nianbao/campaigns/results/templates/status.html.jinja", "nianbao/formatters/pages/findings.css",
                   "nianbao/formatters/pages/findings_file.html.jinja", "nianbao/locale/zh_CN/LC_MESSAGES/click.mo",
                   "nianbao/locale/en/LC_MESSAGES/nianbao.mo", "nianbao_rules/locale/en/LC_MESSAGES/nianbao_rules.mo"):  # fmt: skip
        assert needed in names
    assert not any(name.startswith("nianbao_development") for name in names)
    assert "通过" in environment.alone


SCRIPT = next(block for block in re.findall(r"```python\n(.*?)```", README, flags=re.S) if "publishable" in block)


@pytest.mark.parametrize("in_a_thread", [False, True])
def test_the_script_checks_a_folder_and_writes_the_reports_that_pass(tmp_path: Path, in_a_thread: bool) -> None:
    shutil.copytree(ROOT / "sample_reports" / "workbooks", tmp_path / "returned")
    (tmp_path / "nianbao.toml").write_text('[severity]\nSC109 = "warning"\n', "utf-8")
    program = SCRIPT
    if in_a_thread:
        lines = (
            "import threading\nwork = threading.Thread(target=exec, args=(SCRIPT, {}))\nwork.start()\nwork.join()\n"
        )
        program = f"SCRIPT = {SCRIPT!r}\n{lines}"
    (tmp_path / "script.py").write_text(program, "utf-8")
    ran = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count(": 通过") == 3
    assert len(list((tmp_path / "reports").iterdir())) == 3
    assert all("草稿" not in path.read_text("utf-8") for path in (tmp_path / "reports").iterdir())
