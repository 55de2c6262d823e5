"""Layout that Word cannot be instructed in beforehand: figures too long for their column, long words at line ends.

A figure that does not fit is broken into two lines, and 155 is then read as 15. A web address that does not fit leaves
the line before it short, which justified setting stretches across the page.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.font import Font

from nianbao.reports.word_template import packed

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIGURE = r"[-+]?\d[\d,]*(?:\.\d+)?"
_DIGIT = 0.64
"""The width of a digit in ems, in the widest of the fonts that replace a missing one."""
_LEAST_MARGIN = 15
_MARGIN = 108
"""The margin of a cell where the table names none, in twentieths of a point."""
_USUAL, _SMALLEST = 21, 9
"""Sizes of letters in half points."""
_LONG_WORD = r"[!-~]{14,}"
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_BEHIND_PUNCTUATION = (
    "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What comes behind the element of hanging punctuation among the properties of a paragraph."""
_ROW, _CELL, _TEXT, _VALUE = qn("w:tr"), qn("w:tc"), qn("w:t"), qn("w:val")
_SPAN, _CELL_WIDTH = f"{qn('w:tcPr')}/{qn('w:gridSpan')}", f"{qn('w:tcPr')}/{qn('w:tcW')}"
_TELEPHONE = r"(?<=\d)-(?=\d)"


def fit_figures(document: Any) -> None:
    """Set the figures of a column smaller where the longest of them is wider than the column."""
    for table in document.tables:
        margin = sum(
            _width(table._tbl, f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/{qn(side)}", _MARGIN)
            for side in ("w:left", "w:right")
        )
        columns: dict[tuple[int, int], list[Any]] = {}
        for place, cell in _cells(table):
            if re.fullmatch(_FIGURE, _text(cell)):
                columns.setdefault(place, []).append(cell)
        for cells in columns.values():
            _fit(cells, margin)


def set_long_words(document: Any) -> None:
    """Set paragraphs with a long word flush left instead of justified, and keep telephone numbers in one line."""
    for paragraph in document.paragraphs:
        text = paragraph.text
        if re.search(_LONG_WORD, text) and paragraph.paragraph_format.alignment is None:
            paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
        if re.search(_TELEPHONE, text):
            for text_element in list(paragraph._p.iter(_TEXT)):
                _keep_together(text_element)


def for_libreoffice(data: bytes) -> bytes:
    """Return a Word file of which LibreOffice prints every character and breaks no telephone number, only to make a PDF.

    LibreOffice ends lines after the hyphen at which none may end; a zero-width joiner after a plain one stops it, and
    is not in the PDF's text. Of commas that hang over the right edge it leaves some out.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    joined = "<w:t>-\u2060</w:t>".encode()
    parts[_DOCUMENT] = parts[_DOCUMENT].replace(b"<w:noBreakHyphen/>", joined)
    if _STYLES in parts:
        parts[_STYLES] = _without_hanging_punctuation(parts[_STYLES])
    return packed(parts.items())


def _without_hanging_punctuation(styles: bytes) -> bytes:
    tree = parse_xml(styles)
    for style in tree.iterchildren(qn("w:style")):
        if style.get(qn("w:type")) != "paragraph":
            continue
        properties = style.get_or_add_pPr()
        for element in properties.findall(qn("w:overflowPunct")):
            properties.remove(element)
        # LibreOffice takes the element for its opposite. A version that does not would hang them as it does anyway.
        properties.insert_element_before(OxmlElement("w:overflowPunct"), *_BEHIND_PUNCTUATION)
    return bytes(serialize_part_xml(tree))


def _fit(cells: list[Any], margin: int) -> None:
    longest = max(len(_text(cell)) for cell in cells)
    width = min(_width(cell, _CELL_WIDTH, 0) for cell in cells)
    if width <= 0 or _size(width - margin, longest) >= _USUAL:
        return
    size = max(_size(width - 2 * _LEAST_MARGIN, longest), _SMALLEST)
    for cell in cells:
        _narrow_margins(cell)
        for run in cell.iter(qn("w:r")):
            Font(run).size = Pt(size / 2)


def _size(room: int, digits: int) -> int:
    """Return the size of letters, in half points, in which a figure is as wide as the room (twentieths of a point)."""
    return int(room / 10 / (digits * _DIGIT))


def _narrow_margins(cell: Any) -> None:
    margins = OxmlElement("w:tcMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(_LEAST_MARGIN))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = cell.get_or_add_tcPr()
    # Word requires this order: margins come before the alignment of the cell's text.
    alignment = properties.find(qn("w:vAlign"))
    if alignment is None:
        properties.append(margins)
    else:
        alignment.addprevious(margins)


def _cells(table: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """Return the cells of a table with the columns that each covers: the first, and how many."""
    # By paths: python-docx's own properties take three times as long for the hundreds of cells of a report.
    for row in table._tbl.iterchildren(_ROW):
        column = 0
        for cell in row.iterchildren(_CELL):
            span = cell.find(_SPAN)
            columns = 1 if span is None else int(span.get(_VALUE, 1))
            yield (column, columns), cell
            column += columns


def _text(cell: Any) -> str:
    # python-docx gives its elements a text of their own, so that itertext() has every word several times
    return "".join(text_element.text or "" for text_element in cell.iter(_TEXT)).strip()


def _width(element: Any, path: str, usual: int) -> int:
    size = element.find(path)
    return usual if size is None else int(size.get(qn("w:w"), usual))


def _keep_together(text_element: Any) -> None:
    """Put hyphens in the place of those of telephone numbers at which no line ends."""
    parts = re.split(_TELEPHONE, text_element.text or "")
    text_element.text = parts[0]
    last = text_element
    for part in parts[1:]:
        hyphen, rest = OxmlElement("w:noBreakHyphen"), OxmlElement("w:t")
        rest.text = part
        rest.set(qn("xml:space"), "preserve")
        last.addnext(hyphen)
        hyphen.addnext(rest)
        last = rest
