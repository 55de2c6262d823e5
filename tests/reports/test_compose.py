"""Composition and rendering: own words stand, blanks are composed from the cells, tables are whole."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import PluginRegistry, Submission, compose
from nianbao.errors import TemplateError
from nianbao.reports.render import render_report as render
from nianbao.submissions.submission import figure_text, make_answers

if TYPE_CHECKING:
    from nianbao import Report


def without(submission: Submission, *texts: str) -> Submission:
    return replace(submission, texts={name: text for name, text in submission.texts.items() if name not in texts})


def with_values(submission: Submission, **values: int | str | None) -> Submission:
    raws = {name.replace("__", "."): value for name, value in values.items()}
    answers = {name: answer for name, answer in submission.answers.items() if name not in raws}
    return replace(submission, answers={**answers, **make_answers(submission.form, raws)})


def paragraphs(report: Report, field: str) -> tuple[str, ...]:
    return next((p.paragraphs for s in report.sections for p in s.passages if p.field == field), ())


def text_of(registry: PluginRegistry, report: Report, to: str) -> str:
    folder = registry.form_folders[report.submission.form.id].folder
    return render(report, to, [folder, registry.styles["standard"]]).decode()


def test_the_agencys_own_texts_stand_as_written(example: Submission, form_folder: Path) -> None:
    own = "第一段，“引号”与 2 个空格。\n第二段：<b>=1+1</b>"
    report = compose(replace(example, texts={**example.texts, "overview.on_request": own}), form_folder)
    assert paragraphs(report, "overview.on_request") == tuple(own.split("\n"))


def test_a_blank_text_is_composed_from_the_cells(example: Submission, form_folder: Path) -> None:
    report = compose(without(example, "overview.on_request", "other.handling_fee"), form_folder)
    assert paragraphs(report, "overview.on_request") == (
        ("2024年，本机关新收政府信息公开申请50件，上年结转12件；办结55件，结转下年度继续办理7件。"
        "办结的申请中，予以公开30件，部分公开6件，不予公开5件，无法提供9件，不予处理3件，其他处理2件。"
        "因政府信息公开工作被申请行政复议4件（结果维持2件，结果纠正1件，尚未审结1件），"
        "被提起行政诉讼2件（结果维持1件，尚未审结1件）。"),
    )  # fmt: skip
    assert paragraphs(report, "other.handling_fee") == (
        "2024年，本机关发出信息处理费收费通知3件，通知总金额620元，实际收取480元。",
    )  # fmt: skip


def test_nothing_is_said_as_the_field_says_it(example: Submission, form_folder: Path) -> None:
    zero = replace(example, nil=frozenset(("requests", "disputes", "disclosure")), texts={}, answers=make_answers(
        example.form, {f"handling_fee.{name}": 0 for name in ("notices", "notified", "collected")}))  # fmt: skip
    report = compose(zero, form_folder)
    assert paragraphs(report, "overview.on_request") == (
        "2024年，本机关未收到政府信息公开申请，无上年结转的申请。未发生因政府信息公开工作引起的行政复议和行政诉讼。",
    )
    assert paragraphs(report, "other.handling_fee") == ("2024年，本机关未向申请人收取信息处理费。",)


def test_no_fee_figures_and_no_text_say_nothing_of_the_fee(example: Submission, form_folder: Path) -> None:
    silent = with_values(without(example, "other.handling_fee"), handling_fee__notices=None, handling_fee__notified=None,
                         handling_fee__collected=None)  # fmt: skip
    assert paragraphs(compose(silent, form_folder), "other.handling_fee") == ()


def test_sections_stand_in_order_with_their_exact_headings(example: Submission, form_folder: Path) -> None:
    assert [section.heading for section in compose(example, form_folder).sections] == [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip


def test_an_own_lead_replaces_the_composed_one(example: Submission, form_folder: Path) -> None:
    report = compose(replace(example, texts={**example.texts, "lead.text": "甲\n乙"}), form_folder)
    assert report.lead == ("甲", "乙")
    assert compose(example, form_folder).lead[0].startswith("根据《中华人民共和国政府信息公开条例》")


def passages(report: Report, section: str) -> list[tuple[str, tuple[str, ...]]]:
    (found,) = (each for each in report.sections if each.id == section)
    return [(each.heading, each.paragraphs) for each in found.passages]


def test_headings_pasted_with_a_text_are_printed_once(example: Submission, form_folder: Path) -> None:
    pasted = {
        "lead.text": f"{compose(example, form_folder).title}\n　　现予公布。",
        "overview.summary": "一、总体情况\n　　全年工作有序。",
        "overview.proactive": "（一）主动公开情况\n　　公开信息一批。",
        "overview.on_request": "（二）依申请公开。按规定办理。",
    }
    report = compose(replace(example, texts={**example.texts, **pasted}), form_folder)
    assert report.lead == ("现予公布。",)
    assert passages(report, "overview")[:3] == [
        ("", ("全年工作有序。",)),
        ("（一）主动公开情况", ("公开信息一批。",)),
        ("（二）依申请公开情况", ("按规定办理。",)),
    ]


def test_the_lists_of_section_five_are_parted(example: Submission, form_folder: Path) -> None:
    texts = {
        "problems.previous": "一是补了解读。",
        "problems.current": "一是更新慢。",
        "problems.improvement": "按周更新。",
    }
    report = compose(replace(example, texts={**example.texts, **texts}), form_folder)
    assert [heading for heading, _paragraphs in passages(report, "problems")] == [
        "（一）上年度问题整改情况", "（二）存在的主要问题", "（三）改进措施",
    ]  # fmt: skip
    numbered = {**texts, "problems.current": "（一）更新慢\n有空白栏目。\n（二）解读少"}
    report = compose(replace(example, texts={**example.texts, **numbered}), form_folder)
    assert passages(report, "problems") == [
        ("", ("2023年度报告所列问题的整改情况：", "一是补了解读。")),
        ("", ("2024年存在的主要问题：", "（一）更新慢", "有空白栏目。", "（二）解读少")),
        ("", ("改进情况和下一步措施：", "按周更新。")),
    ]
    alone = without(replace(example, texts={**example.texts, **texts}), "problems.previous", "problems.improvement")
    assert passages(compose(alone, form_folder), "problems") == [("", ("一是更新慢。",))]


@pytest.mark.parametrize(
    ("agency", "office", "joined"),
    [
        ("示例县人民政府办公室", "办公室", "示例县人民政府办公室"),
        ("示例县人民政府办公室", "政府办公室信息科", "示例县人民政府办公室信息科"),
        ("示例县教育局", "局办公室", "示例县教育局办公室"),
        ("示例县教育局", "县教育局法规科", "示例县教育局法规科"),
        ("示例县教育局", "办公室", "示例县教育局办公室"),
        ("示例县教育局", "示例县教育局办公室", "示例县教育局办公室"),
    ],
)
def test_an_office_is_named_without_words_twice(
    example: Submission, form_folder: Path, agency: str, office: str, joined: str
) -> None:
    named = replace(example, agency=replace(example.agency, name=agency), texts={"lead.office": office})
    assert f"请与{joined}联系。" in compose(named, form_folder).lead[0]


class Tables(HTMLParser):
    """Collects the data cells of HTML tables."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        self.inside = tag == "td"
        if self.inside:
            self.tables[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1] += data.strip()

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def published(submission: Submission) -> list[list[str]]:
    return [[figure_text(submission.shown(field.id) or 0) for field in table.fields]
            for table in submission.form.tables if table.published]  # fmt: skip


def test_markdown_and_text_tables_hold_every_figure(
    registry: PluginRegistry, example: Submission, form_folder: Path
) -> None:
    report = compose(example, form_folder)
    parser = Tables()
    parser.feed(text_of(registry, report, "md"))
    assert parser.tables == published(example)
    drawn = re.split(r"(?m)^(?![+|]).*$", text_of(registry, report, "txt"))
    tables = [block for block in drawn if block.strip().startswith("+")]
    figures = [re.findall(r"(?<=\s)\d+(?:\.\d+)?(?=\s)", block) for block in tables]
    assert figures == published(example)


def test_lines_of_a_text_table_are_equally_wide(
    registry: PluginRegistry, example: Submission, form_folder: Path
) -> None:
    text = text_of(registry, compose(example, form_folder), "txt")
    for block in re.findall(r"(?:^[+|].*\n)+", text, flags=re.M):
        widths = {
            sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in block.splitlines()
        }
        assert len(widths) == 1


def test_a_draft_says_so_in_every_format(registry: PluginRegistry, example: Submission, form_folder: Path) -> None:
    report = compose(
        without(example, "problems.previous", "problems.current", "problems.improvement"), form_folder, draft=True
    )
    for to in ("md", "txt"):
        text = text_of(registry, report, to)
        assert "草稿" in text.split("\n")[0]
        assert "（本部分未填写）" in text


@pytest.mark.parametrize(
    "source", ["{{ nothing }}", "{{ report.nothing }}", "{% if %}", "{{ report.title | nothing }}"]
)
def test_a_wrong_template_is_named_with_its_line(registry: PluginRegistry, example: Submission, form_folder: Path,
                                                 tmp_path: Path, source: str) -> None:  # fmt: skip
    template = tmp_path / "own.txt.jinja"
    template.write_text("第一行\n" + source, "utf-8")
    with pytest.raises(TemplateError, match=r"own\.txt\.jinja 第 2 行"):
        render(compose(example, form_folder), "txt", [form_folder, registry.styles["standard"]], template=template)


def test_a_template_cannot_reach_python(registry: PluginRegistry, example: Submission, form_folder: Path,
                                        tmp_path: Path) -> None:  # fmt: skip
    template = tmp_path / "own.txt.jinja"
    template.write_text("{{ report.__class__.__mro__ }}", "utf-8")
    with pytest.raises(TemplateError):
        render(compose(example, form_folder), "txt", [form_folder], template=template)
