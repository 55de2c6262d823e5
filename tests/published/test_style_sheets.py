"""Style sheets inside a page change what a reader sees: hidden, struck, raised and white by class."""

from __future__ import annotations

import time

import pytest

from nianbao.published.blocks import Document, Paragraph, Table
from nianbao.published.html_reader import html_document
from nianbao.published.style_sheets import effective_style
from tests.machine_speed import seconds_here


def page(style: str, cell: str, media: str = "") -> Document:
    return html_document(
        f"<html><head><style{media}>{style}</style></head><body><table><tr><th>本年新收</th>{cell}</tr></table></body>"
    )


def cell_of(document: Document) -> str:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table.rows[0].cells[1].text


@pytest.mark.parametrize(
    ("style", "cell", "text"),
    [
        (".old{text-decoration:line-through}", "<td><span class=old>42</span>35</td>", "[划掉42]35"),
        ("td .n { vertical-align: super; font-size: 8px }", "<td>35<span class='x n'>1</span></td>", "35[上标1]"),
        (".hide{display:none}", "<td><i class=hide>9</i>35</td>", "35"),
        ("#z{visibility:hidden}", "<td><i id=z>9</i>35</td>", "35"),
        (".w{color:#FFF}", "<td>3<span class=w>5</span></td>", "3[白字5]"),
        (".w{color:white}", "<td class=w>35</td>", "[白字35]"),
        ("", "<td><font color='#FFFFFF'>9</font>35</td>", "[白字9]35"),
        ("tr{background:#369} .w{color:#fff}", "<td class=w>35</td>", "35"),
        (".hide{display:none}", "<td><i class=hide style='display:inline'>9</i>35</td>", "935"),
        (".a{display:none} .a{display:inline}", "<td><i class=a>9</i>35</td>", "935"),
        (".a{display:none !important} .a{display:inline}", "<td><i class=a>9</i>35</td>", "35"),
        ("@media print{.a{display:none}}", "<td><i class=a>9</i>35</td>", "935"),
        ("@media screen{.a{display:none}}", "<td><i class=a>9</i>35</td>", "35"),
        ("/* .a{display:none} */ p{color:red}", "<td><i class=a>9</i>35</td>", "935"),
        ("a:hover{display:none} .b::before{color:#fff} {{{ .c", "<td>35</td>", "35"),
        ("td{vertical-align:super}", "<td>35</td>", "35"),
    ],
)
def test_what_a_class_says_is_seen(style: str, cell: str, text: str) -> None:
    assert cell_of(page(style, cell)) == text


def test_a_style_sheet_for_printers_is_none_for_readers() -> None:
    assert cell_of(page(".a{display:none}", "<td><i class=a>9</i>35</td>", " media=print")) == "935"
    assert cell_of(page(".a{display:none}", "<td><i class=a>9</i>35</td>", " media='screen, print'")) == "35"


def test_hidden_paragraphs_are_no_text_of_the_report() -> None:
    document = html_document("<style>.tip{display:none}</style><p class=tip>扫一扫</p><p>正文。</p>")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["正文。"]


def test_a_page_that_hides_all_until_its_scripts_run_is_read() -> None:
    assert cell_of(page("body{visibility:hidden}", "<td>35</td>")) == "35"


def test_the_last_declaration_counts_unless_one_is_important() -> None:
    assert effective_style("COLOR:Red; color: blue;") == "color:blue"
    assert effective_style("color:red !important;color:blue") == "color:red !important"
    assert effective_style("nonsense") == ""


def test_many_selectors_over_many_elements_are_bounded() -> None:
    style = "".join(f"div .c{number} span{{display:none}}" for number in range(2000))
    started = time.process_time()
    page(style, "<td>" + "<span>x</span>" * 30_000 + "</td>")
    assert time.process_time() - started < seconds_here(2)
