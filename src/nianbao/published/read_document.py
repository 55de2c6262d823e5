"""Choose the reader for the kind of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.files.archive import Archive
from nianbao.files.kinds import Kind
from nianbao.language import Domain

if TYPE_CHECKING:
    from nianbao.published.blocks import Document

_ = Domain("nianbao")


def read_document(data: bytes, kind: Kind) -> Document:
    """Read a report of the given kind as a document.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 damaged, RD103 beyond a limit, RD108 a picture.
    """
    match kind:
        case Kind.DOCX:
            from nianbao.published.docx_reader import read_docx

            return read_docx(Archive(data))
        case Kind.DOC:
            from nianbao.published.docx_reader import read_docx
            from nianbao.published.old_word import as_docx

            return read_docx(Archive(as_docx(data)))
        case Kind.PDF:
            from nianbao.published.pdf_reader import read_pdf

            return read_pdf(data)
        case Kind.PAGE:
            from nianbao.published.html_reader import read_html

            return read_html(data)
        case Kind.IMAGE:
            raise UnreadableError("RD108", _("这是图片，里面没有可以读的文字：请报送 Word、网页或有文字的 PDF。"))
    from nianbao.published.text_reader import read_text

    return read_text(data)
