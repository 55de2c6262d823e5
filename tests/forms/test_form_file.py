"""Single mistakes made in the bundled form file: each is refused by source, path inside and remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from nianbao import parse_form, read_form
from nianbao.errors import FormFileError

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "some/folder/form.yaml"
REMEDY = re.compile("请|须|改正|改其中|可用的有")
CARRIED_OUT = re.compile(r"^    - \{id: carried_out, .*\n", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """Text of the form file replaced once, and what the refusal must name."""

    name: str
    old: str
    new: str
    place: str
    words: str = ""


MISTAKES = (
    Mistake(name="missing key", old='version: "1.1"\n', new="", place="version", words="version"),
    Mistake(name="missing key inside", old="  first: 2021\n", new="  last: 2030\n", place="years", words="first"),
    Mistake(name="unknown key", old="years:\n", new="colour: red\nyears:\n", place="colour"),
    Mistake(name="unknown key inside", old="rows: 1, hint: 负责", new="rows: 1, hnt: 负责", place="cover[0].texts[0]", words="hnt"),
    Mistake(name="key twice", old="sheets:\n", new="guide: []\nsheets:\n", place="行", words="guide"),
    Mistake(name="broken YAML", old="sheets:\n", new="sheets: [\n", place="行", words="YAML"),
    Mistake(name="year no number", old="first: 2021", new="first: soon", place="years.first"),
    Mistake(name="unknown type", old="type: money, unit: 万元", new="type: monye, unit: 万元", place="tables[0].blocks[3].columns[0].type", words="monye"),
    Mistake(name="unknown axis", old="each: column_group", new="each: block", place="identities[3].each", words="block"),
    Mistake(name="row id twice", old="{id: carried_in,", new="{id: received,", place="tables[1]", words="requests.received.natural_person"),
    Mistake(name="column id twice", old="{id: corrected, label: 结果纠正}", new="{id: upheld, label: 结果纠正}", place="tables[2]", words="upheld"),
    Mistake(name="text id twice", old="id: problems.improvement, label", new="id: problems.previous, label", place="sections[4]", words="problems.previous"),
    Mistake(name="text id of another section", old="id: other.matters, label", new="id: overview.text, label", place="sections[5]", words="overview.text"),
    Mistake(name="figure and text", old="id: title, label", new="id: disclosure.licensing.decisions, label", place="tables", words="disclosure.licensing.decisions"),
    Mistake(name="no rows for a text", old="label: 承办机构, rows: 1", new="label: 承办机构, rows: 0", place="cover[0]", words="lead.office"),
    Mistake(name="rows below nothing", old="label: 概述（选填）, rows: 3", new="label: 概述（选填）, rows: -3", place="sections[0]", words="overview.summary"),
    Mistake(name="rows no number", old="label: 承办机构, rows: 1", new="label: 承办机构, rows: one", place="cover[0].texts[0].rows"),
    Mistake(name="sheet name too long", old="cover: 封面", new="cover: " + "长" * 32, place="sheets", words="31"),
    Mistake(name="sheet name twice", old="guide: 填报说明", new="guide: 封面", place="sheets", words="封面"),
    Mistake(name="sheet name of a section twice", old="sheet: 五问题改进", new="sheet: 一总体情况", place="sheets", words="一总体情况"),
    Mistake(name="sheet name empty", old="cover: 封面", new='cover: ""', place="sheets"),
    Mistake(name="sheet of a text unknown", old="rows: 2, sheet: 六其他事项", new="rows: 2, sheet: 七", place="sections[1]", words="七"),
    Mistake(name="section shows unknown table", old="tables: [disputes]", new="tables: [dispute]", place="sections[3].tables", words="dispute"),
    Mistake(name="table in two sections", old="tables: [disputes]", new="tables: [disputes, requests]", place="sections", words="requests"),
    Mistake(name="table in no section", old="  tables: [disputes]\n", new="", place="sections", words="disputes"),
    Mistake(name="block without columns", old="columns:\n    - {id: decisions, label: 本年处理决定数量}\n", new="columns: []\n", place="tables[0]", words="disclosure"),
    Mistake(name="one block without stub", old="  - banner: 第二十条第（五）项\n    stub: 信息内容\n", new="  - banner: 第二十条第（五）项\n", place="tables[0]", words="stub"),
    Mistake(name="identity names removed column", old="      - {id: pending, label: 尚未审结}\n", new="", place="identities[3].left", words="pending"),
    Mistake(name="identity names unknown group", old="group:results", new="group:outcomes", place="identities[2].left", words="outcomes"),
    Mistake(name="group key removed", old="      key: results\n", new="", place="identities[2].left", words="results"),
    Mistake(name="identity of unknown table", old="role: row_total\n  table: requests", new="role: row_total\n  table: request", place="identities[1]", words="request"),
    Mistake(name="total names unknown row", old="total: concluded", new="total: conclusion", place="identities[2].total", words="conclusion"),
    Mistake(name="anchor not in the identity", old="anchor: carried_out", new="anchor: granted", place="identities[0]", words="anchor"),
    Mistake(name="anchor missing", old="  anchor: carried_out\n", new="", place="identities[0]", words="anchor"),
    Mistake(name="both total and right", old="  total: concluded\n", new="  total: concluded\n  right: [received]\n  anchor: received\n", place="identities[2]", words="total"),
    Mistake(name="neither total nor right", old="  right: [concluded, carried_out]\n", new="", place="identities[0]", words="total"),
    Mistake(name="nil of unknown table", old="{table: requests, statement", new="{table: request, statement", place="nil[1]", words="request"),
    Mistake(name="carried forward in unknown table", old="{table: requests, from", new="{table: request, from", place="carry_forward[0]", words="request"),
    Mistake(name="carried forward from unknown row", old="from: carried_out", new="from: left_over", place="carry_forward[0]", words="left_over"),
    Mistake(name="carried forward into unknown row", old="into: carried_in", new="into: brought_in", place="carry_forward[0]", words="brought_in"),
    Mistake(name="unknown field in a role", old="contact: [lead.address,", new="contact: [lead.adress,", place="roles.contact", words="lead.adress"),
    Mistake(name="chart of an unknown role", old="parts_of: [lawsuits]", new="parts_of: [lawsuit]", place="charts[3]", words="lawsuit"),
    Mistake(name="chart of texts", old="parts_of: [lawsuits]", new="roles: [contact]", place="charts[3]", words="lead.address"),
    Mistake(name="chart of parts of no total", old="parts_of: [lawsuits]", new="parts_of: [fee_figure]", place="charts[3]", words="handling_fee.notices"),
    Mistake(name="chart of nothing", old=", parts_of: [lawsuits]", new="", place="charts[3]", words="parts_of"),
    Mistake(name="chart twice", old="id: lawsuits, parts_of", new="id: received, parts_of", place="charts[3]", words="received"),
    Mistake(name="hint of a text too long", old="hint: 六位邮政编码。", new="hint: " + "长" * 231, place="cover[0]", words="230"),
    Mistake(name="hint of a row too long", old="hint: 本年度作出的行政处罚决定数量。", new="hint: " + "长" * 231, place="tables", words="230"),
)  # fmt: skip
NAMED = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)


@pytest.fixture(scope="module")
def text(form_folder: Path) -> str:
    return (form_folder / "form.yaml").read_text("utf-8")


def refusal(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, old
    with pytest.raises(FormFileError) as caught:
        parse_form(text.replace(old, new, 1).encode(), SOURCE)
    return str(caught.value)


@NAMED
def test_a_mistake_is_refused_by_source_and_path_inside(text: str, mistake: Mistake) -> None:
    message = refusal(text, mistake.old, mistake.new)
    assert SOURCE in message
    assert mistake.place in message.replace("$.", "")
    assert mistake.words in message


@NAMED
def test_the_refusal_says_what_to_do(text: str, mistake: Mistake) -> None:
    message = refusal(text, mistake.old, mistake.new)
    assert REMEDY.search(message), message


def test_a_row_that_an_identity_names_cannot_be_deleted_alone(text: str) -> None:
    line = CARRIED_OUT.search(text)
    assert line is not None
    message = refusal(text, line[0], "")
    assert "identities[0].right" in message
    assert "carried_out" in message
    assert "同时改正这条勾稽关系" in message


MORE_MISTAKES = (
    Mistake(name="sheet name with a slash", old="cover: 封面", new="cover: 封/面", place="sheets"),
    Mistake(name="sheet name with brackets", old="cover: 封面", new="cover: '[封面]'", place="sheets"),
    Mistake(name="sheet name in quotation marks", old="cover: 封面", new="cover: \"'封面'\"", place="sheets"),
    Mistake(name="sheet names that differ by case only", old="cover: 封面\n  guide: 填报说明", new="cover: cover\n  guide: COVER", place="sheets"),
    Mistake(name="sheet name of the stamp", old="cover: 封面", new="cover: _meta", place="sheets"),
    Mistake(name="carried forward into a row of other columns", old="{table: requests, from: carried_out, into: carried_in}", new="{table: disclosure, from: regulations, into: licensing}", place="carry_forward[0]"),
    Mistake(name="unknown name in the title", old='title: "{agency}', new='title: "{office}', place="title"),
    Mistake(name="own version not accepted", old='accepts: ["1.0", "1.1"]', new='accepts: ["0.9"]', place="accepts"),
    Mistake(name="last year before the first", old="first: 2021", new="first: 2021\n  last: 2020", place="years"),
    Mistake(name="section id twice", old="- id: other\n  heading", new="- id: problems\n  heading", place="sections"),
    Mistake(name="identity twice", old="\nnil:\n", new="- role: block_total\n  table: disputes\n  each: column_group\n  name: again\n  left: [upheld]\n  total: total\n\nnil:\n", place="identities"),
    Mistake(name="nil declaration twice", old="{table: requests, statement", new="{table: disclosure, statement", place="nil"),
    Mistake(name="total among its own parts", old="left: [upheld, corrected, other, pending]", new="left: [upheld, corrected, other, pending, total]", place="identities"),
    Mistake(name="identity without parts", old="left: [upheld, corrected, other, pending]", new="left: []", place="identities[3]"),
    Mistake(name="places below nothing", old="places: 6", new="places: -1", place="tables[0]"),
    Mistake(name="text id that is a cell address", old="id: other.matters, label", new="id: abc1, label", place="sections[5]"),
    Mistake(name="text ids with one defined name", old="id: other.matters, label", new="id: other_proposals, label", place="sections[5]"),
)  # fmt: skip


@pytest.mark.parametrize("mistake", MORE_MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_that_would_break_a_workbook_or_a_report_later_is_refused_at_once(
    text: str, mistake: Mistake
) -> None:
    message = refusal(text, mistake.old, mistake.new)
    assert SOURCE in message
    assert mistake.place in message


def test_a_table_id_can_be_taken_once_only(text: str) -> None:
    twice = text.replace("- id: handling_fee\n  name", "- id: disputes\n  name").replace(
        "tables: [handling_fee]", "tables: []"
    )
    message = refusal(
        twice, "  fee_figure: [handling_fee.notices, handling_fee.notified, handling_fee.collected]\n", ""
    )
    assert "disputes" in message
    assert "tables[3]" in message


@pytest.mark.parametrize("data", [b"", b"- a\n", b"7", b"a: \x00", b"\xff\xfe\xfd"])
def test_bytes_that_are_no_form_are_refused_by_source(data: bytes) -> None:
    with pytest.raises(FormFileError, match=SOURCE):
        parse_form(data, SOURCE)


def test_the_file_itself_may_be_missing_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "form.yaml", tmp_path):
        with pytest.raises(FormFileError, match=re.escape(str(path))):
            read_form(path)


def test_the_bundled_text_is_accepted_unchanged(text: str) -> None:
    assert parse_form(text.encode(), SOURCE).id == "zfxxgk-2021"
