"""The mark of a draft, added by the core whatever the template: no template can leave it out."""

from __future__ import annotations

import itertools
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT_MARK: Final = "草稿：不得发布"
# Styles inline and marked as important: a template's own style sheet must not be able to hide the mark.
_BANNER = (
    '<div style="display:block!important;visibility:visible!important;opacity:1!important;position:static!important;'
    "clip:auto!important;clip-path:none!important;transform:none!important;height:auto!important;max-width:50em;margin:0 auto 12px;padding:6px 12px;"
    'border:2px solid #a4161a;background:#fff;color:#a4161a;font-size:16px;text-align:center;font-weight:bold">'
    f"{DRAFT_MARK}</div>\n"
)
# A <body> written inside one of these is text: put there, nobody would see the mark.
_UNSHOWN = ("script", "style", "template", "title", "textarea", "noscript")


class _Heads(HTMLParser):
    """Finds where the text of the title and the visible part of a page begin; a page may come from any template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._within: list[str] = []
        self._body: int | None = None
        self._behind_head = 0
        self.title: int | None = None
        self._lines = [0, *itertools.accumulate(len(line) + 1 for line in text.split("\n"))]
        self.feed(text)
        self.close()

    @property
    def body(self) -> int:
        """Where the visible part begins: in the body, else after the head."""
        return self._behind_head if self._body is None else self._body

    def _end(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column + len(self.get_starttag_text() or "")

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        if not self._within:
            if tag == "title" and self.title is None:
                self.title = self._end()
            elif tag == "body" and self._body is None:
                self._body = self._end()
            elif tag == "html":
                self._behind_head = self._end()
        if tag in _UNSHOWN:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and tag == self._within[-1]:
            self._within.pop()
        elif tag == "head" and not self._within:
            line, column = self.getpos()
            self._behind_head = self._lines[line - 1] + column + len("</head>")


def marked_text(text: str, to: str) -> str:
    """Return a text, Markdown or HTML report with the mark of a draft at its head."""
    match to:
        case "html":
            heads = _Heads(text)
            marks = [(heads.body, _BANNER), *([(heads.title, "（草稿）")] if heads.title is not None else [])]
            # From behind, so that the first insertion does not move the place of the second.
            for offset, mark in sorted(marks, reverse=True):
                text = text[:offset] + mark + text[offset:]
            return text
        case "md":
            return f"> {DRAFT_MARK}\n\n{text}"
        case "txt":
            return f"【{DRAFT_MARK}】\n\n{text}"
    raise ValueError(f"no mark of a draft for {to}")


def mark_word(document: Any) -> None:
    """Mark a Word document (python-docx): above its title, and in the head of every page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn

    body = document.element.body
    body.insert(0, body.makeelement(qn("w:p")))
    first = document.paragraphs[0]
    first.add_run(f"【{DRAFT_MARK}】").bold = True
    first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for header in _headers(document):
        paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
        run = paragraph.add_run(DRAFT_MARK + ("　" if paragraph.text else ""))
        properties = paragraph._p.pPr
        # Before the content of the office's header, and after the paragraph's properties, which the schema wants
        # first.
        run._r.getparent().remove(run._r)
        paragraph._p.insert(0 if properties is None else paragraph._p.index(properties) + 1, run._r)


def _headers(document: Any) -> Iterator[Any]:
    """Return every head of a page that the document has, each once; that of the first section is made where it has none."""
    for number, section in enumerate(document.sections):
        if number == 0 or not section.header.is_linked_to_previous:
            yield section.header
        yield from (
            header
            for header in (section.even_page_header, section.first_page_header)
            if not header.is_linked_to_previous
        )
