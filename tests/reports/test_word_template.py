"""The shipped Word template is the one that the form definition makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nianbao import compose
from nianbao.errors import TemplateError
from nianbao.reports.render import render_report as render
from nianbao.reports.report_style import WordOptions
from nianbao_development.word_template import shipped
from tests.reports.word_files import changed, paragraphs, parts_of, without_table

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import PluginRegistry, Report, Submission


@pytest.fixture(scope="module")
def report(example: Submission, form_folder: Path) -> Report:
    return compose(example, form_folder)


@pytest.fixture(scope="module")
def template(form_folder: Path) -> bytes:
    return (form_folder / "report.docx").read_bytes()


def refusal(report: Report, data: bytes, folder: Path, options: WordOptions | None = None) -> str:
    """Return why an office's template is refused."""
    own = folder / "本办.docx"
    own.write_bytes(data)
    with pytest.raises(TemplateError) as caught:
        render(report, "docx", [folder], template=own, word=options or WordOptions())
    return str(caught.value)


def test_the_shipped_template_is_up_to_date(registry: PluginRegistry) -> None:
    for path, made in shipped(registry).items():
        assert parts_of(path.read_bytes()) == parts_of(made), "run python -m nianbao_development.word_template"


def test_an_office_may_change_words_and_styles(report: Report, template: bytes, tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(
        changed(
            template,
            (
                "一、总体情况",
                "一、总体情况（{{ agency.short_name or agency.name }}{{ year }}年，{{ requests.received.total }}件）",
            ),
            ("{{ title }}", "{{ title }}{% if lead | length > 5 %}（长）{% endif %}"),
        )
    )
    agency = report.submission.agency
    expected = f"一、总体情况（{agency.short_name or agency.name}2024年，50件）"
    assert expected in paragraphs(render(report, "docx", [tmp_path], template=own))


def test_unknown_names_are_told_with_their_place(report: Report, template: bytes, tmp_path: Path) -> None:
    bad = changed(
        template,
        ("{{ title }}", "{{ titel }}"),
        ("{{ passage.heading }}", "{{ passage.haeding }}"),
        ("{{ requests.granted.total }}", "{{ requests.grantd.total }}"),
        ("{{ signoff.approved_by }}", "{{ signoff.aproved_by }}"),
    )
    bad = changed(bad, ("{% if sign_off %}", "{{ unit }}{% if sign_off %}"), part="word/header_odd.xml")
    message = refusal(report, bad, tmp_path)
    lines = message.splitlines()
    assert lines[0] == "模板 本办.docx 不能使用："
    assert "正文“{{ titel }}”一段：没有名为“titel”的内容。" in lines
    assert "正文“{{ passage.haeding }}”一段：没有名为“passage.haeding”的内容。" in lines
    assert "正文第 2 张表格第 6 行第 9 格：没有名为“requests.grantd”的内容。" in lines
    assert "正文第 4 张表格第 2 行第 4 格：没有名为“signoff.aproved_by”的内容。" in lines
    assert any(line.startswith("页眉“{{ unit }}") for line in lines)
    assert len(lines) == 6


def test_missing_tables_are_told(report: Report, template: bytes, tmp_path: Path) -> None:
    message = refusal(report, without_table(template, 2), tmp_path)
    assert message.splitlines()[1:] == ["正文：缺少表三（收到和处理政府信息公开申请情况）。"]


def test_missing_figures_are_told(report: Report, template: bytes, tmp_path: Path) -> None:
    message = refusal(report, changed(template, ("{{ disclosure.licensing.decisions }}", "0")), tmp_path)
    assert message.splitlines()[1:] == ["正文第 1 张表格：表二缺少 1 个数字（disclosure.licensing.decisions）。"]


def test_missing_sections_are_told(report: Report, template: bytes, tmp_path: Path) -> None:
    message = refusal(report, changed(template, ("sections.problems.passages", "[]")), tmp_path)
    assert message.splitlines()[1:] == [
        "正文：缺少“五、存在的主要问题及改进情况”的文字（sections.problems.passages）。"
    ]


@pytest.mark.parametrize("bad", ["{{ title", "{% nothing %}", "{{ title | nothing }}", "{%p endif %}"])
def test_wrong_syntax_is_told_with_its_place(bad: str, report: Report, template: bytes, tmp_path: Path) -> None:
    message = refusal(report, changed(template, ("{{ title }}", bad)), tmp_path)
    assert message.startswith("模板 本办.docx 不能使用：\n正文")


@pytest.mark.parametrize(
    "bad",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ lead.append('x') }}",
        "{{ 1 / 0 }}",
        "{% include 'report.txt.jinja' %}",
        "{% for each in range(10000000) %}x{% endfor %}",
    ],
)
def test_a_template_can_do_no_harm(bad: str, report: Report, template: bytes, tmp_path: Path) -> None:
    assert "本办.docx" in refusal(report, changed(template, ("{{ title }}", bad)), tmp_path)


@pytest.mark.parametrize("data", [b"", b"no Word file", b"PK\x03\x04broken"])
def test_what_is_no_word_file_is_refused(data: bytes, report: Report, tmp_path: Path) -> None:
    assert "本办.docx" in refusal(report, data, tmp_path)


def test_a_workbook_is_no_template(report: Report, tmp_path: Path) -> None:
    from nianbao import write_workbook

    assert "不是 Word 文件" in refusal(report, write_workbook(report.submission), tmp_path)


def test_a_template_without_a_sign_off_gives_none(report: Report, template: bytes, tmp_path: Path) -> None:
    bad = changed(template, ("{%p if sign_off %}", "{%p if false %}"))
    for part in ("word/header_odd.xml", "word/header_even.xml"):
        bad = changed(bad, ("{% if sign_off %}", "{% if false %}"), part=part)
    assert "sign_off" in refusal(report, bad, tmp_path, WordOptions(sign_off=True))
