"""The mark of a draft: in the page, in its title and in every Word head, whatever the template was."""

from __future__ import annotations

import io
import re

import docx
import lxml.html
import pytest
from docx.enum.section import WD_SECTION
from hypothesis import given
from hypothesis import strategies as st

from nianbao.reports.draft_mark import DRAFT_MARK, mark_word, marked_text

TAGS = st.sampled_from(
    ["<html>", "<head>", "</head>", "<title>题</title>", "<body>", "<p>甲</p>", "<!-- <body> -->", "<script>'<body>'</script>",
     "<template><body></template>", "\n", "甲", "<style>p{}</style>", "<textarea><body></textarea>", "&lt;body&gt;"]
)  # fmt: skip


@pytest.mark.parametrize(("to", "start"), [("txt", f"【{DRAFT_MARK}】\n\n甲"), ("md", f"> {DRAFT_MARK}\n\n甲")])
def test_a_text_begins_with_it(to: str, start: str) -> None:
    assert marked_text("甲", to) == start


def test_a_page_has_it_at_the_head_of_what_is_shown_and_in_its_title() -> None:
    page = "<html><head><title>年报</title></head>\n<body class='a>b'><h1>年报</h1></body></html>"
    marked = lxml.html.document_fromstring(marked_text(page, "html"))
    first = marked.find("body")[0]
    assert first.text.strip() == DRAFT_MARK
    assert "display:block!important" in first.get("style")
    assert marked.findtext(".//title") == "（草稿）年报"


@given(st.lists(TAGS, max_size=8).map("".join))
def test_whatever_a_page_is_the_mark_stands_there_as_a_block_that_is_shown(page: str) -> None:
    marked = marked_text(page, "html")
    assert marked.count(DRAFT_MARK) == 1
    assert re.sub(r"<div style=[^>]*>[^<]*</div>\n", "", marked).replace("（草稿）", "") == page
    before = marked[: marked.index("<div style=")]
    for tag in ("script", "style", "template", "textarea", "title"):
        assert before.count(f"<{tag}>") == before.count(f"</{tag}>"), tag


def test_a_word_document_has_it_above_its_title_and_in_the_head_of_every_page() -> None:
    document = docx.Document()
    document.add_heading("年报")
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_header.is_linked_to_previous = False
    document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "某局"
    mark_word(document)
    stream = io.BytesIO()
    document.save(stream)
    again = docx.Document(stream)
    assert again.paragraphs[0].text == f"【{DRAFT_MARK}】"
    heads = [section.header.paragraphs[0].text for section in again.sections]
    assert heads == [DRAFT_MARK, f"{DRAFT_MARK}　某局"]
    assert again.sections[0].first_page_header.paragraphs[0].text == DRAFT_MARK
