"""Which files may be reports as they were published."""

from __future__ import annotations

import re

from nianbao.errors import UnreadableError
from nianbao.files.archive import Archive
from nianbao.files.kinds import Kind, kind_of, kind_of_archive

KINDS = (Kind.DOCX, Kind.DOC, Kind.PAGE, Kind.PDF, Kind.TEXT, Kind.IMAGE)
"""The kinds in which reports are published; pictures are included so that the reader can refuse them by name."""

_HEAD = 65_536
_MARKDOWN = rb"(?m)^#{1,6} +\S"
_OF_A_PAGE = rb"(?i)<(?:html|body|div|p|!doctype)\b"
_OF_WORD = b"word/", b"word\\", b"opendocument.text"
"""How the names of a Word document's parts begin, and what an OpenDocument text says first: both uncompressed."""
_PIECE = 1 << 20


def _is_markdown(head: bytes) -> bool:
    """Return whether a file that contains an HTML table is Markdown: it has Markdown headings and no other page markup."""
    return (
        not head.lstrip().startswith(b"<") and bool(re.search(_MARKDOWN, head)) and not re.search(_OF_A_PAGE, head)
    )


def _is_of_word(data: bytes) -> bool:
    """Return whether an archive may be a Word document or an OpenDocument text."""
    # A pattern that ignores case takes a third of the time in which a workbook is read; piece by piece, because
    # archives may be large.
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE + max(map(len, _OF_WORD))].lower()
        if any(mark in piece for mark in _OF_WORD):
            return True
    return False


def kind_of_report(data: bytes, name: str = "") -> Kind | None:
    """Return the kind of a file that may be a report; ``None`` for any other, workbooks among them."""
    kind = kind_of(data, name)
    if kind is Kind.ZIP:
        if not _is_of_word(data):
            return None  # a workbook is opened once only, by its own reader
        try:
            kind = kind_of_archive(Archive(data))
        except UnreadableError:
            return None  # the reader of workbooks reports what is wrong
    if kind is Kind.PAGE and (name.lower().endswith((".md", ".markdown")) or _is_markdown(data[:_HEAD])):
        return Kind.TEXT
    if kind is Kind.XML and b"<html" in data[:_HEAD].lower():
        kind = Kind.PAGE
    return kind if kind in KINDS else None
