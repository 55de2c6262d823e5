"""Word documents: the document's own XML, in its order.

Not python-docx: it visits direct children alone, so that what stands in a content control, in a tracked insertion or in
a table inside a table is not there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.errors import UnreadableError
from nianbao.files.archive import Archive, refuse
from nianbao.language import Domain
from nianbao.published import limits
from nianbao.published.blocks import Cell, Document, Paragraph, Row, Shape, Spot, Table
from nianbao.published.inline_marks import HIDDEN, RAISED, STRUCK, WHITE, marked

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
"""What is not shown, or not part of the text: deletions, the older twin of a drawing, properties."""
_PICTURES = ("drawing", "pict", "object")


def read_docx(archive: Archive) -> Document:
    """Read the body of a Word document.

    Raises :class:`~nianbao.errors.UnreadableError`: RD101 for a body that is no XML, RD103 beyond a limit.
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
    reader = _Body(_looks_of_styles(archive, parser))
    blocks = tuple(reader.blocks(root))
    if len(blocks) > limits.LINES:
        refuse(_("文档里的内容超过 {limit} 项。", limit=limits.LINES))
    return Document(
        blocks=blocks, remarks=tuple(reader.remarks()), no_text=reader.pictures > 0 and not any(map(_says, blocks))
    )


def _main_part(archive: Archive) -> str:
    """Return the name of the part that holds the body; programs may call it document2.xml."""
    bodies = (name for name in sorted(archive.names) if re.fullmatch(r"(?:.*/)?document[0-9]*\.xml", name))
    return _MAIN if _MAIN in archive.names else next(bodies, "")


def _looks_of_styles(archive: Archive, parser: etree.XMLParser) -> dict[str, str]:
    """Return how character styles make words look, where that matters: hidden, struck, raised."""
    from lxml import etree

    if _STYLES not in archive.names:
        return {}
    data = archive.read(_STYLES)
    if data.count(b"<") > limits.MARKS or b"<!DOCTYPE" in data[:4096]:
        return {}
    try:
        styles = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    looks = {
        next((str(value) for key, value in style.attrib.items() if str(key).endswith("}styleId")), ""): _look(style)
        for style in styles
    }
    return {name: look for name, look in looks.items() if look}


def _look(element: _Element) -> str:
    """Return how the properties of a run or a style make its words look: hidden, struck, raised, or as the rest."""
    if any(_is_on(_property(element, "rPr", name)) for name in ("vanish", "specVanish", "webHidden")):
        return HIDDEN
    if _is_on(_property(element, "rPr", "strike")) or _is_on(_property(element, "rPr", "dstrike")):
        return STRUCK
    if _value(_property(element, "rPr", "vertAlign")) in ("superscript", "subscript"):
        return RAISED
    if _value(_property(element, "rPr", "position")) not in ("", "0"):
        return RAISED
    return WHITE if _value(_property(element, "rPr", "color")).upper() == "FFFFFF" else ""


def _says(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip())
    return any(cell.text.strip() for row in block.rows for cell in row.cells)


def _local(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _property(element: _Element, group: str, name: str) -> _Element | None:
    """Return a property of an element, such as the span of a cell."""
    found = next((child for child in element if _local(child) == group), None)
    return None if found is None else next((child for child in found if _local(child) == name), None)


def _value(element: _Element | None, default: str = "") -> str:
    """Return the value of a property; of one that stands without a value, ``default``."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}val")), default)


def _count(element: _Element | None) -> int:
    value = _value(element)
    return min(int(value), limits.SPAN) if value.isdecimal() else 0


def _is_on(element: _Element | None) -> bool:
    return element is not None and _value(element, "true") not in ("0", "false", "off", "none")


class _Body:
    """Walks a document and remembers what it left out."""

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
        """Return the blocks below an element, through whatever is wrapped around them."""
        for child in parent:
            kind = _local(child)
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
        text = self._words(element, boxes, in_cell=False)
        style = _value(_property(element, "pPr", "pStyle")).lower()
        numbered = (
            _property(element, "pPr", "numPr") is not None or _property(element, "pPr", "outlineLvl") is not None
        )
        for part in text.split("\n"):
            yield Paragraph(
                text=part, heading=numbered or style.startswith(("heading", "toc")) or style.isdecimal()
            )
        for box in boxes:
            self.boxes += 1
            yield from self.blocks(box)

    def _words(self, element: _Element, boxes: list[_Element], *, in_cell: bool) -> str:
        """Return the words of a paragraph; what stands in text boxes is left to the caller."""
        parts: list[str] = []
        for child in element:
            kind = _local(child)
            if kind in ("del", "moveFrom", "ins", "moveTo"):
                self.changes += 1
            if kind in _DROPPED:
                continue
            if kind == "t":
                parts.append(child.text or "")
            elif kind in ("tab", "ptab"):
                parts.append("\t")
            elif in_cell and kind in ("sup", "sub"):  # of a formula
                parts.append(marked(self._words(child, boxes, in_cell=in_cell), RAISED))
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
                parts.append(self._words(child, boxes, in_cell=in_cell))
        return "".join(parts)

    def _run(self, run: _Element, boxes: list[_Element], *, in_cell: bool) -> str:
        look = _look(run) or self.looks.get(_value(_property(run, "rPr", "rStyle")), "")
        if look == HIDDEN:
            return ""
        words = self._words(run, boxes, in_cell=in_cell)
        # Paragraphs may be struck or white by a style of the whole page; a digit of a figure is not.
        return marked(words, look) if in_cell and look and any(map(str.isdigit, words)) else words

    def _table(self, element: _Element) -> Iterator[Block]:
        # A table with a table inside is there for the page: its cells are places for what they hold.
        if any(_local(inner) == "tbl" for inner in element.iterdescendants()):
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
            kind = _local(child)
            if kind == "tc":
                yield child
            elif kind not in _DROPPED:
                yield from self._cells_below(child)

    def _children(self, element: _Element, wanted: str) -> Iterator[_Element]:
        """Return the rows of a table or the cells of a row, through what is wrapped around them."""
        for child in element:
            kind = _local(child)
            if kind == wanted:
                gone = any(_property(child, "trPr", name) is not None for name in ("del", "hidden"))
                if not (wanted == "tr" and gone) and _property(child, "tcPr", "cellDel") is None:
                    yield child
            elif kind in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"):
                yield from self._children(child, wanted)

    def _rows(self, element: _Element) -> tuple[tuple[Row, ...], Shape, list[_Element]]:
        open_cells: dict[int, tuple[int, int]] = {}  # column → (row, index) of the cell that is merged downwards
        rows: list[list[Cell]] = []
        widths: set[int] = set()
        boxes: list[_Element] = []
        for tr in self._children(element, "tr"):
            column = _count(_property(tr, "trPr", "gridBefore"))
            row: list[Cell] = []
            for tc in self._children(tr, "tc"):
                span = max(1, _count(_property(tc, "tcPr", "gridSpan")))
                merge = _property(tc, "tcPr", "vMerge")
                goes_on = merge is not None and _value(merge, "continue") != "restart"
                if goes_on and column in open_cells:
                    above, index = open_cells[column]
                    cell = rows[above][index]
                    rows[above][index] = Cell(
                        text=cell.text, column=cell.column, columns=cell.columns, rows=cell.rows + 1
                    )
                else:
                    if merge is not None and not goes_on:
                        open_cells[column] = len(rows), len(row)
                    else:
                        open_cells.pop(column, None)
                    row.append(Cell(text=self._cell_words(tc, boxes), column=column, columns=span))
                column += span
            widths.add(column + _count(_property(tr, "trPr", "gridAfter")))
            rows.append(row)
        spot = Spot(table=self.tables)
        laid = tuple(
            Row(cells=tuple(row), spot=Spot(table=spot.table, row=number)) for number, row in enumerate(rows, 1)
        )
        spans = any(cell.columns > 1 or cell.rows > 1 for line in laid for cell in line.cells)
        shape = Shape.ROWS if len(widths) != 1 else Shape.EXACT if spans else Shape.CELLS
        return laid, shape, boxes

    def _cell_words(self, tc: _Element, boxes: list[_Element]) -> str:
        paragraphs = [each for each in tc.iterdescendants() if _local(each) == "p" and not _inside(each, tc)]
        return "\n".join(self._words(each, boxes, in_cell=True) for each in paragraphs).strip("\n")


def _inside(paragraph: _Element, cell: _Element) -> bool:
    """Return whether a paragraph of a cell stands in a text box, or in what is not shown."""
    parent = paragraph.getparent()
    while parent is not None and parent is not cell:
        if _local(parent) in (*_DROPPED, "txbxContent"):
            return True
        parent = parent.getparent()
    return False
