from __future__ import annotations

import pytest
from msgspec.structs import replace

from nianbao.errors import UnreadableError
from nianbao.interpretation.form_of_report import choose_form, form_words
from nianbao.published.blocks import Document
from nianbao.published.html_reader import read_html
from tests.interpretation.layouts import as_html, page_of
from tests.interpretation.reports import FORM, registry, submission

FORM_2021 = registry().form_folders[FORM].form


def test_a_report_is_on_the_form_whose_words_its_tables_have() -> None:
    other = replace(FORM_2021, id="other", tables=FORM_2021.tables[2:3])
    form, parts, figures = choose_form(read_html(as_html(page_of(submission(1)))), [other, FORM_2021])
    assert form is FORM_2021
    assert len(parts.sections) == 6
    assert len(figures.raws) == 200


def test_without_any_form_no_report_can_be_read() -> None:
    with pytest.raises(UnreadableError):
        choose_form(Document(blocks=()), [])


def test_a_forms_words_are_those_of_its_published_tables() -> None:
    assert "行政规范性文件" in form_words(FORM_2021)
    assert not any("收费通知" in word and "件数" in word for word in form_words(FORM_2021))
