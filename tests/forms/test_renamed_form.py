"""The bundled form with every id, table and role renamed: nothing in the core knows a name of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from nianbao import CheckContext, Checker, Domain, Finding, PluginRegistry, Verdict, fitted, render, write_workbook
from nianbao.checks.gate import publishable
from nianbao.submissions.submission_json import read_submission_json
from tests.plugins.packs import Disk, offering, pack

if TYPE_CHECKING:
    from collections.abc import Iterator

_ = Domain("throwaway")
ROOT = Path(__file__).parents[2]
NAMES = {"id", "key", "table", "total", "anchor", "from", "into", "role"}
LISTS = {"tables", "left", "right", "parts_of", "roles", "blanks_are_zero", "each", "any", "instead", "within"}
SENTENCES = """
{% macro report_title() %}{{ default_title }}{% endmacro %}
{% macro report_lead() %}本表由{{ agency }}填报。{% endmacro %}
"""


def renamed(name: str) -> str:
    kind, colon, bare = name.rpartition(":")  # group:results names a group of rows
    return kind + colon + ".".join(part if part == "*" else f"zz_{part}" for part in bare.split("."))


def renamed_form(node: Any, key: str = "") -> Any:
    """Return a form's content with every name of its own changed, wherever the file has one."""
    if isinstance(node, dict):
        if key in ("roles", "roles_in_texts"):
            return {renamed(role): [renamed(field) for field in fields] for role, fields in node.items()}
        return {name: renamed_form(value, name) for name, value in node.items()}
    if isinstance(node, list):
        names = key in LISTS and all(isinstance(item, str) for item in node)
        return [renamed(item) if names else renamed_form(item, key) for item in node]
    return renamed(node) if key in NAMES and isinstance(node, str) else node


def unbalanced(context: CheckContext) -> Iterator[Finding]:
    """Find every identity that does not hold, whatever its name."""
    for identity in context.form.identities:
        left = sum(context.figure(field) or 0 for field in identity.left)
        right = sum(context.figure(field) or 0 for field in identity.right)
        if left != right:
            yield context.finding(_("不等"), field=identity.anchor, expected=left, actual=right)


@pytest.fixture
def world(
    form_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[PluginRegistry, dict[str, Any]]:
    folder = tmp_path / "renamed"
    folder.mkdir()
    content = renamed_form(yaml.safe_load((form_folder / "form.yaml").read_text("utf-8")))
    (folder / "form.yaml").write_text(yaml.safe_dump({**content, "id": "renamed"}, allow_unicode=True), "utf-8")
    (folder / "sentences.jinja").write_text(SENTENCES, "utf-8")
    registry = PluginRegistry()
    registry.register(offering(forms=[folder]), pack("renamed"))
    form = registry.form_folders["renamed"].form
    claims = tuple(sorted(form.claims()))
    rule = Disk(tmp_path, monkeypatch).rule("ZZ101", unbalanced, claims=claims)
    registry.register(offering(rules=[rule]), pack("province"))
    example = json.loads((form_folder / "example.json").read_text("utf-8"))
    document = {
        **example,
        "form": "renamed",
        "values": {renamed(field): value for field, value in example["values"].items()},
        "texts": {renamed(field): text for field, text in example["texts"].items()},
        "nil": [renamed(table) for table in example.get("nil", ())],
    }
    return registry, document


def test_no_name_is_left(world: tuple[PluginRegistry, dict[str, Any]], form: Any) -> None:
    registry, _document = world
    other = registry.form_folders["renamed"].form
    assert len(other.fields) == len(form.fields)
    assert not set(other.fields) & set(form.fields)
    assert not set(other.texts) & set(form.texts)
    assert not other.claims() & form.claims()


def test_it_is_made_filled_in_read_checked_and_rendered(world: tuple[PluginRegistry, dict[str, Any]]) -> None:
    registry, document = world
    made = read_submission_json(json.dumps(document).encode(), registry.find_form)
    checked = Checker(registry).check("a.xlsx", write_workbook(fitted(made)))
    assert [finding.code for finding in checked.findings if finding.blocks] == []
    assert {str(notice) for notice in checked.reading.notices} == set()
    assert checked.submission is not None
    assert checked.submission.shown("zz_requests.zz_received.zz_total") == made.shown(
        "zz_requests.zz_received.zz_total"
    )
    published = publishable(checked)
    assert published is not None
    for to in ("txt", "md", "html", "docx", "json"):
        assert render(published, to)
    assert "三、收到和处理政府信息公开申请情况" in render(published, "txt").decode()


def test_its_faults_are_found_by_rules_that_name_no_field(world: tuple[PluginRegistry, dict[str, Any]]) -> None:
    registry, document = world
    wrong = {**document, "totals": "stated"}
    wrong["values"] = {
        **document["values"],
        "zz_requests.zz_granted.zz_natural_person": "不详",
        "zz_requests.zz_received.zz_natural_person": -1,
    }
    checked = Checker(registry).check("a.json", json.dumps(wrong).encode())
    codes = {finding.code for finding in checked.findings}
    assert {"VL102", "VL103"} <= codes
    assert "SY900" not in codes
    assert checked.verdict is not Verdict.PASSED
    balance = {**document["values"], "zz_requests.zz_received.zz_natural_person": 4711}
    checked = Checker(registry).check("a.json", json.dumps({**document, "values": balance}).encode())
    assert "ZZ101" in {finding.code for finding in checked.findings}


def test_no_id_of_the_bundled_form_stands_in_the_core(form: Any) -> None:
    named = re.compile(r"zfxxgk|\b(?:" + "|".join(map(re.escape, sorted(form.fields))) + r")\b")
    sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in {".py", ".jinja", ".css"}]
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if named.search(line)
    }
    assert found == set()
