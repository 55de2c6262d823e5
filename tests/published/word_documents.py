"""Word documents made of their own XML: python-docx cannot write what real ones hold."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def document(body: str) -> bytes:
    """Return a Word document with a body of XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    """Return a paragraph."""
    return f"<w:p>{''.join(runs)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """Return a cell; plain words become a paragraph."""
    inside = content if content.startswith("<") else paragraph(run(content))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def row(*cells: str) -> str:
    """Return a row of cells."""
    return f"<w:tr>{''.join(cells)}</w:tr>"
