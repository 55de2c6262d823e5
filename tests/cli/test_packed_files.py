"""An archive of workbooks, given to ``check`` and ``collect``, is taken as the files it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nianbao import submission_json
from nianbao.cli import main
from tests.corpus.attack import archive, deflated
from tests.corpus.base import base_workbook, original
from tests.corpus.other_formats import old_workbook

INSIDE = ("水利局/填报.xlsx", "旧表.xls", "里面.zip")


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    members = [deflated("x", content) for content in (base_workbook(), old_workbook(), b"PK")]
    for member, name in zip(members, INSIDE, strict=True):
        member.name = name.encode("gb18030")
    path = tmp_path / "收回" / "报送.zip"
    path.parent.mkdir()
    path.write_bytes(archive(members))
    return path


def ran(*arguments: str) -> int:
    with pytest.raises(SystemExit) as finished:
        main(arguments)
    code = finished.value.code
    assert isinstance(code, int)
    return code


def found(path: Path) -> dict[str, list[str]]:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return {each["path"]: [finding["code"] for finding in each["findings"]] for each in document["files"]}


def assert_each_told(files: dict[str, list[str]], outer: Path) -> None:
    assert list(files) == [f"{outer.as_posix()}/{name}" for name in INSIDE]
    codes = list(files.values())
    assert not any(code.startswith(("RD", "LT")) for code in codes[0])
    assert "RD104" in codes[1]
    assert codes[2] == ["RD103"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_check_takes_the_files_inside(packed: Path, tmp_path: Path, jobs: str) -> None:
    out = tmp_path / "out.json"
    assert ran("check", str(packed), "--format", "json", "-o", str(out), "--jobs", jobs) == 1
    assert_each_told(found(out), packed)


def test_collect_takes_the_files_inside(packed: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    assert ran("collect", str(packed.parent), "-o", str(out)) == 0
    assert_each_told(found(out / "findings.json"), packed)


def test_read_gives_the_submission_of_an_old_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = tmp_path / "旧表.xls", tmp_path / "out.json"
    file.write_bytes(old_workbook())
    assert ran("read", str(file), "-o", str(out)) == 0
    assert json.loads(out.read_text("utf-8")) == submission_json(original())
    assert "RD104" in capsys.readouterr().err


def test_read_says_that_an_archive_is_to_be_unpacked(packed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran("read", str(packed)) == 1
    assert "解压" in capsys.readouterr().err
