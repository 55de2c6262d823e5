"""The workbook as LibreOffice prints it: whole tables, readable figures, headers on every page."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from nianbao import Layout, Submission, fitted, layout_for

from .libreoffice import Office
from .pictures import Page, draw, pages_of, poppler, print_workbook
from .samples import Samples, Value

pytestmark = pytest.mark.libreoffice

ONE_PAGE_SHEETS = ("二主动公开", "三依申请公开", "四复议诉讼", "封面")
_WORD = re.compile(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">([^<]*)</word>')


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def repeated_words(layout: Layout, sheet: str) -> list[str]:
    """Return the words of the rows that are printed on every page of a sheet."""
    rows = next(found.repeated_rows for found in layout.sheets if found.name == sheet)
    return [
        label.text
        for label in layout.labels
        if rows and label.sheet == sheet and rows[0] <= label.area[0] <= rows[1]
    ]


@pytest.fixture(scope="module")
def example(samples: Samples) -> Submission:
    return fitted(samples.example())


@pytest.fixture(scope="module")
def printed(
    office: Office, example: Submission, pdf_programs: None, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return print_workbook(office, example, tmp_path_factory.mktemp("print") / "example.xlsx")


@pytest.fixture(scope="module")
def pages(printed: Path) -> list[Page]:
    return pages_of(printed)


@pytest.fixture(scope="module")
def long_submission(samples: Samples) -> Submission:
    """Return a submission that takes several pages a sheet.

    Each paragraph begins and ends with a Latin word, which no line breaks.
    """
    paragraphs = [
        f"b{number}b" + "依法公开政府信息，" * (5 + 11 * number % 80) + f"e{number}e" for number in range(60)
    ]
    explanations = [
        {
            "code": "TB101",
            "field": "requests.carried_out.enterprise",
            "value": number,
            "text": "单位合并，转来的申请由本单位办理。" * (1 + number % 9),
        }
        for number in range(30)
    ]
    return fitted(samples.submission(texts={"overview.text": "\n".join(paragraphs)}, explanations=explanations))


@pytest.fixture(scope="module")
def long_print(
    office: Office, long_submission: Submission, pdf_programs: None, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return print_workbook(office, long_submission, tmp_path_factory.mktemp("print") / "long.xlsx")


def test_every_sheet_is_printed_in_order_and_the_hidden_one_is_not(pages: list[Page], example: Submission) -> None:
    assert list(dict.fromkeys(page.sheet for page in pages)) == [sheet.name for sheet in layout_for(example).sheets]


@pytest.mark.parametrize("sheet", ONE_PAGE_SHEETS)
def test_a_sheet_with_a_table_takes_one_page(pages: list[Page], sheet: str) -> None:
    assert Counter(page.sheet for page in pages)[sheet] == 1


def test_no_figure_is_too_wide_for_its_column(pages: list[Page]) -> None:
    assert [page.sheet for page in pages if "##" in page.text] == []


def test_six_digit_counts_and_long_amounts_are_not_too_wide(
    office: Office, samples: Samples, pdf_programs: None, tmp_path: Path
) -> None:
    """Provinces report totals of six digits, and amounts down to a hundredth of a yuan."""
    values: dict[str, Value] = samples.figures(lambda _field: 123_456)
    values.update(
        {
            "disclosure.administrative_fees.amount": "1234567.123456",
            "handling_fee.notified": "1234567.89",
            "disclosure.licensing.decisions": 123_456_789,
        }
    )
    pdf = print_workbook(office, samples.submission(values=values), tmp_path / "large.xlsx")
    pages = pages_of(pdf)
    assert [page.sheet for page in pages if "##" in page.text] == []
    text = "".join(page.text for page in pages)
    assert all(figure in text for figure in ("123456", "1234567.123456", "1234567.89", "123456789"))


def test_every_heading_is_printed(pages: list[Page], example: Submission) -> None:
    by_sheet: dict[str, str] = {}
    for page in pages:
        by_sheet[page.sheet] = by_sheet.get(page.sheet, "") + plain(page.text)
    for section in example.form.sections:
        assert plain(section.heading) in by_sheet[section.sheet]
    for sheet, heading in (
        ("封面", example.form.name),
        ("填报说明", "填报说明"),
        ("校核结果", "校核结果"),
        ("核实说明", "核实说明"),
    ):
        assert plain(heading) in by_sheet[sheet]


def test_every_figure_and_text_of_the_example_is_printed(pages: list[Page], example: Submission) -> None:
    for field, text in example.texts.items():
        sheet = layout_for(example).placements[field].sheet
        printed = plain("".join(page.text for page in pages if page.sheet == sheet))
        assert all(plain(paragraph) in printed for paragraph in text.split("\n")), field
    requests = next(page for page in pages if page.sheet == "三依申请公开").text
    figures = Counter(str(example.shown(field)) for field in example.form.fields if field.startswith("requests."))
    printed_figures = Counter(re.findall(r"(?<!\S)\d+(?!\S)", requests))
    assert all(printed_figures[figure] >= count for figure, count in figures.items())


def test_header_rows_are_repeated_on_every_page(long_print: Path, long_submission: Submission) -> None:
    pages = pages_of(long_print)
    counts = Counter(page.sheet for page in pages)
    assert counts["一总体情况"] > 3
    assert counts["核实说明"] > 1
    assert counts["填报说明"] > 1
    for page in pages:
        if page.sheet == "填报说明" and page.number == next(p.number for p in pages if p.sheet == "填报说明"):
            continue  # the guide's header row stands in the middle of its first page
        text = plain(page.text)
        assert [
            words for words in repeated_words(layout_for(long_submission), page.sheet) if plain(words) not in text
        ] == []


def test_no_paragraph_is_cut_off_or_covered_by_the_next(long_print: Path) -> None:
    """A paragraph that is higher than its row runs under the next row: its end then stands too low."""
    heights: dict[str, tuple[int, float]] = {}
    pages = poppler("pdftotext", "-bbox", long_print, "-").split("<page ")[1:]
    for number, page in enumerate(pages):
        for height, word in _WORD.findall(page):
            for mark in re.findall(r"b\d+b|e\d+e", word):
                heights[mark] = number, float(height)
    for number in range(60):
        assert f"b{number}b" in heights
        assert f"e{number}e" in heights
        if number:
            assert heights[f"e{number - 1}e"] < heights[f"b{number}b"]


def test_pictures_are_named_by_page_and_sheet(printed: Path, pages: list[Page]) -> None:
    pictures = draw(printed)
    assert [picture.name for picture in pictures] == [
        f"example-{page.number:02}-{page.sheet}.png" for page in pages
    ]
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
