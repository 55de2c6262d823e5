"""The mark of a draft, put on by the core whatever template was used: no template can leave it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAFT_MARK: Final = "草稿：不得发布"
_BANNER = (
    '<p style="display:block!important;visibility:visible!important;max-width:50em;margin:0 auto 12px;padding:6px 12px;'
    'border:2px solid #a4161a;background:#fff;color:#a4161a;font-size:16px;text-align:center;font-weight:bold">'
    f"{DRAFT_MARK}</p>\n"
)


def marked_text(text: str, to: str) -> str:
    """Return a text, Markdown or HTML report with the mark of a draft at its head."""
    match to:
        case "html":
            text = re.sub(r"(?i)(<title[^>]*>)", r"\1（草稿）", text, count=1)
            body = re.search(r"(?i)<body[^>]*>\s*", text)
            start = body.end() if body else 0
            return text[:start] + _BANNER + text[start:]
        case "md":
            return f"> {DRAFT_MARK}\n\n{text}"
    return f"【{DRAFT_MARK}】\n\n{text}"


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
