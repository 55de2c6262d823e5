"""Finding files: whatever lies in a folder costs a row at most, never the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao.errors import UsageError
from nianbao.files.output_folder import OutputFolder
from nianbao.intake.find_files import DEEPEST, find_reports, find_workbooks
from nianbao.intake.read_file import read_path
from nianbao.reports.draft_mark import DRAFT_MARK

if TYPE_CHECKING:
    from nianbao import PluginRegistry


def codes(path: Path, registry: PluginRegistry) -> list[str]:
    return [finding.code for finding in read_path(str(path), registry.find_form).findings]


def test_a_pipe_is_a_row_and_nobody_waits_for_it(tmp_path: Path, registry: PluginRegistry) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    (found,) = find_workbooks([tmp_path], tmp_path / "out")
    reading = read_path(str(found), registry.find_form)
    assert "不是普通文件" in str(reading.findings[0].message)


def test_a_file_larger_than_any_memory_is_refused_before_it_is_read(
    tmp_path: Path, registry: PluginRegistry
) -> None:
    with (tmp_path / "a.xlsx").open("wb") as stream:
        stream.truncate(20 << 30)
    (found,) = find_workbooks([tmp_path], tmp_path / "out")
    assert codes(found, registry) == ["RD103"]


def test_folders_nested_without_end_are_one_row(tmp_path: Path, registry: PluginRegistry) -> None:
    before = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _level in range(1200):
            Path("f").mkdir()
            os.chdir("f")
    finally:
        os.chdir(before)
    (tmp_path / "z.xlsx").write_bytes(b"")
    deep, plain = find_workbooks([tmp_path], tmp_path / "out")
    assert plain.name == "z.xlsx"
    assert len(deep.relative_to(tmp_path).parts) == DEEPEST + 1
    assert codes(deep, registry) == ["RD101"]
    subprocess.run(["rm", "-rf", str(tmp_path / "f")], check=True)


def test_links_that_lead_back_up_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "1.xlsx").write_bytes(b"x")
    assert [path.name for path in find_workbooks([tmp_path], tmp_path / "out")] == ["1.xlsx"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs an administrator, to become somebody else")
def test_a_folder_without_permission_is_one_row(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "1.xlsx").write_bytes(b"x")
    (tmp_path / "2.xlsx").write_bytes(b"")
    program = (
        "import os, sys; os.setuid(65534)\n"
        "from pathlib import Path\n"
        "from nianbao.intake.find_files import find_workbooks\n"
        "from nianbao.intake.read_file import read_path\n"
        "top = Path(sys.argv[1])\n"
        "for path in find_workbooks([top], top / 'out'):\n"
        "    print(path.name, read_path(str(path), lambda *_: None).findings[0].code)\n"
    )
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder.name.startswith(("pytest", "test_", "popen")):
            folder.chmod(0o755)
    closed.chmod(0o700)
    ran = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
    )
    if "ModuleNotFoundError" in ran.stderr or "Permission denied: '/root" in ran.stderr:
        pytest.skip("the packages cannot be read by others here")
    assert ran.stdout.splitlines() == ["2.xlsx RD101", "closed RD101"], ran.stderr


def results(folder: Path, *names: str, holds: str = "collect") -> Path:
    with OutputFolder(folder, holds=holds) as output:
        for name in names:
            output.write(name, b"x")
        output.finish()
    return folder


def test_a_manifest_hides_only_what_it_lists_and_somebody_is_told(tmp_path: Path) -> None:
    folder = results(tmp_path / "收" / "out", "原件/a.xlsx", "状态一览.xlsx")
    (folder / "原件" / "b.xlsx").write_bytes(b"x")
    (folder / "c.xlsx").write_bytes(b"x")
    told: list[str] = []
    found = find_workbooks([tmp_path / "收"], tmp_path / "out", told.append)
    assert [path.name for path in found] == ["c.xlsx", "b.xlsx"]
    assert len(told) == 1
    assert "2 个结果文件" in told[0]
    assert find_workbooks([tmp_path / "收"], folder, told.append) == found
    assert len(told) == 1


def test_workbooks_may_be_filled_in_where_they_were_made(tmp_path: Path) -> None:
    folder = results(tmp_path / "out", "a.xlsx", holds="distribute")
    assert find_workbooks([folder], tmp_path / "result") == [folder / "a.xlsx"]


@pytest.mark.parametrize("name", ["很" * 300, "a\0b", "没有"])
def test_a_path_that_cannot_be_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="找不到"):
        find_workbooks([tmp_path / name], tmp_path / "out")


def test_a_draft_of_ours_is_nobodys_report(tmp_path: Path) -> None:
    (tmp_path / "公布.html").write_text("<html><p>年度报告</p></html>", "utf-8")
    (tmp_path / "草稿.html").write_text(f"<html><body><p>{DRAFT_MARK}</p></body></html>", "utf-8")
    found = find_workbooks([tmp_path], tmp_path / "out")
    assert [path.name for path in found] == ["公布.html"]
    assert [path.name for path in find_workbooks([tmp_path / "草稿.html"], tmp_path / "out")] == ["草稿.html"]
    assert len(find_reports([tmp_path], tmp_path / "out")) == 2
