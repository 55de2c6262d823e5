"""Phrasings that real reports use, each in a whole valid submission, with what must and must not be found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nianbao import PluginRegistry, Submission, check, read_submission_json
from nianbao.files.strict_yaml import parse_yaml

FORM = "zfxxgk-2021"
FOLDER = Path(__file__).parent


def document(name: str) -> dict[str, Any]:
    """Return what a YAML file beside this module holds."""
    read: Any = parse_yaml((FOLDER / name).read_bytes())
    return dict(read)


CASES: list[dict[str, Any]] = document("prose_cases.yaml")["cases"]
VARIANTS = document("prose_variants.yaml")
FIELDS = {
    "applications": "overview.on_request",
    "disputes": "overview.on_request",
    "disclosure": "overview.proactive",
}
TEXTS = {
    "lead.text": "现公布2024年政府信息公开工作年度报告。统计期限为2024年1月1日至2024年12月31日。地址：某路1号，电话：0000-1234567。",
    "overview.proactive": "按目录公开本单位信息，做到更新及时。",
    "overview.on_request": "按规定办理公开申请。",
    "overview.management": "落实审核制度，按目录归集信息。",
    "overview.platform": "维护门户网站栏目，保持页面可用。",
    "overview.supervision": "把公开工作纳入考核，安排专人负责。",
    "problems.current": "一是政策解读的形式还较单一；二是栏目更新不够及时。",
    "problems.improvement": "2025年，将丰富解读形式，落实专人按周更新栏目，逐月检查。",
    "other.handling_fee": "2024年度未收取信息处理费。",
}


def submission_of(registry: PluginRegistry, case: dict[str, Any]) -> Submission:
    """Return the frame with a case's text and figures."""
    form = registry.form_folders[FORM].form
    zeros = {field: 0 for table in form.tables for field in form.inputs(table)}
    texts = {
        field: text
        for field, text in TEXTS.items()
        if case["field"] != "overview.text" or not field.startswith("overview.")
    }
    document = {
        "schema": 1,
        "form": FORM,
        "year": 2024,
        "totals": "computed",
        "agency": {"name": "甲县某局", "kind": "department", **case.get("agency", {})},
        "values": zeros | case["values"],
        "texts": {**texts, case["field"]: case["text"]},
    }
    return read_submission_json(json.dumps(document).encode(), registry.find_form)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(registry: PluginRegistry, case: dict[str, Any]) -> None:
    submission = submission_of(registry, case)
    found = {finding.code for finding in check(submission, registry.rules_for(submission.form)).findings}
    assert set(case["must"]) <= found
    assert not set(case["must_not"]) & found
    if not case["must"]:
        assert {code for code in found if code.startswith("NT")} == set()


@pytest.mark.parametrize("case", VARIANTS["cases"], ids=lambda case: case["text"])
def test_variant(registry: PluginRegistry, case: dict[str, Any]) -> None:
    values = VARIANTS["figures"][case["figures"]]
    submission = submission_of(registry, {**case, "values": values, "field": FIELDS[case["figures"]]})
    found = {finding.code for finding in check(submission, registry.rules_for(submission.form)).findings}
    assert {code for code in found if code.startswith("NT")} == set(case["must"])
