"""Notes at the foot of a page are no text of a field, but are not lost without a word."""

from __future__ import annotations

import io
import zipfile

from nianbao.files.archive import Archive
from nianbao.published.blocks import Paragraph
from nianbao.published.docx_reader import read_docx

from .word_documents import W, document, paragraph, run


def with_notes(part: str, notes: str) -> bytes:
    made = io.BytesIO(document(paragraph(run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>', run("在此。"))))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(part, notes)
    return made.getvalue()


def test_notes_are_quoted_and_not_read_into_the_text() -> None:
    notes = (
        f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>含上年结转3件。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    found = read_docx(Archive(with_notes("word/footnotes.xml", notes)))
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["正文在此。"]
    (remark,) = found.remarks
    assert "1 条脚注" in str(remark)
    assert "“含上年结转3件。”" in str(remark)


def test_notes_that_cannot_be_read_are_counted_still() -> None:
    (remark,) = read_docx(Archive(with_notes("word/footnotes.xml", "<w:footnotes"))).remarks
    assert "1 条脚注" in str(remark)
    (remark,) = read_docx(Archive(with_notes("word/other.xml", "<a/>"))).remarks
    assert "1 条脚注" in str(remark)


def test_without_references_nothing_is_said() -> None:
    assert read_docx(Archive(document(paragraph(run("正文。"))))).remarks == ()
