"""Word reports: the same words and figures as everywhere else, in the style of GB/T 9704-2012."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import compose
from nianbao.reports.draft_mark import DRAFT_MARK
from nianbao.reports.render import render_report as render
from nianbao.reports.report_style import WordOptions
from nianbao.reports.word_template import make_word_template
from nianbao.submissions.submission import figure_text
from tests.reports.word_files import cells, changed, opened, paragraphs, parts_of
from tests.strategies import submissions

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Form, Report, Submission

SIGN_OFF = WordOptions(sign_off=True)
NAMES = {
    "signoff.prepared_by": "甲填报",
    "signoff.reviewed_by": "乙审核",
    "signoff.secrecy_reviewed_by": "丙保密",
    "signoff.approved_by": "丁签发",
}


@pytest.fixture(scope="module")
def report(example: Submission, form_folder: Path) -> Report:
    return compose(replace(example, texts={**example.texts, **NAMES}), form_folder)


@pytest.fixture(scope="module")
def word(report: Report, form_folder: Path) -> bytes:
    return render(report, "docx", [form_folder])


def written(report: Report) -> list[str]:
    """Return all that a report says outside its tables, in order."""
    words = [report.title, *report.lead]
    for section in report.sections:
        words.append(section.heading)
        for passage in section.passages:
            words += [each for each in (passage.heading, *passage.paragraphs) if each]
    return words


def styles(data: bytes) -> dict[str, Any]:
    return {style.style_id: style.element for style in opened(data).styles}


def value(element: Any, *path: str) -> str | None:
    found = element.find("/".join(qn(f"w:{name}") for name in path))
    return None if found is None else found.get(qn("w:val"))


def assert_says(data: bytes, report: Report) -> None:
    """The paragraphs and the tables of a Word file are those of the report."""
    found = paragraphs(data)
    assert [found[0].replace("\n", ""), *found[1:]] == [report.title.replace("\n", ""), *written(report)[1:]]
    submission = report.submission
    published = [table for table in submission.form.tables if table.published]
    for table, made in zip(published, opened(data).tables, strict=True):
        expected = {}
        for cell in table.grid:
            figure = submission.shown(cell.field) if cell.field else None
            text = cell.text if cell.field is None else "" if figure is None else figure_text(figure)
            expected[cell.row, cell.column, cell.rows, cell.columns] = text
        assert cells(made) == expected


def test_every_sentence_and_figure_is_there_in_order(report: Report, word: bytes) -> None:
    assert_says(word, report)


@settings(max_examples=20)
@given(data=st.data())
def test_any_submission_is_written_whole(data: st.DataObject, form: Form, form_folder: Path) -> None:
    report = compose(data.draw(submissions(form)), form_folder)
    assert_says(render(report, "docx", [form_folder]), report)


@pytest.mark.parametrize(
    "text",
    [
        "<w:p>&amp;</w:p> ]]> \"'",
        "😀𠮷 é",
        "{{ year }} {% if %} {_{ x }_} {_% %_} {# #}",
        "甲\t乙",
        "第一段\n\n第二段",
        "  前后  ",
    ],
)
def test_special_characters_survive(text: str, report: Report, form_folder: Path) -> None:
    submission = replace(report.submission, texts={**report.submission.texts, "overview.proactive": text})
    special = compose(submission, form_folder)
    assert_says(render(special, "docx", [form_folder]), special)


def test_equal_input_gives_equal_bytes(report: Report, word: bytes, form_folder: Path) -> None:
    assert render(report, "docx", [form_folder]) == word


def test_a_form_without_a_template_of_its_own_has_one_made(report: Report, word: bytes, tmp_path: Path) -> None:
    assert render(report, "docx", [tmp_path]) == word


def test_the_page_is_that_of_the_standard(word: bytes) -> None:
    [section] = opened(word).sections
    millimetres = [
        round(each.mm, 1)
        for each in (section.page_width, section.page_height, section.top_margin, section.left_margin)
    ]
    assert millimetres == [210.0, 297.0, 37.0, 28.0]
    assert round((section.page_width - section.left_margin - section.right_margin) / 36000) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / 36000) == 225
    assert opened(word).settings.odd_and_even_pages_header_footer
    odd, even = section.footer._element, section.even_page_footer._element
    assert (value(odd, "p", "pPr", "jc"), value(even, "p", "pPr", "jc")) == ("right", "left")
    for footer in (odd, even):
        assert "".join(each.text for each in footer.iter(qn("w:t"))) == "— 1 —"
        assert footer.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")).strip() == "PAGE"


@pytest.mark.parametrize(
    ("style", "font", "plain", "size"),
    [
        ("Title", "方正小标宋简体", "宋体", "44"),
        ("Heading1", "黑体", "黑体", None),
        ("Heading2", "楷体_GB2312", "楷体", None),
        ("Heading3", "仿宋_GB2312", "仿宋", None),
        ("Footer", "宋体", "宋体", "28"),
    ],
)
def test_fonts_are_named_for_chinese(
    style: str, font: str, plain: str, size: str | None, report: Report, word: bytes, form_folder: Path
) -> None:
    simple = render(report, "docx", [form_folder], word=WordOptions(plain_fonts=True))
    for data, expected in ((word, font), (simple, plain)):
        element = styles(data)[style]
        fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia")) == expected
        assert fonts.get(qn("w:hint")) == "eastAsia"
        assert value(element, "rPr", "sz") == size
        bold = element.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
        assert bold == (style == "Heading3" or (style == "Title" and data is simple))


def test_body_text_is_set_in_sixteen_points(report: Report, word: bytes, form_folder: Path) -> None:
    text = parts_of(word)["word/styles.xml"].decode()
    defaults = text[: text.index("</w:docDefaults>")]
    assert 'w:eastAsia="仿宋_GB2312"' in defaults
    assert '<w:sz w:val="32"/>' in defaults
    simple = render(report, "docx", [form_folder], word=WordOptions(plain_fonts=True))
    assert "GB2312" not in parts_of(simple)["word/styles.xml"].decode()
    assert value(styles(word)["ReportTable"], "rPr", "sz") == "21"


def test_headings_are_real_ones(report: Report, word: bytes) -> None:
    found = [
        (each.style.name, each.text) for each in opened(word).paragraphs if each.style.name.startswith("Heading")
    ]
    expected = []
    for section in report.sections:
        expected.append(("Heading 1", section.heading))
        expected += [("Heading 2", passage.heading) for passage in section.passages if passage.heading]
    assert found == expected
    for level in (1, 2, 3):
        assert value(styles(word)[f"Heading{level}"], "pPr", "outlineLvl") == str(level - 1)


def test_table_headers_repeat_and_rows_stay_whole(word: bytes) -> None:
    second, third, fourth = ([row._tr for row in table.rows] for table in opened(word).tables)
    for row in (*second, *third, *fourth):
        assert row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None
    for rows in (third, fourth):
        repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert repeated == [True] * 3 + [False] * (len(rows) - 3)


def test_tables_are_as_wide_as_the_type_area(word: bytes) -> None:
    for table in opened(word).tables:
        columns = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(columns) == 8845
        for row in table.rows:
            widths = [int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) for cell in row._tr.tc_lst]
            assert sum(widths) == 8845


ORDERS = {
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "pPr": "pStyle keepNext keepLines widowControl autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr",
    "rPr": "rStyle rFonts b bCs spacing sz szCs lang",
    "sectPr": "headerReference footerReference pgSz pgMar docGrid",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
}


@pytest.mark.parametrize("options", [WordOptions(), WordOptions(plain_fonts=True, sign_off=True)])
def test_elements_stand_in_the_order_that_word_demands(
    options: WordOptions, report: Report, form_folder: Path
) -> None:
    document = opened(render(report, "docx", [form_folder], word=options))
    roots = [document.element, document.styles.element, document.sections[0].footer._element]
    for root in roots:
        for name, order in ORDERS.items():
            places = [qn(f"w:{each}") for each in order.split()]
            for element in root.iter(qn(f"w:{name}")):
                found = [places.index(child.tag) for child in element]
                assert found == sorted(found), name


def test_the_sign_off_appears_only_when_asked_for(report: Report, word: bytes, form_folder: Path) -> None:
    signed = render(report, "docx", [form_folder], word=SIGN_OFF)
    block = {words for table in opened(signed).tables[3:] for words in cells(table).values()}
    assert {"填报人", "审核人", "保密审查人", "单位负责人", *NAMES.values()} <= block
    assert "审签稿" in "".join(opened(signed).sections[0].header._element.itertext())
    everything = "".join(part.decode() for part in parts_of(word).values())
    assert len(opened(word).tables) == 3
    for words in (*NAMES.values(), "审签"):
        assert words not in everything


def test_a_draft_is_marked(report: Report, word: bytes, form_folder: Path, tmp_path: Path) -> None:
    draft = compose(report.submission, form_folder, draft=True)
    data = render(draft, "docx", [form_folder])
    assert paragraphs(data)[0] == f"【{DRAFT_MARK}】"
    for header in (opened(data).sections[0].header, opened(data).sections[0].even_page_header):
        assert "草稿" in "".join(header._element.itertext())
    assert "草稿" not in "".join(part.decode() for part in parts_of(word).values())


def test_a_draft_is_marked_whatever_the_template(report: Report, form_folder: Path, tmp_path: Path) -> None:
    template = make_word_template(report.submission.form)
    for part in ("word/header_odd.xml", "word/header_even.xml"):  # an office emptied the heads of its pages
        template = changed(template, ("{% if sign_off %}审签稿：只供审签，不公布{% endif %}", ""), part=part)
    own = tmp_path / "own.docx"
    own.write_bytes(template)
    draft = compose(report.submission, form_folder, draft=True)
    assert paragraphs(render(draft, "docx", [form_folder], template=own))[0] == f"【{DRAFT_MARK}】"


def test_a_long_title_breaks_after_the_agency(report: Report, word: bytes) -> None:
    name = report.submission.agency.name
    assert name
    assert paragraphs(word)[0].split("\n") == [name, report.title.removeprefix(name)]


def test_word_is_not_imported_at_start() -> None:
    program = "import sys, nianbao.cli, nianbao.cli.render, nianbao.reports.render; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not re.search(r"\b(docx|docxtpl|lxml)\b", ran.stdout)
