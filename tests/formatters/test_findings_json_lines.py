"""Findings as JSON lines hold what the JSON document holds, a line a file."""

from __future__ import annotations

import json

from nianbao import Checker, PluginRegistry
from nianbao.formatters.findings_json import findings_json
from nianbao.formatters.findings_json_lines import format_as_json_line, json_lines
from nianbao.testing import example_document
from tests.documents import FORM, as_json


def test_the_lines_are_the_documents_parts(registry: PluginRegistry) -> None:
    checker = Checker(registry)
    example = example_document(registry.registered_form(FORM), values={"disclosure.penalties.decisions": "约3"})
    files = [checker.check("甲\n.json", as_json(example)), checker.check("乙.xlsx", b"garbage")]
    lines = b"".join(json_lines(map(format_as_json_line, files), checker.conditions)).decode().split("\n")
    assert lines.pop() == ""
    first, *records, last = map(json.loads, lines)
    document = json.loads(findings_json(files, checker.conditions))
    assert {**first, "files": records, **last} == document
    assert [record["verdict"] for record in records] == ["failed", "rejected"]


def test_a_run_over_nothing_has_its_two_lines(registry: PluginRegistry) -> None:
    lines = list(json_lines([], Checker(registry).conditions))
    assert [sorted(json.loads(line)) for line in lines] == [["schema", "tool"], ["summary"]]
