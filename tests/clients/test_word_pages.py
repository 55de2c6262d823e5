"""The Word report as LibreOffice lays it out: 22 lines of 28 characters, page numbers, bookmarks, whole tables."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import compose
from nianbao.errors import UsageError
from nianbao.files.libreoffice import find_libreoffice
from nianbao.reports.pdf import pdf_of_word
from nianbao.reports.render import render_report as render
from nianbao.reports.report_style import WordOptions
from nianbao.reports.word_fitting import for_libreoffice
from tests.reports.test_word_fitting import busy

from .conftest import missing
from .pictures import poppler

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission

pytestmark = pytest.mark.libreoffice

CHARACTERS, LINES = 28, 22
_PAGE_NUMBER = re.compile(r"— (\d+) —")
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
_POINTS = 72 / 25.4


@pytest.fixture(scope="module")
def pages(
    example: Submission, form_folder: Path, tmp_path_factory: pytest.TempPathFactory, pdf_programs: None
) -> list[str]:
    """The pages of a report with a text of 100 lines: the words of each with their places."""
    if shutil.which("soffice") is None and shutil.which("libreoffice") is None:
        missing("LibreOffice is not installed")
    long = replace(example, texts={**example.texts, "other.matters": "测" * CHARACTERS * 100})
    word = render(compose(long, form_folder), "docx", [form_folder], word=WordOptions(sign_off=True))
    return printed(word, tmp_path_factory.mktemp("word"))


def printed(word: bytes, folder: Path) -> list[str]:
    """Return the pages that LibreOffice makes of a Word file: the words of each with their places."""
    try:
        data = pdf_of_word(word, find_libreoffice() or "soffice")
    except UsageError as error:
        missing(f"LibreOffice has no Writer ({error})")
    pdf = folder / "report.pdf"
    pdf.write_bytes(data)
    return poppler("pdftotext", "-bbox", pdf, "-").split("<page ")[1:]


def lines(page: str) -> list[str]:
    """Return the lines of a page's long text, from top to bottom."""
    return [words for *_place, words in _WORD.findall(page) if set(words) == {"测"}]


def full(pages: list[str]) -> list[str]:
    """Return the pages that hold nothing but the long text."""
    return [page for page in pages if len(lines(page)) >= LINES - 1]


def test_a_full_page_has_22_lines_of_28_characters(pages: list[str]) -> None:
    inside = full(pages)
    assert len(inside) >= 3
    for page in inside:
        assert [len(line) for line in lines(page)] == [CHARACTERS] * LINES


def test_the_text_stays_inside_the_type_area(pages: list[str]) -> None:
    for page in full(pages):
        places = [tuple(map(float, place)) for *place, words in _WORD.findall(page) if set(words) == {"测"}]
        assert min(left for left, *_rest in places) == pytest.approx(28 * _POINTS, abs=1)
        assert max(right for _left, _top, right, _bottom in places) <= (28 + 156) * _POINTS + 1
        assert max(bottom for *_rest, bottom in places) <= (37 + 225) * _POINTS + 8  # the font's own leading


def test_page_numbers_stand_outside_on_both_sides(pages: list[str]) -> None:
    for number, page in enumerate(pages, 1):
        places = [
            float(left) for left, top, *_rest, words in _WORD.findall(page) if words == "—" and float(top) > 740
        ]
        assert len(places) == 2
        assert (min(places) > 297) == bool(number % 2)
        numbers = [words for _left, top, *_rest, words in _WORD.findall(page) if float(top) > 740]
        assert numbers == ["—", str(number), "—"]


def test_table_three_stands_on_one_page(pages: list[str]) -> None:
    words = ("1.属于国家秘密", "（七）总计", "四、结转下年度继续办理")
    assert [
        sum(any(each == word for *_place, each in _WORD.findall(page)) for page in pages) for word in words
    ] == [1] * 3
    [holding] = [page for page in pages if f">{words[0]}<" in page]
    assert all(f">{word}<" in holding for word in words)


def test_long_figures_and_telephone_numbers_stand_in_one_line(
    pages: list[str], example: Submission, form_folder: Path, tmp_path: Path
) -> None:
    """A figure of six digits in two lines is read as another one."""
    word = for_libreoffice(render(compose(busy(example), form_folder), "docx", [form_folder]))
    words = [words for page in printed(word, tmp_path) for *_place, words in _WORD.findall(page)]
    for figure, times in (("123456", 3), ("23456", 3), ("654321", 3), ("234567", 2), ("100001", 2)):
        assert words.count(figure) == times
    assert any(each.startswith("0000-12345678") for each in words)


def test_no_comma_at_the_end_of_a_line_is_left_out(example: Submission, form_folder: Path, tmp_path: Path) -> None:
    """LibreOffice leaves out some that it hangs over the edge, as the first line of a paragraph ends."""
    lines = [f"{'公' * count}，并结合走访了解群众的评价和意见，及时处理。" for count in range(15, 45)]
    report = compose(replace(example, texts={**example.texts, "overview.summary": "\n".join(lines)}), form_folder)
    pages = printed(for_libreoffice(render(report, "docx", [form_folder])), tmp_path)
    words = "".join(words for page in pages for *_place, words in _WORD.findall(page))
    assert words.count("，并结合") == words.count("，及时处理") == len(lines)
