"""A form that is another form with changes: an office's further figures, without a copy of the statutory form."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from nianbao import Checker, PluginRegistry, fitted, render, write_workbook
from nianbao.checks.gate import draft
from nianbao.errors import PackError
from nianbao.submissions.submission_json import read_submission_json
from tests.plugins.packs import offering, pack

if TYPE_CHECKING:
    from pathlib import Path

CHANGES = """
extends: {form: zfxxgk-2021, version: "1.0"}
id: zfxxgk-2021-jia
version: "1"
accepts: ["1"]
name: 政府信息公开工作年度报告（甲市补充指标）
sections:
- id: local
  heading: 七、本市补充指标
  sheet: 七补充指标
  tables: [local]
tables:
- id: local
  name: 补充指标表
  caption: 补充指标
  unit: 件
  blocks:
  - stub: 项目
    columns:
    - {id: count, label: 数量}
    rows:
    - {id: hotline, label: 转办热线工单}
nil:
- {table: local, statement: 全年没有补充指标}
removes:
  charts: [outcomes]
"""


def registered(*folders: Path) -> PluginRegistry:
    registry = PluginRegistry()
    registry.register(offering(forms=list(folders)), pack("jia"))
    return registry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "jia"
    folder.mkdir()
    (folder / "form.yaml").write_text(CHANGES, "utf-8")
    return folder


def document(form_folder: Path) -> dict[str, Any]:
    example: dict[str, Any] = json.loads((form_folder / "example.json").read_text("utf-8"))
    return {**example, "form": "zfxxgk-2021-jia", "values": {**example["values"], "local.hotline.count": 7}}


def test_a_form_with_further_figures_goes_the_whole_way(folder: Path, form_folder: Path) -> None:
    registry = registered(folder)
    form = registry.find_form("zfxxgk-2021-jia")
    statutory = registry.find_form("zfxxgk-2021")
    assert form is not None
    assert statutory is not None
    assert set(form.fields) - set(statutory.fields) == {"local.hotline.count"}
    assert [section.id for section in form.sections][-1] == "local"
    assert form.bases == statutory.bases
    assert {chart.id for chart in statutory.charts} - {chart.id for chart in form.charts} == {"outcomes"}
    data = json.dumps(document(form_folder)).encode()
    made = read_submission_json(data, registry.find_form)
    checked = Checker(registry).check("a.xlsx", write_workbook(fitted(made)))
    assert checked.submission is not None
    assert checked.submission.shown("local.hotline.count") == 7
    assert [finding.code for finding in checked.findings if finding.blocks] == []
    text = render(draft(checked), "txt").decode()  # type: ignore[arg-type]
    assert "七、本市补充指标" in text
    assert "转办热线工单" in text


def test_the_statutory_form_is_as_it_was(folder: Path, registry: PluginRegistry) -> None:
    plain, beside = registry.find_form("zfxxgk-2021"), registered(folder).find_form("zfxxgk-2021")
    assert plain is not None
    assert beside is not None
    assert plain.digest == beside.digest


def test_an_own_sentence_file_goes_before_the_others(folder: Path, form_folder: Path) -> None:
    assert registered(folder).registered_form("zfxxgk-2021-jia").sentences == form_folder
    shutil.copy(form_folder / "sentences.jinja", folder)
    assert registered(folder).registered_form("zfxxgk-2021-jia").sentences == folder


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('version: "1.0"}', 'version: "0.9"}', "0.9"),
        ("form: zfxxgk-2021,", "form: zfxxgk-1999,", "zfxxgk-1999"),
        ('id: zfxxgk-2021-jia\nversion: "1"', 'id: zfxxgk-2021-jia', "version"),
        ("charts: [outcomes]", "charts: [nothing]", "nothing"),
        ("charts: [outcomes]", "guide: [outcomes]", "guide"),
        ("tables: [local]", "tables: [locals]", "locals"),
        ("extends: {form", "extends: {forms", "form"),
        ('accepts: ["1"]', 'accept: ["1"]', "accept"),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_refused_by_name(folder: Path, old: str, new: str, cause: str) -> None:
    text = (folder / "form.yaml").read_text("utf-8")
    assert old in text
    (folder / "form.yaml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(PackError, match=cause) as refused:
        registered(folder).find_form("x")
    assert "jia" in str(refused.value.message)


def test_a_form_on_an_extended_form_is_refused(folder: Path, tmp_path: Path) -> None:
    further = tmp_path / "further"
    further.mkdir()
    text = (folder / "form.yaml").read_text("utf-8")
    text = text.replace('form: zfxxgk-2021, version: "1.0"', 'form: zfxxgk-2021-jia, version: "1"')
    (further / "form.yaml").write_text(text.replace("id: zfxxgk-2021-jia", "id: zfxxgk-2021-jia-2"), "utf-8")
    with pytest.raises(PackError, match="zfxxgk-2021-jia"):
        registered(further, folder).find_form("x")


def test_order_of_registration_does_not_matter(folder: Path, form_folder: Path) -> None:
    registry = PluginRegistry(load_installed=False)
    registry.register(offering(forms=[folder, form_folder]), pack("both"))
    assert set(registry.form_folders) == {"zfxxgk-2021", "zfxxgk-2021-jia"}


def test_two_forms_that_stand_on_each_other_are_refused(folder: Path) -> None:
    text = (folder / "form.yaml").read_text("utf-8").replace("form: zfxxgk-2021,", "form: zfxxgk-2021-jia,")
    (folder / "form.yaml").write_text(text, "utf-8")
    with pytest.raises(PackError, match="zfxxgk-2021-jia"):
        registered(folder).find_form("x")
