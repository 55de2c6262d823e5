"""SARIF: valid against the schema, true to the findings, the same in every run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from msgspec.structs import replace

from nianbao import Conditions
from nianbao.findings.finding import Verdict
from nianbao.formatters.findings_sarif import FINGERPRINT, file_uri, findings_sarif
from nianbao.language import in_language
from tests.checked_files import REASON

if TYPE_CHECKING:
    from nianbao import CheckedFile
    from tests.checked_files import Files

PACKS = {"nianbao_rules": "4.5.6", "nianbao_forms": "1.2.3"}
UNDER = Conditions(packs=PACKS)
SCHEMA = Path(__file__).parent.parent / "schemas" / "sarif-2.1.0-rtm.4.json"
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    return Draft4Validator(json.loads(SCHEMA.read_text("utf-8")))


def run_of(files: list[CheckedFile]) -> dict[str, Any]:
    document = json.loads(findings_sarif(files, UNDER))
    assert document["version"] == "2.1.0"
    [run] = document["runs"]
    return dict(run)


def strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() for text in (key, *strings(value))]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_every_output_is_valid_against_the_schema(
    checked: list[CheckedFile], validator: Draft4Validator, spoken: str
) -> None:
    with in_language(spoken):
        for some in (checked, [], *([each] for each in checked)):
            assert list(validator.iter_errors(json.loads(findings_sarif(some, UNDER)))) == []


def test_the_schema_would_refuse_a_property_of_our_own(
    checked: list[CheckedFile], validator: Draft4Validator
) -> None:
    document = json.loads(findings_sarif(checked, UNDER))
    document["runs"][0]["results"][0]["severity"] = "error"
    assert not validator.is_valid(document)


def test_every_finding_is_a_result_with_its_rule(checked: list[CheckedFile]) -> None:
    run = run_of(checked)
    rules = run["tool"]["driver"]["rules"]
    findings = [finding for file in checked for finding in file.findings]
    assert [result["ruleId"] for result in run["results"]] == [finding.code for finding in findings]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [finding.code for finding in findings]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["properties"]["basis"]


def test_the_level_is_error_exactly_where_a_finding_blocks(checked: list[CheckedFile]) -> None:
    findings = [finding for file in checked for finding in file.findings]
    levels = [result["level"] for result in run_of(checked)["results"]]
    assert [level == "error" for level in levels] == [finding.blocks for finding in findings]
    assert {"error", "warning"} <= set(levels)


def test_every_result_stands_in_its_file_cell_and_field(checked: list[CheckedFile]) -> None:
    run = run_of(checked)
    results = iter(run["results"])
    for index, file in enumerate(checked):
        assert run["artifacts"][index]["hashes"] == {"sha-256": file.sha256}
        for finding in file.findings:
            [location] = next(results)["locations"]
            place = location["physicalLocation"]["artifactLocation"]
            assert place == run["artifacts"][index]["location"] | {"index": index}
            names = {each["kind"]: each["fullyQualifiedName"] for each in location.get("logicalLocations", ())}
            assert names.get("field") == finding.field
            cell = finding.cell
            assert names.get("cell") == (f"{cell.sheet}!{cell.cell}" if cell else None)


def test_the_other_cells_of_a_finding_are_related_locations(files: Files) -> None:
    file = files.bad()
    results = run_of([file])["results"]
    for finding, result in zip(file.findings, results, strict=True):
        related = result.get("relatedLocations", [])
        assert len(related) == len([cell for cell in finding.cells if cell != finding.cell])
        assert [each["id"] for each in related] == list(range(1, len(related) + 1))
    assert any("relatedLocations" in result for result in results)


def test_fingerprints_are_distinct_and_outlast_figures_language_and_path(files: Files) -> None:
    file = files.bad()
    prints = [result["partialFingerprints"][FINGERPRINT] for result in run_of([file])["results"]]
    assert len(set(prints)) == len(prints) > 4
    changed = [
        replace(each, expected=1000, actual=1) if each.expected is not None else each for each in file.findings
    ]
    with in_language("en"):
        again = run_of(
            [replace(file, reading=replace(file.reading, path="elsewhere/2.xlsx"), findings=tuple(changed))]
        )["results"]
    assert [result["partialFingerprints"][FINGERPRINT] for result in again] == prints


def test_mending_one_finding_leaves_the_fingerprints_of_the_others(files: Files) -> None:
    file = files.bad()
    before = [result["partialFingerprints"] for result in run_of([file])["results"]]
    for index in range(len(file.findings)):
        rest = replace(file, findings=(*file.findings[:index], *file.findings[index + 1 :]))
        after = [result["partialFingerprints"] for result in run_of([rest])["results"]]
        assert after == before[:index] + before[index + 1 :]


def test_two_findings_alike_have_two_fingerprints(files: Files) -> None:
    file = files.bad()
    results = run_of([replace(file, findings=(file.findings[0], file.findings[0]))])["results"]
    assert results[0]["partialFingerprints"] != results[1]["partialFingerprints"]


def test_what_is_explained_or_waived_is_suppressed(files: Files) -> None:
    file = files.explained()
    assert file.verdict is Verdict.PASSED
    suppressed = {result["ruleId"]: result["suppressions"] for result in run_of([file])["results"]}
    assert suppressed["SC103"] == [{"kind": "inSource", "justification": REASON}]
    assert suppressed["FD109"] == [{"kind": "external"}]
    assert all(result["suppressions"] == [] for result in run_of([files.bad()])["results"])


def test_hostile_words_stay_plain_text(files: Files) -> None:
    document = findings_sarif([files.hostile()], UNDER).decode()
    assert not any(CONTROL.search(text) for text in strings(json.loads(document)))
    text = run_of([files.hostile()])["results"][0]["message"]["text"]
    assert "{{0}}" in text
    assert r"\[点击](" in text
    assert '<script>alert("1")</script>' in text


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("收回/坏 #1?.xlsx", "%E6%94%B6%E5%9B%9E/%E5%9D%8F%20%231%3F.xlsx"),
        ("../a%20b:c.xlsx", "../a%2520b%3Ac.xlsx"),
        ("/tmp/a b.xlsx", "file:///tmp/a%20b.xlsx"),
        ("C:\\a b\\c.xlsx", "file:///C:/a%20b/c.xlsx"),
        ("D:/a.xlsx", "file:///D:/a.xlsx"),
        ("\\\\server\\share\\a.xlsx", "file://server/share/a.xlsx"),
        ("a\udcff.xlsx", "a%FF.xlsx"),
    ],
)
def test_paths_become_uri_references(path: str, uri: str) -> None:
    assert file_uri(path) == uri
    assert URI.fullmatch(uri)


def test_relative_paths_come_back_from_their_uri(checked: list[CheckedFile]) -> None:
    for file, artifact in zip(checked, run_of(checked)["artifacts"], strict=True):
        uri = artifact["location"]["uri"]
        assert URI.fullmatch(uri)
        if not uri.startswith("file:"):
            assert unquote(uri) == file.path


def test_the_tool_its_packs_and_the_language_are_named(checked: list[CheckedFile]) -> None:
    run = run_of(checked)
    assert run["tool"]["driver"]["name"] == "nianbao"
    assert {each["name"]: each["version"] for each in run["tool"]["extensions"]} == PACKS
    assert run["language"] == "zh-CN"


def test_the_same_findings_give_the_same_bytes(files: Files) -> None:
    assert findings_sarif([files.bad()], UNDER) == findings_sarif([files.bad()], UNDER)
