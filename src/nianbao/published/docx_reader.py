"""Read Word documents from their own XML, in document order.

python-docx is not used: it visits direct children only, and so misses the content of content controls, tracked
insertions and nested tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.files.archive import Archive, refuse
from nianbao.language import Domain
from nianbao.published import limits
from nianbao.published.blocks import Cell, Document, Paragraph, Row, Shape, Spot, Table
from nianbao.published.docx_notes import remarks_on_notes
from nianbao.published.inline_marks import HIDDEN, RAISED, STRUCK, WHITE, marked
from nianbao.published.word_elements import count_of, further_part, is_on, local_name, property_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree
    from lxml.etree import _Element

    from nianbao.language import Message
    from nianbao.published.blocks import Block

_ = Domain("nianbao")
_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_DROPPED = frozenset(
    ("del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid",
     "trPr", "tcPr", "sectPr", "footnoteReference", "endnoteReference", "annotationRef", "rt")
)  # fmt: skip
"""Elements that Word does not display or that are not text: deletions, fallbacks of drawings, properties."""
_PICTURES = ("drawing", "pict", "object")


def read_docx(archive: Archive) -> Document:
    """Read the body of a Word document.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 for a body that is not XML, RD103 beyond a limit.
    """
    from lxml import etree

    name = _main_part(archive)
    if not name:
        raise UnreadableError("RD101", _("Word 文档里没有正文：可能没有保存完，请重新保存后报送。"))
    data = archive.read(name)
    if data.count(b"<") > limits.MARKS or data.count(b"<w:tc>") + data.count(b"<w:tc ") > limits.CELLS:
        refuse(_("文档里的内容超过 {limit} 项。", limit=limits.MARKS))
    if b"<!DOCTYPE" in data[:4096]:
        refuse(_("文件里有文档类型声明（DOCTYPE）。"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("RD101", _("Word 文档已损坏，读不出内容：请打开后另存，再报送。")) from error
    body = _Body(_looks_of_styles(archive, parser))
    blocks = tuple(body.blocks(root))
    remarks = (*body.remarks(), *remarks_on_notes(archive, root, parser))
    if len(blocks) > limits.LINES:
        refuse(_("文档里的内容超过 {limit} 项。", limit=limits.LINES))
    return Document(blocks=blocks, remarks=remarks, no_text=body.pictures > 0 and not any(map(_has_text, blocks)))


def _main_part(archive: Archive) -> str:
    """Return the name of the part that holds the body; programs may call it document2.xml."""
    bodies = (name for name in sorted(archive.names) if re.fullmatch(r"(?:.*/)?document[0-9]*\.xml", name))
    return _MAIN if _MAIN in archive.names else next(bodies, "")


def _looks_of_styles(archive: Archive, parser: etree.XMLParser) -> dict[str, str]:
    """Return the look of each character style by its id, where it matters: hidden, struck, raised, white."""
    styles = further_part(archive, _STYLES, parser)
    if styles is None:
        return {}
    looks = {
        next((str(value) for key, value in style.attrib.items() if str(key).endswith("}styleId")), ""): _look(style)
        for style in styles
    }
    return {name: look for name, look in looks.items() if look}


def _look(element: _Element) -> str:
    """Return the look that a run or a style gives its text: hidden, struck, raised, white, or empty for ordinary."""
    if any(is_on(property_of(element, "rPr", name)) for name in ("vanish", "specVanish", "webHidden")):
        return HIDDEN
    if is_on(property_of(element, "rPr", "strike")) or is_on(property_of(element, "rPr", "dstrike")):
        return STRUCK
    if value_of(property_of(element, "rPr", "vertAlign")) in ("superscript", "subscript"):
        return RAISED
    if value_of(property_of(element, "rPr", "position")) not in ("", "0"):
        return RAISED
    return WHITE if value_of(property_of(element, "rPr", "color")).upper() == "FFFFFF" else ""


def _has_text(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return any(cell.text.strip() for row in block.rows for cell in row.cells)


class _Body:
    """Walk a document, counting tables, tracked changes, text boxes and pictures."""

    def __init__(self, looks: dict[str, str]) -> None:
        self.looks = looks
        self.tables = 0
        self.changes = 0
        self.boxes = 0
        self.pictures = 0

    def remarks(self) -> Iterator[Message]:
        if self.changes:
            yield _("文档里有没有接受的修订：按接受以后的样子读。")
        if self.boxes:
            yield _("文档里有文本框：按它所在的位置读。")

    def blocks(self, parent: _Element) -> Iterator[Block]:
        """Return the blocks below an element, looking inside any wrapper elements."""
        for child in parent:
            kind = local_name(child)
            if kind in ("del", "moveFrom", "ins", "moveTo"):
                self.changes += 1
            if kind in _DROPPED:
                continue
            if kind == "p":
                yield from self._paragraph(child)
            elif kind == "tbl":
                yield from self._table(child)
            elif kind:
                yield from self.blocks(child)

    def _paragraph(self, element: _Element) -> Iterator[Block]:
        boxes: list[_Element] = []
        text = self._text(element, boxes, in_cell=False)
        style = value_of(property_of(element, "pPr", "pStyle")).lower()
        numbered = (
            property_of(element, "pPr", "numPr") is not None
            or property_of(element, "pPr", "outlineLvl") is not None
        )
        for part in text.split("\n"):
            yield Paragraph(
                text=part, heading=numbered or style.startswith(("heading", "toc")) or style.isdecimal()
            )
        for box in boxes:
            self.boxes += 1
            yield from self.blocks(box)

    def _text(self, element: _Element, boxes: list[_Element], *, in_cell: bool) -> str:
        """Return the text of a paragraph; add its text boxes to ``boxes`` for the caller to read."""
        parts: list[str] = []
        for child in element:
            kind = local_name(child)
            if kind in ("del", "moveFrom", "ins", "moveTo"):
                self.changes += 1
            if kind in _DROPPED:
                continue
            if kind == "t":
                parts.append(child.text or "")
            elif kind in ("tab", "ptab"):
                parts.append("\t")
            elif in_cell and kind in ("sup", "sub"):  # part of a formula
                parts.append(marked(self._text(child, boxes, in_cell=in_cell), RAISED))
            elif kind in ("br", "cr"):
                parts.append("\n")
            elif kind == "noBreakHyphen":
                parts.append("-")
            elif kind == "txbxContent":
                boxes.append(child)
            elif kind == "r":
                parts.append(self._run(child, boxes, in_cell=in_cell))
            else:
                self.pictures += kind in _PICTURES
                parts.append(self._text(child, boxes, in_cell=in_cell))
        return "".join(parts)

    def _run(self, run: _Element, boxes: list[_Element], *, in_cell: bool) -> str:
        look = _look(run) or self.looks.get(value_of(property_of(run, "rPr", "rStyle")), "")
        if look == HIDDEN:
            return ""
        text = self._text(run, boxes, in_cell=in_cell)
        # Only figures in cells are marked: whole paragraphs may be struck or white through the style of the page.
        return marked(text, look) if in_cell and look and any(map(str.isdigit, text)) else text

    def _table(self, element: _Element) -> Iterator[Block]:
        # A table that contains a table is page layout: its cells are read as ordinary blocks.
        if any(local_name(inner) == "tbl" for inner in element.iterdescendants()):
            for cell in self._cells_below(element):
                yield from self.blocks(cell)
            return
        self.tables += 1
        rows, shape, boxes = self._rows(element)
        yield Table(rows=rows, shape=shape, spot=Spot(table=self.tables))
        for box in boxes:
            self.boxes += 1
            yield from self.blocks(box)

    def _cells_below(self, element: _Element) -> Iterator[_Element]:
        for child in element:
            kind = local_name(child)
            if kind == "tc":
                yield child
            elif kind not in _DROPPED:
                yield from self._cells_below(child)

    def _children(self, element: _Element, wanted: str) -> Iterator[_Element]:
        """Return the rows of a table or the cells of a row that are not deleted, looking inside wrapper elements."""
        for child in element:
            kind = local_name(child)
            if kind == wanted:
                is_removed = any(property_of(child, "trPr", name) is not None for name in ("del", "hidden"))
                if not (wanted == "tr" and is_removed) and property_of(child, "tcPr", "cellDel") is None:
                    yield child
            elif kind in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"):
                yield from self._children(child, wanted)

    def _rows(self, element: _Element) -> tuple[tuple[Row, ...], Shape, list[_Element]]:
        open_cells: dict[int, tuple[int, int]] = {}  # column → (row, index) of the cell merged downwards
        rows: list[list[Cell]] = []
        widths: set[int] = set()
        boxes: list[_Element] = []
        for row_element in self._children(element, "tr"):
            column = count_of(property_of(row_element, "trPr", "gridBefore"))
            row: list[Cell] = []
            for cell_element in self._children(row_element, "tc"):
                span = max(1, count_of(property_of(cell_element, "tcPr", "gridSpan")))
                merge = property_of(cell_element, "tcPr", "vMerge")
                continues = merge is not None and value_of(merge, "continue") != "restart"
                if continues and column in open_cells:
                    above, index = open_cells[column]
                    cell = rows[above][index]
                    rows[above][index] = Cell(
                        text=cell.text, column=cell.column, columns=cell.columns, rows=cell.rows + 1
                    )
                else:
                    if merge is not None and not continues:
                        open_cells[column] = len(rows), len(row)
                    else:
                        open_cells.pop(column, None)
                    row.append(Cell(text=self._cell_text(cell_element, boxes), column=column, columns=span))
                column += span
            widths.add(column + count_of(property_of(row_element, "trPr", "gridAfter")))
            rows.append(row)
        spot = Spot(table=self.tables)
        table_rows = tuple(
            Row(cells=tuple(row), spot=Spot(table=spot.table, row=number)) for number, row in enumerate(rows, 1)
        )
        spans = any(cell.columns > 1 or cell.rows > 1 for line in table_rows for cell in line.cells)
        shape = Shape.ROWS if len(widths) != 1 else Shape.EXACT if spans else Shape.CELLS
        return table_rows, shape, boxes

    def _cell_text(self, cell: _Element, boxes: list[_Element]) -> str:
        paragraphs = [p for p in cell.iterdescendants() if local_name(p) == "p" and not _is_set_apart(p, cell)]
        return "\n".join(self._text(p, boxes, in_cell=True) for p in paragraphs).strip("\n")


def _is_set_apart(paragraph: _Element, cell: _Element) -> bool:
    """Return whether a paragraph of a cell is inside a text box or an element that Word does not display."""
    parent = paragraph.getparent()
    while parent is not None and parent is not cell:
        if local_name(parent) in (*_DROPPED, "txbxContent"):
            return True
        parent = parent.getparent()
    return False
