"""Figures in one line, and long words that neither stretch nor break one: as Word and LibreOffice set them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from msgspec.structs import replace

from nianbao import Submission, compose
from nianbao.reports.render import render_report
from nianbao.submissions.submission import make_answers
from tests.reports.random_figures import COLUMNS
from tests.reports.word_files import opened, parts_of

LONG = (123456, 23456, 345, 67, 890, 654321)
ADDRESS = "http://www.example-county.gov.example/zwgk/fdzdgknr/zfxxgknb/2024/index.html"


def busy(example: Submission) -> Submission:
    """Return a submission with figures of up to six digits in tables three and four, an address and a telephone number."""
    raws = {
        f"requests.{row}.{column}": number
        for row in ("received", "granted")
        for column, number in zip(COLUMNS, LONG, strict=True)
    }
    raws |= {"disputes.reconsideration.upheld": 234567, "disputes.direct_suit.pending": 100001}
    others = {
        field: 0
        for table in example.form.tables
        for field in example.form.inputs(table)
        if table.id in ("requests", "disputes") and field not in raws
    }
    answers = {
        field: answer
        for field, answer in example.answers.items()
        if field.split(".")[0] not in ("requests", "disputes")
    }
    texts = {
        **example.texts,
        "overview.platform": f"网站改版以后，栏目的网址是{ADDRESS}，监督电话0000-12345678，欢迎监督。",
    }
    return replace(example, answers={**answers, **make_answers(example.form, {**others, **raws})}, texts=texts)


@pytest.fixture(scope="module")
def word(example: Submission, form_folder: Path) -> bytes:
    return render_report(compose(busy(example), form_folder), "docx", [form_folder])


def figures(table: Any) -> list[tuple[str, float | None]]:
    """Return the figures of a table with the size they were set in, ``None`` for the usual one."""
    found = []
    for run in table._tbl.iter(qn("w:r")):
        words = "".join(each.text or "" for each in run.iter(qn("w:t")))
        size = run.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        if words.isdigit():
            found.append((words, None if size is None else int(size.get(qn("w:val"))) / 2))
    return found


def test_only_columns_with_long_figures_are_set_smaller(word: bytes) -> None:
    _disclosure, requests, disputes = opened(word).tables
    sizes = dict(figures(requests))
    assert sizes["67"] is None
    assert sizes["890"] is None
    assert sizes["654321"] is not None
    assert 6 <= sizes["654321"] < (sizes["23456"] or 0) < 10.5
    assert {words for words, size in figures(disputes) if size} == {"234567", "100001"}


def test_a_report_with_short_figures_is_as_the_template_has_it(example: Submission, form_folder: Path) -> None:
    made = opened(render_report(compose(example, form_folder), "docx", [form_folder]))
    assert {size for table in made.tables for _words, size in figures(table)} == {None}


def test_a_line_with_a_long_address_is_not_stretched(word: bytes) -> None:
    paragraphs = opened(word).paragraphs
    (long,) = [each for each in paragraphs if ADDRESS in each.text]
    assert long.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert "0000-12345678" in long.text
    assert b"0000</w:t><w:noBreakHyphen/>" in parts_of(word)["word/document.xml"]
    assert any(each.paragraph_format.alignment is None for each in paragraphs if each.text.startswith("2024年"))
