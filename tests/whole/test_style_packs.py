"""A report style as strangers install it, and PDF where nothing can make it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from .conftest import MISUSED, ROOT, Environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLE = ROOT / "tests" / "packs" / "sample-style"


@pytest.fixture
def example(form_folder: Path, tmp_path: Path) -> Path:
    return shutil.copy(form_folder / "example.json", tmp_path / "example.json")


@pytest.fixture(scope="class")
def sample(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Install the sample style from a copy, and take it out again."""
    folder = tmp_path_factory.mktemp("style")
    copy = folder / "sample-style"
    shutil.copytree(SAMPLE, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    environment.run('pip install -q "./sample-style[test]"', folder)
    yield copy
    environment.run("pip uninstall -q -y sample-style", folder)


class TestWhereItIsInstalled:
    @pytest.mark.usefixtures("example")
    def test_a_style_and_its_filter_are_there_once_the_pack_is_installed(
        self, sample: Path, environment: Environment, tmp_path: Path
    ) -> None:
        page = environment.run("nianbao render example.json --to html --style red-header", tmp_path)
        assert "示例县自然资源局（二〇二四年度）" in page
        own = tmp_path / "own.txt.jinja"
        own.write_text("{{ report.submission.year | chinese_year }}", "utf-8")
        assert (
            environment.run(f"nianbao render example.json --to txt --template {own.name}", tmp_path) == "二〇二四"
        )
        assert " passed" in environment.run("pytest -q", sample)

    @pytest.mark.usefixtures("sample", "example")
    def test_an_office_makes_the_style_its_own(self, environment: Environment, tmp_path: Path) -> None:
        (tmp_path / "nianbao.toml").write_text('[report]\nstyle = "red-header"\nnumbering = "1."\n', "utf-8")
        page = environment.run("nianbao render example.json --to html", tmp_path)
        assert "二〇二四年度" in page
        assert "1.主动公开情况</h3>" in page
        text = environment.run("nianbao render example.json --to txt", tmp_path)
        assert "1.主动公开情况" in text


@pytest.mark.usefixtures("example")
def test_an_unknown_style_is_told_with_those_that_are_there(environment: Environment, tmp_path: Path) -> None:
    for command in ("render example.json --style red-header", "collect example.json -o out --style red-header"):
        told = environment.run(f"nianbao {command}", tmp_path, gives=MISUSED)
        assert "没有名为 red-header 的报告样式，可用的有：standard" in told


@pytest.mark.usefixtures("example")
def test_pdf_without_libreoffice_and_without_the_extra_says_what_to_do(
    environment: Environment, tmp_path: Path
) -> None:
    told = environment.run(
        f"PATH={environment.programs} nianbao render example.json -o 报告.pdf", tmp_path, gives=MISUSED
    )
    assert "LibreOffice" in told
    assert "nianbao[pdf]" in told
    assert "Traceback" not in told
    assert not (tmp_path / "报告.pdf").exists()
