"""The five published reports this project started from: what they must give, and what they must not.

Figures and the phrases that carry the faults are theirs; they are checked as submission JSON with
stated totals, as somebody would type a published report in.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from nianbao import Finding, PluginRegistry, check, read_submission_json
from nianbao_development.samples import ROOT, SAMPLES

TYPED_IN: dict[str, dict[str, Any]] = {
    "蓉江新区政务服务和大数据发展中心": {
        "totals": "stated",
        "values": {"requests.received.natural_person": 6, "requests.concluded.natural_person": 6},
    },
}
MUST = {
    "新洲区企业和人才服务中心": ["VL101", "SC102", "TX102", "FD102", "FD109"],
    "硚口区企业服务中心": ["TX105"],
    "武汉东湖新技术开发区党政办公室": ["FD109", "TX104"],
    "蓉江新区政务服务和大数据发展中心": ["VL101", "TB102", "NT105", "FD102", "SC106"],
    "尉氏县先进制造业开发区": ["TX106", "SC106"],
}
MUST_NOT = {
    "新洲区企业和人才服务中心": ("TB", "NT"),
    "硚口区企业服务中心": (),
    "武汉东湖新技术开发区党政办公室": ("TB", "VL", "NT"),
    "蓉江新区政务服务和大数据发展中心": ("TB2",),
    "尉氏县先进制造业开发区": ("TB", "VL"),
}


def findings(registry: PluginRegistry, name: str) -> tuple[Finding, ...]:
    document = json.loads((ROOT / SAMPLES / "data" / f"{name}.json").read_text("utf-8"))
    typed = TYPED_IN.get(name)
    if typed:
        kept = {field: value for field, value in document["values"].items() if not field.startswith("requests.")}
        document |= {"totals": typed["totals"], "values": kept | typed["values"]}
    submission = read_submission_json(json.dumps(document).encode(), registry.find_form)
    return check(submission, registry.rules_for(submission.form)).findings


@pytest.mark.parametrize("name", MUST)
def test_what_a_seed_must_give(registry: PluginRegistry, name: str) -> None:
    codes = {finding.code for finding in findings(registry, name)}
    assert set(MUST[name]) <= codes
    assert [code for code in codes if MUST_NOT[name] and code.startswith(MUST_NOT[name])] == []


def test_one_passes_without_anything_that_blocks(registry: PluginRegistry) -> None:
    assert not any(finding.blocks for finding in findings(registry, "硚口区企业服务中心"))


def test_nearly_nothing_filled_in_is_one_finding_a_table(registry: PluginRegistry) -> None:
    found = findings(registry, "蓉江新区政务服务和大数据发展中心")
    (blanks,) = [each for each in found if each.code == "VL101" and (each.field or "").startswith("requests")]
    assert len(blanks.fields) == 173
    (imbalance,) = [each for each in found if each.code == "TB102"]
    assert (imbalance.field, imbalance.expected, imbalance.actual) == ("requests.concluded.natural_person", 0, 6)
