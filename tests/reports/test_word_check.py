"""A Word template held against its form: everything that is wrong is told at once, each with its place."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import jinja2
import pytest

from nianbao.errors import TemplateError
from nianbao.reports.word_check import check_template, open_template
from tests.reports.word_files import changed, without_table

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form

ENVIRONMENT = jinja2.Environment()


@pytest.fixture(scope="module")
def shipped(form_folder: Path) -> bytes:
    return (form_folder / "report.docx").read_bytes()


def refused(data: bytes, form: Form) -> str:
    with pytest.raises(TemplateError) as caught:
        check_template(data, "本办.docx", form, ENVIRONMENT)
    assert "本办.docx" in str(caught.value)
    return str(caught.value)


def test_the_shipped_one_names_every_figure_that_is_published(shipped: bytes, form: Form) -> None:
    used = check_template(shipped, "report.docx", form, ENVIRONMENT)
    assert {field.id for table in form.tables if table.published for field in table.fields} <= used
    assert {"title", "sign_off", "sections.overview.passages"} <= used


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("{{ title }}", "{{ titel }}", "没有名为“titel”的内容"),
        ("{{ title }}", "{{ agency.nick }}", "没有名为“agency.nick”的内容"),
        ("{{ title }}", "{{ title }", "不成对"),
        ("{{ title }}", "{% include 'x' %}", "不能引用其他模板"),
        ("{{ title }}", "{{ title | }}", "一段"),
    ],
)
def test_a_mistake_is_told_with_the_words_of_its_paragraph(
    shipped: bytes, form: Form, old: str, new: str, words: str
) -> None:
    assert words in refused(changed(shipped, (old, new)), form)


def test_a_figure_that_is_missing_or_misnamed_is_told_by_table_row_and_cell(shipped: bytes, form: Form) -> None:
    field = "requests.granted.enterprise"
    told = refused(changed(shipped, (f"{{{{ {field} }}}}", "{{ requests.granted.nobody }}")), form)
    assert "第 2 张表格" in told
    assert "requests.granted.nobody" in told
    missing = refused(changed(shipped, (f"{{{{ {field} }}}}", "")), form)
    assert "缺少 1 个数字" in missing
    assert field in missing


def test_a_table_and_a_section_that_are_left_out_are_told(shipped: bytes, form: Form) -> None:
    told = refused(without_table(shipped, 1), form)
    assert "缺少" in told
    assert form.table_by_id["disclosure"].name in told
    text = refused(changed(shipped, ("sections.problems.passages", "sections.overview.passages")), form)
    assert form.sections[4].heading in text


def test_what_is_no_word_file_is_refused_by_its_name() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.txt", b"")
    for data in (b"", b"PK\x03\x04", stream.getvalue()):
        with pytest.raises(TemplateError, match=r"本办\.docx"):
            open_template(data, "本办.docx")
