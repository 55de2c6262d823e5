"""The form file is the single source: change it, and everything changes, or fails with a clear message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import (
    Agency,
    Form,
    Pack,
    PluginRegistry,
    Submission,
    blank_submission,
    check,
    compose,
    fitted,
    hookimpl,
    interpret,
    parse_form,
    read_raw,
    submission_schema,
    write_workbook,
)
from nianbao.errors import FormFileError, TemplateError
from nianbao.reports.render import render_report as render
from nianbao.submissions.submission import make_answers

if TYPE_CHECKING:
    from pathlib import Path

SECOND_FORM = """
id: park-monthly
version: "2"
accepts: ["2"]
name: 公园月度情况表
title: "{agency}{year}年公园月度情况"
basis: [市园林条例]
years: {first: 2020, last: 2030}
sheets: {cover: 首页, guide: 说明, checks: 核对, explanations: 解释}
guide: [按月填写。]
cover:
- title: 联系人
  texts:
  - {id: contact.name, label: 姓名, rows: 1}
sections:
- id: visits
  heading: 一、游客
  sheet: 游客
  tables: [visits]
- id: remarks
  heading: 二、说明
  sheet: 说明文字
  texts:
  - {id: remarks.text, label: 情况说明, rows: 3, hint: 写明情况。}
tables:
- id: visits
  name: 游客表
  caption: 各园游客
  unit: 人次
  blocks:
  - stub: 公园
    columns:
    - {id: adults, label: 成人}
    - {id: children, label: 儿童}
    - {id: total, label: 合计}
    rows:
    - {id: north, label: 北园, hint: 以闸机记录为准。}
    - {id: south, label: 南园}
    - {id: fees, label: 收入, type: money, unit: 元, places: 2}
identities:
- {role: row_total, table: visits, each: row, name: 合计＝成人＋儿童, left: [adults, children], total: total}
nil:
- {table: visits, statement: 本月闭园}
"""

SENTENCES = """
{% macro report_title() %}{{ default_title }}{% endmacro %}
{% macro report_lead() %}本表由{{ agency }}填报。{% endmacro %}
{% macro remarks__text() %}全年接待{{ figure("visits.north.total") + figure("visits.south.total") }}人次。{% endmacro %}
"""


class ParkPack:
    """A pack with one form, made in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @hookimpl
    def nianbao_register_forms(self) -> list[Path]:
        return [self.folder]


@pytest.fixture
def parks(tmp_path: Path) -> PluginRegistry:
    (tmp_path / "form.yaml").write_text(SECOND_FORM, "utf-8")
    (tmp_path / "sentences.jinja").write_text(SENTENCES, "utf-8")
    registry = PluginRegistry()
    registry.register(ParkPack(tmp_path), Pack(name="parks", distribution="parks", version="1"))
    return registry


def filled(form: Form, **figures: int) -> Submission:
    blank = blank_submission(form, 2024, Agency(name="园林处", code="7"))
    raws = {field: figures.get(field.removeprefix("visits.").replace(".", "_"), 0)
            for field in form.inputs(form.table_by_id["visits"])}  # fmt: skip
    return replace(blank, answers=make_answers(form, raws))


def test_a_second_form_goes_the_whole_way(parks: PluginRegistry) -> None:
    form = parks.form_folders["park-monthly"].form
    submission = filled(form, north_adults=1200, north_children=300, south_adults=5)
    data = write_workbook(fitted(submission))
    reading = interpret(read_raw(data), parks.find_form)
    assert reading.findings == ()
    assert reading.submission is not None
    assert reading.submission.shown("visits.north.total") == 1500
    assert not any(finding.blocks for finding in check(reading.submission, parks.rules_for(form)).findings
                   if finding.code.startswith(("TB", "VL")))  # fmt: skip
    folders = [parks.form_folders[form.id].folder, parks.styles["standard"]]
    text = render(compose(reading.submission, folders[0]), "txt", folders).decode()
    assert "园林处2024年公园月度情况" in text
    assert "全年接待1505人次" in text
    assert "| 北园   |  1200  |  300   |  1500  |" in text


def test_rules_of_the_bundled_pack_see_the_second_form(parks: PluginRegistry) -> None:
    form = parks.form_folders["park-monthly"].form
    submission = filled(form, north_adults=10)
    wrong = replace(submission, answers={**submission.answers, **make_answers(form, {"visits.north.total": 11})})
    findings = check(wrong, parks.rules_for(form)).findings
    assert [(found.code, found.field, found.difference) for found in findings if found.code.startswith("TB")] == [
        ("TB103", "visits.north.total", 1)
    ]


def bundled(folder: Path) -> str:
    return (folder / "form.yaml").read_text("utf-8")


def without_line(text: str, words: str) -> str:
    lines = text.split("\n")
    kept = [line for line in lines if words not in line]
    assert len(kept) == len(lines) - 1
    return "\n".join(kept)


def test_removing_a_row_changes_workbook_rules_report_and_schema(
    form: Form, form_folder: Path, example: Submission
) -> None:
    changed = parse_form(
        without_line(without_line(bundled(form_folder), "id: rejected_repeat"), "rejected_repeat: [").encode(),
        "changed",
    )
    gone = [field for field in form.fields if field.startswith("requests.rejected_repeat.")]
    assert len(gone) == 7
    assert set(form.fields) - set(changed.fields) == set(gone)
    blank = blank_submission(changed, 2024, Agency(name="甲", code="1"))
    raw = read_raw(write_workbook(blank))
    sheet = raw.sheet("三依申请公开")
    assert sheet is not None
    assert "2.重复申请" not in {cell.value for cell in sheet.cells.values()}
    assert interpret(raw, lambda _id: changed).findings == ()
    total = next(found for found in changed.identities if found.id == "requests.column_total.natural_person")
    assert "requests.rejected_repeat.natural_person" not in total.left
    assert len(total.left) == 20
    report = compose(blank, form_folder)
    assert "2.重复申请" not in {
        cell.text for section in report.sections for table in section.tables for cell in table.cells
    }
    properties = submission_schema(changed)["properties"]
    assert isinstance(properties, dict)
    assert "requests.rejected_repeat.total" not in properties["values"]["properties"]


def test_removing_a_row_that_an_identity_names_fails_with_its_place(form_folder: Path) -> None:
    with pytest.raises(FormFileError, match=r"changed 的 identities\[0\]\.left：.*carried_in"):
        parse_form(without_line(bundled(form_folder), "id: carried_in,").encode(), "changed")


def test_removing_a_row_that_a_sentence_names_fails_with_template_and_line(form_folder: Path) -> None:
    text = without_line(without_line(bundled(form_folder), "id: partly_granted"), "partly_granted: [")
    with pytest.raises(FormFileError, match=r"charts\[1\].*partly_granted"):
        parse_form(text.encode(), "changed")
    changed = parse_form(text.replace("granted, partly_granted,", "granted,").encode(), "changed")
    with pytest.raises(TemplateError, match=r"sentences\.jinja 第 \d+ 行：.*requests\.partly_granted\.total"):
        compose(
            replace(blank_submission(changed, 2024, Agency(name="甲")), nil=frozenset(("requests",))), form_folder
        )


def test_an_old_workbook_does_not_pass_for_a_changed_form(form_folder: Path, example: Submission) -> None:
    changed = parse_form(
        without_line(without_line(bundled(form_folder), "id: rejected_repeat"), "rejected_repeat: [").encode(),
        "changed",
    )
    reading = interpret(read_raw(write_workbook(fitted(example))), lambda _id: changed)
    assert reading.submission is None
    assert {finding.code for finding in reading.findings} >= {"LT204"}
