"""Last year's submissions: only of the same unit, of the year before, and only where it is clear which."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nianbao import Agency
from nianbao.errors import UsageError
from nianbao.intake.previous import PreviousYear
from tests.interpretation.reports import report, submission

if TYPE_CHECKING:
    from nianbao import PluginRegistry


def put(
    registry: PluginRegistry, path: Path, *, year: int = 2023, code: str = "A", name: str = "甲局", **more: int
) -> Path:
    document = json.loads((registry.form_folders["zfxxgk-2021"].folder / "example.json").read_text("utf-8"))
    document |= {"year": year, "agency": {"code": code, "name": name}}
    document["values"] |= {field.replace("__", "."): value for field, value in more.items()}
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_a_single_file_is_of_the_year_before_and_the_same_unit(registry: PluginRegistry, tmp_path: Path) -> None:
    former = PreviousYear(put(registry, tmp_path / "a.json"), registry.find_form)
    assert former.of(Agency(code="A", name="甲局（新名）"), 2024) is not None
    assert former.of(Agency(name="甲局"), 2024) is not None
    assert former.of(Agency(code="B", name="乙局"), 2024) is None
    assert former.of(Agency(code="A", name="甲局"), 2025) is None


def test_of_two_that_differ_nobody_knows_which_was_published(registry: PluginRegistry, tmp_path: Path) -> None:
    put(registry, tmp_path / "a.json")
    put(registry, tmp_path / "b.json")
    agency = Agency(code="A", name="甲局")
    assert PreviousYear(tmp_path, registry.find_form).of(agency, 2024) is not None  # the same twice is no matter
    put(registry, tmp_path / "b.json", disclosure__regulations__issued=7)
    assert PreviousYear(tmp_path, registry.find_form).of(agency, 2024) is None


def test_last_years_report_counts_where_there_is_no_workbook_of_it(
    registry: PluginRegistry, tmp_path: Path
) -> None:
    made = submission(1)
    (tmp_path / "去年.html").write_bytes(report(made, "html"))
    (tmp_path / "说明.txt").write_text("放假通知", "utf-8")
    former = PreviousYear(tmp_path, registry.find_form)
    assert former.unreadable == []
    found = former.of(Agency(name="示例县自然资源局", code="任何代码"), 2025)
    assert found is not None
    assert found.figure("requests.carried_out.total") == made.shown("requests.carried_out.total")
    put(registry, tmp_path / "去年.json", year=2024, code="", name="示例县自然资源局")
    found = PreviousYear(tmp_path, registry.find_form).of(Agency(name="示例县自然资源局"), 2025)
    assert found is not None
    assert found.as_printed is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_is_waited_for_by_nobody(registry: PluginRegistry, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(UsageError, match="不是普通文件"):
        PreviousYear(tmp_path / "a.json", registry.find_form)
    for path in (tmp_path / "没有", tmp_path / ("很" * 300), tmp_path / "a\0b"):
        with pytest.raises(UsageError, match="找不到上年的文件"):
            PreviousYear(path, registry.find_form)
