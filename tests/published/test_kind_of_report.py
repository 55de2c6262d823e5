from __future__ import annotations

import io
import zipfile

import pytest

from nianbao.files.kinds import Kind
from nianbao.published.kind_of_report import kind_of_report
from tests.published.word_documents import document


def open_document(kind: str) -> bytes:
    """Return an OpenDocument file of a kind, with nothing but what it says it is."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<a/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (document(""), Kind.DOCX),
        (b"<html><p>x</p></html>", Kind.PAGE),
        (b"%PDF-1.7", Kind.PDF),
        ("正文".encode(), Kind.TEXT),
        (b"# \xe9\xa2\x98\n\n<table><tr><td>1</td></tr></table>", Kind.TEXT),
        (b"\x89PNG\r\n", Kind.IMAGE),
        (open_document("text"), Kind.DOC),
        (open_document("spreadsheet"), None),
        (b"{}", None),
        (b"PK\x03\x04 broken", None),
        (b"", None),
    ],
)
def test_a_report_is_known_by_its_bytes(data: bytes, kind: Kind | None) -> None:
    assert kind_of_report(data) is kind
