"""Read web pages: decoded by what their bytes are, parsed by lxml, without fetching anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.files.archive import refuse
from nianbao.language import Domain
from nianbao.published import limits
from nianbao.published.blocks import Document, Paragraph, Spot, Table, resolved
from nianbao.published.decoding import decoded
from nianbao.published.inline_marks import RAISED, STRUCK, WHITE, marked
from nianbao.published.style_sheets import apply_style_sheets, effective_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from nianbao.published.blocks import Block

_ = Domain("nianbao")
_SKIPPED = frozenset(
    ("script", "style", "nav", "option", "select", "iframe", "template", "head", "title", "meta", "link", "noscript",
     "svg", "object", "embed", "button", "textarea", "input", "audio", "video", "canvas", "map", "colgroup", "rt", "rp")
)  # fmt: skip
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "label",
     "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
     "st1:chsdate", "o:p", "chsdate")
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])|"
    r"(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_MARKS = {"s": STRUCK, "strike": STRUCK, "del": STRUCK, "sup": RAISED, "sub": RAISED}
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.I)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|sub\b|text-top|-?[1-9])|mso-text-raise", re.I)
_WHITE_STYLE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent)", re.I
)
_WHITE_COLOURS = ("white", "#fff", "#ffffff")
_BACKGROUND = re.compile(r"background(?:-color|-image)?\s*:(?!\s*(?:none|transparent|white|#fff(?:fff)?\b))", re.I)
_PRE_STYLE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_APART_STYLE = re.compile(
    r"display\s*:\s*(?:block|flex|grid|table|list)|float\s*:\s*(?:left|right)|margin-left\s*:\s*[1-9]", re.I
)
"""Styles that set text apart on the page although its element is inline."""


def read_html(data: bytes) -> Document:
    """Read a web page.

    Raises :class:`~nianbao.errors.UnreadableError` (RD103) for a page larger than that of any report.
    """
    if len(data) > limits.PAGE_BYTES:
        refuse(_("网页有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.PAGE_BYTES >> 20))
    return html_document(decoded(data))


def html_document(text: str) -> Document:
    """Read the text of a web page, or of a part of one."""
    from lxml import etree, html

    # Before parsing: a million cells take 315 MB, and lxml silently drops what lies below depth 256.
    lowered = text.lower()
    if text.count("<") > limits.MARKS or lowered.count("<td") + lowered.count("<th") > limits.CELLS:
        refuse(_("网页里的内容超过 {limit} 项。", limit=limits.MARKS))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    if not text.strip():
        return Document(blocks=())
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
        page, blocks = _read_page(root, styled=True)
        if "<table" in lowered and not page.tables:
            # A page may hide all it has until its scripts run, which nobody runs here.
            root = html.document_fromstring(text, parser=parser)
            page, blocks = _read_page(root, styled=False)
    except (etree.LxmlError, ValueError, AssertionError):
        return Document(blocks=())
    if len(blocks) > limits.LINES:
        refuse(_("网页里的内容超过 {limit} 项。", limit=limits.LINES))
    title = root.findtext(".//title") or ""
    text_length = sum(len(block.text.strip()) for block in blocks if isinstance(block, Paragraph))
    tables = any(isinstance(block, Table) for block in blocks)
    return Document(
        blocks=blocks, no_text=page.pictures > 0 and text_length < 60 and not tables, title=title.strip()
    )


def _read_page(root: _Element, *, styled: bool) -> tuple[_Page, tuple[Block, ...]]:
    if styled:
        apply_style_sheets(root)
    _keep_line_ends(root)
    page = _Page()
    return page, tuple(page.blocks(root))


def _tag(element: _Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _style(element: _Element) -> str:
    style = element.get("style")
    return effective_style(style) if style else ""


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(_style(element)))


def _is_white(element: _Element) -> bool:
    """Return whether an element is written in white on white: no background is set from it up to its table."""
    if not (_WHITE_STYLE.search(_style(element)) or (element.get("color") or "").lower() in _WHITE_COLOURS):
        return False
    current: _Element | None = element
    while current is not None:
        if current.get("bgcolor") or _BACKGROUND.search(_style(current)):
            return False
        if _tag(current) == "table":
            return True
        current = current.getparent()
    return True


def _mark_of(element: _Element, style: str, text: str) -> str:
    """Return the mark for a part of a cell that looks different from the rest; empty for ordinary text."""
    tag = _tag(element)
    if text.strip().isdigit() and _is_white(element):
        return WHITE
    if _STRUCK_STYLE.search(style):
        return STRUCK
    if _RAISED_STYLE.search(style) or (tag == "small" and text.strip().isdigit()):
        return RAISED
    return _MARKS.get(tag, "")


def _span(element: _Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return max(1, min(int(value), limits.SPAN)) if value.isascii() and value.isdigit() else 1


_LINE_END = "\u2028"


def _keep_line_ends(root: _Element) -> None:
    """Mark the line ends that a browser shows: those in <pre>, and where a style keeps white space."""
    preformatted = [node for node in root.iter() if _tag(node) == "pre" or _PRE_STYLE.search(_style(node))]
    for element in preformatted[: limits.CELLS]:
        for inner in element.iter():
            inner.text = (inner.text or "").replace("\n", _LINE_END)
            if inner is not element:
                inner.tail = (inner.tail or "").replace("\n", _LINE_END)


def _squeezed(text: str) -> str:
    """Return a piece of text with its white space collapsed as a browser does it."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).replace(_LINE_END, "\n")


class _Page:
    """Walk a page: inline pieces are joined directly, block pieces start a new paragraph."""

    def __init__(self) -> None:
        self.tables = 0
        self.pictures = 0

    def blocks(self, root: _Element) -> Iterator[Block]:
        """Return the blocks of an element in the order of the page."""
        pieces: list[str] = []
        yield from self._walk(root, pieces, heading=False)
        yield from self._flush(pieces, heading=False)

    def _flush(self, pieces: list[str], *, heading: bool) -> Iterator[Block]:
        text = "".join(pieces)
        pieces.clear()
        for part in text.split("\n"):
            if part.strip():
                yield Paragraph(text=part.strip(" "), heading=heading)

    def _walk(self, element: _Element, pieces: list[str], *, heading: bool) -> Iterator[Block]:
        tag = _tag(element)
        if (
            not tag
            or tag in _SKIPPED
            or _is_hidden(element)
            or (tag == "figure" and element.find(".//table") is None)
        ):
            return
        if tag == "table":
            yield from self._flush(pieces, heading=heading)
            yield from self._table(element)
            return
        if tag == "br":
            pieces.append("\n")
            return
        self.pictures += tag == "img"
        is_heading = tag in _HEADINGS
        is_block = tag not in _INLINE and ":" not in tag
        if is_block:
            yield from self._flush(pieces, heading=heading)
        pieces.append(_squeezed(element.text or ""))
        for child in element:
            yield from self._walk(child, pieces, heading=heading or is_heading)
            pieces.append(_squeezed(child.tail or ""))
        if is_block:
            yield from self._flush(pieces, heading=heading or is_heading)

    def _table(self, table: _Element) -> Iterator[Block]:
        # A table that contains a table is page layout, and so is one with paragraphs of prose in a cell.
        if next(
            (inner for inner in table.iterdescendants("table") if not _is_hidden(inner)), None
        ) is not None or _holds_prose(table):
            for cell in _own_cells(table):
                yield from self.blocks_of_cell(cell)
            return
        self.tables += 1
        rows: list[tuple[list[tuple[str, int, int]], Spot]] = []
        for row in table.iterdescendants("tr"):
            group = row.getparent()
            if _is_hidden(row) or (group is not None and group is not table and _is_hidden(group)):
                continue
            cells = [
                (self._cell_text(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
                for cell in row
                if _tag(cell) in ("td", "th") and not _is_hidden(cell)
            ]
            if cells:
                rows.append((cells, Spot(table=self.tables, row=len(rows) + 1)))
        for caption in table.iterchildren("caption"):
            yield from self.blocks_of_cell(caption)
        table_rows, shape = resolved(rows)
        yield Table(rows=table_rows, shape=shape, spot=Spot(table=self.tables))

    def blocks_of_cell(self, cell: _Element) -> Iterator[Block]:
        """Return the content of a cell, a caption or another box as blocks of the page."""
        pieces = [_squeezed(cell.text or "")]
        for child in cell:
            yield from self._walk(child, pieces, heading=False)
            pieces.append(_squeezed(child.tail or ""))
        yield from self._flush(pieces, heading=False)

    def _cell_text(self, cell: _Element) -> str:
        pieces: list[str] = []
        self._collect(cell, pieces)
        lines = [line.strip(" ") for line in "".join(pieces).split("\n")]
        text = "\n".join(line for line in lines if line)
        kind = _mark_of(cell, _style(cell), text) if text.isdigit() else ""
        return marked(text, kind if kind in (STRUCK, WHITE) else "")  # a cell may place its text higher

    def _collect(self, element: _Element, pieces: list[str]) -> None:
        pieces.append(_squeezed(element.text or ""))
        for child in element:
            tag = _tag(child)
            if tag in ("br", "img"):
                pieces.append("\n")
            elif tag and tag not in _SKIPPED and not _is_hidden(child):
                inner: list[str] = []
                self._collect(child, inner)
                text = "".join(inner)
                style = _style(child)
                kind = _mark_of(child, style, text)
                is_block = (tag not in _INLINE and ":" not in tag) or _APART_STYLE.search(style) is not None
                pieces.append(f"\n{text}\n" if is_block else marked(text, kind))
            pieces.append(_squeezed(child.tail or ""))


_PROSE = 400
"""Characters from which a cell is taken for paragraphs, not a label: the longest label of a form has 36."""


def _holds_prose(table: _Element) -> bool:
    return any(len("".join("".join(cell.itertext()).split())) > _PROSE for cell in _own_cells(table))


def _own_cells(table: _Element) -> Iterator[_Element]:
    """Return the cells of a table itself, not those of tables inside it."""
    stack = list(table)[::-1]
    while stack:
        element = stack.pop()
        tag = _tag(element)
        if tag in ("td", "th"):
            yield element
        elif tag != "table" and tag not in _SKIPPED:
            stack.extend(list(element)[::-1])
