"""Kinds of fields and sheets that the bundled form has not: changes below zero, fixed places, texts beside wide tables."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from nianbao import Checker, PluginRegistry, fitted, write_workbook
from nianbao.checks.gate import publishable
from nianbao.errors import PackError
from nianbao.forms.form_file import parse_form
from nianbao.reports.render import render
from nianbao.submissions.submission_json import read_submission_json
from tests.plugins.packs import offering, pack

if TYPE_CHECKING:
    from pathlib import Path

FORM = """
id: permits
version: "1"
accepts: ["1"]
name: 行政许可增减表
title: "{agency}{year}年行政许可增减情况"
basis: [市许可条例]
years: {first: 2020}
sheets: {cover: 首页, guide: 说明, checks: 核对, explanations: 解释}
guide: [逐项填写。]
cover: []
sections:
- id: permits
  heading: 一、许可
  sheet: 许可
  tables: [permits]
  texts:
  - {id: permits.text, label: 情况说明, rows: 3, hint: 写明变化的原因。}
tables:
- id: permits
  name: 许可表
  caption: 许可
  unit: 件
  blocks:
  - stub: 项目
    columns:
    - {id: last, label: 上一年项目数量}
    - {id: change, label: 本年增/减, type: signed}
    - {id: handled, label: 处理决定数量}
    - {id: amount, label: 金额, type: money, unit: 万元, places: 2, fixed_places: true}
    rows:
    - {id: permit, label: 行政许可}
    - {id: other, label: 其他对外管理服务事项}
"""
SENTENCES = """
{% macro report_title() %}{{ default_title }}{% endmacro %}
{% macro report_lead() %}本表由{{ agency }}填报。{% endmacro %}
"""
VALUES = {
    "permits.permit.last": 12, "permits.permit.change": -3, "permits.permit.handled": 40, "permits.permit.amount": "7.5",
    "permits.other.last": 0, "permits.other.change": 2, "permits.other.handled": 0, "permits.other.amount": 0,
}  # fmt: skip


def document(**changes: Any) -> bytes:
    values = {**VALUES, **{key.replace("__", "."): value for key, value in changes.items()}}
    return json.dumps(
        {
            "form": "permits", "year": 2024, "totals": "computed", "agency": {"name": "甲局", "code": "1"},
            "values": values, "texts": {"permits.text": "撤并三项。"},
        }
    ).encode()  # fmt: skip


@pytest.fixture
def registry(tmp_path: Path) -> PluginRegistry:
    folder = tmp_path / "permits"
    folder.mkdir()
    (folder / "form.yaml").write_text(FORM, "utf-8")
    (folder / "sentences.jinja").write_text(SENTENCES, "utf-8")
    registry = PluginRegistry()
    registry.register(offering(forms=[folder]), pack("permits"))
    return registry


def faults(registry: PluginRegistry, data: bytes, name: str = "a.json") -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.field)
        for finding in Checker(registry).check(name, data).findings
        if finding.code.startswith(("VL", "LT", "RD"))
    ]


def test_a_change_may_be_below_zero_and_a_count_may_not(registry: PluginRegistry) -> None:
    assert faults(registry, document()) == []
    assert faults(registry, document(permits__permit__last=-1)) == [("VL103", "permits.permit.last")]
    assert faults(registry, document(permits__permit__change="-1.5")) == [("VL104", "permits.permit.change")]


def test_an_amount_has_no_more_places_than_the_form_gives_it(registry: PluginRegistry) -> None:
    assert faults(registry, document(permits__permit__amount="7.505")) == [("VL104", "permits.permit.amount")]
    assert faults(registry, document(permits__permit__amount="7.500")) == []


def test_a_changed_figure_goes_through_the_workbook(registry: PluginRegistry) -> None:
    made = read_submission_json(document(), registry.find_form)
    data = write_workbook(fitted(made))
    read = Checker(registry).read("a.xlsx", data)
    assert read.submission is not None
    assert [finding.code for finding in read.findings] == []
    assert read.submission.shown("permits.permit.change") == -3
    assert read.submission.text("permits.text") == "撤并三项。"
    sheet = openpyxl.load_workbook(io.BytesIO(data))["许可"]
    limits = {(rule.type, rule.operator, rule.formula1) for rule in sheet.data_validations.dataValidation}
    assert ("whole", None, "-999999999") in limits or ("whole", "between", "-999999999") in limits
    assert ("whole", "greaterThanOrEqual", "0") in limits


def test_fixed_places_are_printed_in_full_and_no_figure_is_rounded(registry: PluginRegistry) -> None:
    checked = Checker(registry).check("a.json", document())
    published = publishable(checked)
    assert published is not None, [str(finding.message) for finding in checked.findings]
    text = render(published, "md").decode()
    assert "<td>-3</td>" in text
    assert "<td>7.50</td>" in text
    assert "<td>0.00</td>" in text


def test_texts_beside_a_wide_table_have_a_wide_cell_of_their_own(registry: PluginRegistry) -> None:
    form = registry.find_form("permits")
    assert form is not None
    data = write_workbook(fitted(read_submission_json(document(), registry.find_form)))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert form.texts["permits.text"].sheet == "许可文字"
    assert book.sheetnames.index("许可文字") == book.sheetnames.index("许可") + 1
    (name,) = (name for key, name in book.defined_names.items() if key == "permits_text")
    assert "许可文字" in name.attr_text
    assert book["许可文字"].column_dimensions["A"].width > 80


def test_the_sheet_of_texts_may_not_have_the_name_of_another(tmp_path: Path) -> None:
    clash = FORM.replace("checks: 核对", "checks: 许可文字")
    with pytest.raises(Exception, match="许可文字"):
        parse_form(clash.encode(), "clash")
    registry = PluginRegistry(load_installed=False)
    (tmp_path / "form.yaml").write_text(clash, "utf-8")
    registry.register(offering(forms=[tmp_path]), pack("permits"))
    with pytest.raises(PackError):
        registry.find_form("permits")


SUMS = (
    FORM.replace(
        "    - {id: permit, label: 行政许可}\n    - {id: other, label: 其他对外管理服务事项}\n",
        "    - {id: permit, label: 行政许可}\n    - {id: other, label: 其他对外管理服务事项}\n    - {id: sum, label: 合计}\n",
    )
    + "identities:\n- {role: row_total, table: permits, each: column, name: 合计, left: [permit, other], right: [sum], anchor: sum}\n"
)


@pytest.mark.parametrize(("other", "codes"), [(None, set()), (-3, set()), (2, {"TB103"})])
def test_a_change_that_is_not_typed_yet_may_bring_a_sum_down(
    tmp_path: Path, other: int | None, codes: set[str]
) -> None:
    (tmp_path / "form.yaml").write_text(SUMS, "utf-8")
    (tmp_path / "sentences.jinja").write_text(SENTENCES, "utf-8")
    registry = PluginRegistry()
    registry.register(offering(forms=[tmp_path]), pack("permits"))
    values = {"permits.permit.change": 10, "permits.other.change": other, "permits.sum.change": 7}
    changed = {**json.loads(document()), "totals": "stated"}
    changed["values"] = {
        **VALUES,
        "permits.sum.last": 12,
        "permits.sum.handled": 40,
        "permits.sum.amount": "7.5",
        **values,
    }
    found = Checker(registry).check("a.json", json.dumps(changed).encode()).findings
    assert {finding.code for finding in found if finding.code.startswith("TB")} == codes


@pytest.mark.parametrize("name", ["封,面", "A'B"])
def test_a_sheet_name_that_no_formula_could_quote_is_refused(name: str) -> None:
    with pytest.raises(Exception, match="工作表名"):
        parse_form(FORM.replace("cover: 首页", f'cover: "{name}"').encode(), "form")
