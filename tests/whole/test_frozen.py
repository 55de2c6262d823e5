"""The program frozen by the README's command: no Python beside it, and yet processes of its own."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from nianbao import fitted, read_submission_json, write_workbook
from tests.clients.conftest import missing

from .conftest import ROOT, Environment

README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def frozen(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, made by the README's command in a virtual environment that has nianbao."""
    folder = tmp_path_factory.mktemp("frozen")
    found = re.search(r"^```sh\n(pip install pyinstaller\n.*?)^```$", README, flags=re.S | re.M)
    assert found is not None
    environment.run(found[1].replace("pip install", "pip install -q"), folder)
    return folder / "dist" / "nianbao" / "nianbao"


@pytest.fixture
def files(form_folder: Path, registry: object, tmp_path: Path) -> Path:
    """Two workbooks and a table of another program."""
    document = json.loads((form_folder / "example.json").read_text("utf-8"))
    find_form = registry.find_form  # type: ignore[attr-defined]
    data = write_workbook(fitted(read_submission_json(json.dumps(document).encode(), find_form)))
    for name in ("one.xlsx", "two.xlsx"):
        (tmp_path / name).write_bytes(data)
    return tmp_path


def run(program: Path, folder: Path, *arguments: str) -> str:
    ran = subprocess.run([program, *arguments], cwd=folder, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


def test_it_checks_in_processes_of_its_own(frozen: Path, files: Path) -> None:
    found = json.loads(run(frozen, files, "check", "one.xlsx", "two.xlsx", "--jobs", "2", "--format", "json"))
    assert [each["verdict"] for each in found["files"]] == ["passed", "passed"]


def test_it_is_its_own_reading_process(frozen: Path, files: Path) -> None:
    if subprocess.run(["which", "soffice"], capture_output=True, check=False).returncode:
        missing("LibreOffice is not installed")
    profile = (files / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xls", "one.xlsx"],
        cwd=files, capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(run(frozen, files, "check", "one.xls", "--format", "json"))
    assert [each["code"] for each in found["files"][0]["findings"]] == ["RD104"]


def test_it_is_its_own_rendering_process(frozen: Path, files: Path) -> None:
    (files / "own.txt.jinja").write_text("{{ report.title }}", "utf-8")
    written = run(frozen, files, "render", "one.xlsx", "--to", "txt", "--template", "own.txt.jinja")
    assert written == "示例县自然资源局2024年政府信息公开工作年度报告"


def test_it_finds_templates_and_packs_inside(frozen: Path, files: Path) -> None:
    assert "nianbao_rules" in run(frozen, files, "plugins")
    run(frozen, files, "render", "one.xlsx", "--bundle", "-o", "发布")
    assert len(list(files.glob("发布/*/*.docx"))) == 1
    assert run(frozen, files, "explain", "TB101", "--lang", "en").startswith("TB101")
