"""The one gate: what passes it, what does not, and that there is no other way."""

from __future__ import annotations

import ast
import datetime
import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from msgspec.structs import force_setattr, replace

from nianbao import (
    CheckContext,
    CheckedFile,
    Checker,
    Domain,
    Draft,
    Finding,
    Office,
    Publication,
    Selection,
    draft,
    publishable,
    render,
)
from nianbao.findings.explanation import Waiver
from nianbao.findings.fault import Severity
from nianbao.reports.draft_mark import DRAFT_MARK
from nianbao.reports.word_template import make_word_template
from tests.plugins.packs import Disk, offering, pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao import PluginRegistry

ROOT = Path(__file__).parents[2]
_ = Domain("throwaway")
FAR = datetime.date(2999, 1, 1)


def checked(registry: PluginRegistry, document: dict[str, Any], office: Office | None = None) -> CheckedFile:
    return Checker(registry, office or Office()).check("a.json", json.dumps(document).encode())


def test_what_passes_may_be_published(registry: PluginRegistry, document: dict[str, Any]) -> None:
    publication = publishable(checked(registry, document))
    assert isinstance(publication, Publication)
    assert "草稿" not in render(publication, "txt").decode()


def test_what_blocks_may_not(registry: PluginRegistry, document: dict[str, Any]) -> None:
    document["values"]["requests.received.natural_person"] = 4700
    found = checked(registry, document)
    assert publishable(found) is None
    assert isinstance(draft(found), Draft)


def test_nothing_that_could_not_be_read_has_even_a_draft(registry: PluginRegistry) -> None:
    found = Checker(registry).check("a.xlsx", b"PK\x03\x04")
    assert publishable(found) is None
    assert draft(found) is None


@pytest.mark.parametrize(
    "selection", [Selection(select=("SC",)), Selection(ignore=("TB",)), Selection(select=("TB", "VL", "FD"))]
)
def test_under_a_selection_for_looking_nothing_is_published(
    registry: PluginRegistry, document: dict[str, Any], selection: Selection
) -> None:
    found = checked(registry, document, Office(selection=selection))
    assert not found.blocks
    assert publishable(found) is None
    assert found.conditions.not_run
    assert "只运行了一部分规则" in str(found.withheld[0])


def test_under_a_standing_decision_it_is_and_the_decision_is_named(
    registry: PluginRegistry, document: dict[str, Any]
) -> None:
    document["texts"]["problems.improvement"] = None
    assert publishable(checked(registry, document)) is None
    found = checked(registry, document, Office(ignored=("SC103", "SC104")))
    assert publishable(found) is not None
    assert found.conditions.not_run == ("SC103", "SC104")


@pytest.mark.parametrize("raw", [None, "若干", "约10"])
def test_a_blank_or_unreadable_figure_is_never_published_even_waived(
    registry: PluginRegistry, document: dict[str, Any], raw: str | None
) -> None:
    document["values"]["requests.granted.enterprise"] = raw
    document["values"]["disclosure.coercion.decisions"] = raw
    waivers = tuple(
        Waiver(code=code, agency=None, field=None, reason="已核实", who="区政务公开办", until=FAR)
        for code in ("VL101", "VL102", "TB101", "TB102", "TB103", "NT102")
    )
    found = checked(registry, document, Office(waivers=waivers))
    assert not found.blocks
    assert publishable(found) is None
    assert "空白的或读不懂的" in str(found.withheld[0])


def test_a_unit_without_last_year_is_held_back_until_the_office_says_so(
    registry: PluginRegistry, document: dict[str, Any], tmp_path: Path
) -> None:
    found = checked(registry, document, Office(previous=tmp_path))
    assert publishable(found) is None
    assert "XY101" in str(found.withheld[0])
    new = Waiver(code="XY101", agency="SL001", field=None, reason="今年新设立", who="区政务公开办", until=FAR)
    found = checked(registry, document, Office(previous=tmp_path, waivers=(new,)))
    assert publishable(found) is not None
    assert [finding.code for finding in found.findings] == []
    for all_of_them in (replace(new, agency=None), replace(new, until=datetime.date(2001, 1, 1))):
        found = checked(registry, document, Office(previous=tmp_path, waivers=(all_of_them,)))
        assert publishable(found) is None


def test_where_a_rule_over_the_set_blocks_one_file_alone_has_no_publication(
    registry: PluginRegistry, document: dict[str, Any]
) -> None:
    office = Office(severities={"SM": Severity.VERIFY})
    found = checked(registry, document, office)
    assert publishable(found) is None
    assert "SM101" in str(found.withheld[0])
    checker = Checker(registry, office)
    other = {**document, "agency": {"name": "乙局", "code": "2"}, "texts": {}}
    readings = [checker.read("1.json", json.dumps(each).encode()) for each in (document, other)]
    together = checker.set_of(readings)
    assert publishable(checker.check_reading(readings[0], together)) is not None


@pytest.mark.parametrize(
    "name",
    [None, "", "  ", "\u200b\u2060", "XX", "××县自然资源局", "单位名称", "（填写单位名称）", "某某局", "123"],
)
def test_a_report_of_nobody_is_held_back(
    registry: PluginRegistry, document: dict[str, Any], name: str | None
) -> None:
    document["agency"] = {"name": name, "code": "SL001"}
    found = checked(registry, document)
    assert "LT106" in [finding.code for finding in found.findings]
    assert publishable(found) is None


@pytest.mark.parametrize(
    "name", ["示例县自然资源局", "甲局", "新洲区企业和人才服务中心", "𠮷县公安局", "国家税务总局某县税务局"]
)
def test_a_name_is_a_name(registry: PluginRegistry, document: dict[str, Any], name: str) -> None:
    document["agency"] = {"name": name}
    assert "LT106" not in [finding.code for finding in checked(registry, document).findings]


def changes_the_submission(context: CheckContext) -> Iterator[Finding]:
    texts = context.submission.texts
    texts["problems.current"] = "已被改动。"  # type: ignore[index]
    yield context.finding(_("没有"))


def replaces_its_texts(context: CheckContext) -> Iterator[Finding]:
    force_setattr(context.submission, "texts", {**context.submission.texts, "problems.current": "已被改动。"})
    yield context.finding(_("没有"))


@pytest.mark.parametrize("function", [changes_the_submission, replaces_its_texts])
def test_a_rule_cannot_change_what_is_published(
    registry: PluginRegistry,
    document: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    function: Any,
) -> None:
    from nianbao import PluginRegistry as Registry

    disk = Disk(tmp_path, monkeypatch)
    mine = Registry()
    mine.register(offering(rules=[disk.rule("ZZ101", function)]), pack("mine"))
    found = Checker(mine, Office(severities={"ZZ": Severity.NOTE})).check("a.json", json.dumps(document).encode())
    assert found.submission is not None
    assert found.submission.text("problems.current") == document["texts"]["problems.current"]
    printable = draft(found)
    assert printable is not None
    assert "已被改动" not in render(printable, "txt").decode()


def words_of(data: bytes, to: str) -> str:
    if to != "docx":
        return data.decode()
    document = docx.Document(io.BytesIO(data))
    heads = [paragraph.text for section in document.sections for paragraph in section.header.paragraphs]
    return "\n".join([*heads, *(paragraph.text for paragraph in document.paragraphs)])


@pytest.mark.parametrize("to", ["txt", "md", "html", "docx"])
@pytest.mark.parametrize("passes", [True, False])
def test_a_draft_is_marked_in_every_format(
    registry: PluginRegistry, document: dict[str, Any], to: str, passes: bool
) -> None:
    document["values"]["requests.received.natural_person"] += 0 if passes else 4700
    printable = draft(checked(registry, document))
    assert printable is not None
    assert DRAFT_MARK in words_of(render(printable, to), to)


def test_a_draft_as_data_says_so_and_is_read_all_the_same(
    registry: PluginRegistry, document: dict[str, Any]
) -> None:
    printable = draft(checked(registry, document))
    assert printable is not None
    data = render(printable, "json")
    assert json.loads(data)["draft"] is True
    assert not Checker(registry).check("b.json", data).blocks


@pytest.mark.parametrize(
    "template", ["{{ report.title }}", "<html><body><h1>{{ report.title }}</h1></body></html>"]
)
@pytest.mark.parametrize("to", ["txt", "md", "html"])
def test_an_offices_own_template_cannot_leave_the_mark_out(
    registry: PluginRegistry, document: dict[str, Any], tmp_path: Path, template: str, to: str
) -> None:
    own = tmp_path / "own.jinja"
    own.write_text(template, "utf-8")
    printable = draft(checked(registry, document))
    assert printable is not None
    assert DRAFT_MARK in render(printable, to, template=own).decode()


def test_a_word_template_without_heads_gets_one(
    registry: PluginRegistry, document: dict[str, Any], tmp_path: Path
) -> None:
    found = checked(registry, document)
    assert found.form is not None
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(io.BytesIO(make_word_template(found.form))) as template, zipfile.ZipFile(own, "w") as made:
        for name in template.namelist():
            made.writestr(name, re.sub(rb"<w:headerReference[^>]*/>", b"", template.read(name)))
    printable = draft(found)
    assert printable is not None
    assert words_of(render(printable, "docx", template=own), "docx").count(DRAFT_MARK) >= 2


def test_published_data_holds_numbers_and_nothing_that_is_not_printed(
    registry: PluginRegistry, document: dict[str, Any]
) -> None:
    document["values"]["disclosure.normative_documents.in_force"] = "18（其中2件涉密，勿公开）"
    document["agency"] |= {"aliases": ["内部称呼"], "short_name": "内部简称"}
    document["texts"]["signoff.prepared_by"] = "张三"
    document["explanations"] = [{"code": None, "field": None, "value": None, "text": "只给主管部门看"}]
    publication = publishable(checked(registry, document))
    assert publication is not None
    data = json.loads(render(publication, "json"))
    assert data["values"]["disclosure.normative_documents.in_force"] == 18
    assert all(isinstance(value, int) or value.replace(".", "").isdigit() for value in data["values"].values())
    for words in ("涉密", "内部", "张三", "只给主管部门看"):
        assert words not in json.dumps(data, ensure_ascii=False)
    again = Checker(registry).check("b.json", json.dumps(data).encode())
    assert [finding.code for finding in again.findings if finding.blocks] == []


def test_only_the_gate_makes_publications_and_only_reports_render_without_one() -> None:
    made, rendered = [], []
    for path in sorted((ROOT / "src" / "nianbao").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                where = path.relative_to(ROOT / "src" / "nianbao").as_posix()
                if name in ("Publication", "Draft", "Printable"):
                    made.append(where)
                if name == "render_report" and "import render as render_report" not in path.read_text("utf-8"):
                    rendered.append(where)
    assert set(made) == {"checks/gate.py"}
    assert set(rendered) == {"reports/render.py", "testing.py"}  # packs test their templates
