"""Read plain texts and Markdown, in the shapes in which tools and people save reports.

Tabs or bars between cells, one cell per line with or without a tab, drawn tables, HTML tables inside Markdown. A line
without any such mark stays a paragraph: only a form can say whether it is a label or a figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nianbao.files.archive import refuse
from nianbao.language import Domain
from nianbao.published import limits
from nianbao.published.blocks import Cell, Document, Paragraph, Row, Shape, Spot, Table
from nianbao.published.decoding import decoded
from nianbao.published.drawn_table import is_wall, plain_walls, read_drawing
from nianbao.published.html_reader import html_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nianbao.published.blocks import Block

_ = Domain("nianbao")
_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.S)
_MARKDOWN_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
_DASHES_ONLY = re.compile(r"^[\s|:=+-]+$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKDOWN_HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
"""Bounded, because a line of a thousand opening marks would otherwise be searched a thousand times."""
_OF_MARKDOWN = re.compile(r"^#{1,6}\s|^(?:\*\*|__)\S.*(?:\*\*|__)\s*$|^\|?\s*:?-{3,}:?\s*\|", re.M)
_CONTINUED = 12
"""Most characters of a line that continues the text of the cell before it."""


def read_text(data: bytes) -> Document:
    """Read a plain text or Markdown; raises :class:`~nianbao.errors.UnreadableError` (RD103) beyond a limit."""
    if len(data) > limits.TEXT_BYTES:
        refuse(_("文本有 {size} MB，超过 {limit} MB。", size=len(data) >> 20, limit=limits.TEXT_BYTES >> 20))
    return text_document(decoded(data))


def text_document(text: str) -> Document:
    """Read a decoded plain text or Markdown; raises UnreadableError (RD103) beyond a limit."""
    text = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    if text.count("\n") > limits.LINES:
        refuse(_("文本超过 {limit} 行。", limit=limits.LINES))
    if text.count("\t") + text.count("|") > limits.SEPARATORS:
        refuse(_("文本里的单元格超过 {limit} 个。", limit=limits.SEPARATORS))
    reader = _Text(text)
    return Document(blocks=tuple(reader.blocks()))


class _Text:
    """Split a text into paragraphs and tables, line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.markdown = bool(_HTML_TABLE.search(text)) or bool(_OF_MARKDOWN.search(text))
        self.tables = 0

    def blocks(self) -> Iterator[Block]:
        position = line = 0
        for html_table in _HTML_TABLE.finditer(self.text):
            before = self.text[position : html_table.start()]
            yield from self._lines(before.split("\n"), line)
            line += before.count("\n")
            yield from self._html(html_table[0], line)
            line += html_table[0].count("\n")
            position = html_table.end()
        yield from self._lines(self.text[position:].split("\n"), line)

    def _html(self, text: str, line: int) -> Iterator[Block]:
        for block in html_document(text).blocks:
            if isinstance(block, Table):
                self.tables += 1
                yield _renumbered(block, self.tables, line + 1)
            else:
                yield block

    def _lines(self, lines: list[str], offset: int) -> Iterator[Block]:
        one_a_line = _one_tabbed_cell_a_line(lines)
        at = 0
        while at < len(lines):
            for read_lines in (self._drawing, self._bars, self._tabbed_cells if one_a_line else self._tabs):
                line_count, block = read_lines(lines, at, offset)
                if line_count:
                    if block is not None:
                        yield block
                    at += line_count
                    break
            else:
                if lines[at].strip():
                    yield self._paragraph(lines[at], offset + at + 1)
                at += 1

    def _paragraph(self, line: str, number: int) -> Paragraph:
        if self.markdown:
            heading = _MARKDOWN_HEADING.match(line)
            plain = _EMPHASIS.sub(r"\2", heading[2] if heading else line)
            return Paragraph(
                text=_ESCAPED.sub(r"\1", plain).strip(" "), spot=Spot(line=number), heading=bool(heading)
            )
        return Paragraph(text=line.strip(" \t"), spot=Spot(line=number))

    def _drawing(self, lines: list[str], at: int, offset: int) -> tuple[int, Block | None]:
        if not is_wall(lines[at]):
            return 0, None
        end = at
        while end < len(lines) and plain_walls(lines[end]).lstrip().startswith(("+", "|")):
            end += 1
        table = read_drawing(lines[at:end], offset + at, self.tables + 1)
        if table is None:
            return 0, None
        self.tables += 1
        return end - at, table

    def _bars(self, lines: list[str], at: int, offset: int) -> tuple[int, Block | None]:
        if not _is_barred(lines[at]):
            return 0, None
        end, last = at, at
        while end < len(lines) and (_is_barred(lines[end]) or (not lines[end].strip() and end - last < 2)):
            last = end if lines[end].strip() else last
            end += 1
        run = [(number, lines[number]) for number in range(at, last + 1) if lines[number].strip()]
        rows = []
        for number, line in run:
            if _MARKDOWN_RULE.match(line.strip()) or (_DASHES_ONLY.match(line) and "-" in line):
                continue
            cells = _cells_of_bars(plain_walls(line))
            if self.markdown:
                cells = [_EMPHASIS.sub(r"\2", cell) for cell in cells]
            rows.append((number, cells))
        if len(run) < 2:
            return 0, None
        self.tables += 1
        filled_alone = sum(sum(bool(cell.strip()) for cell in cells) <= 1 for _number, cells in rows)
        if filled_alone * 10 >= len(rows) * 9 and len(rows) >= 8:
            return last + 1 - at, self._flow(rows, offset)
        return last + 1 - at, self._table(rows, offset, Shape.ROWS)

    def _flow(self, rows: list[tuple[int, list[str]]], offset: int) -> Table:
        """Return a table of cells one after the other: where a row ends is not known."""
        table_rows = []
        for number, cells in rows:
            table_rows.append(
                Row(
                    cells=tuple(Cell(text=cell.strip(), column=column) for column, cell in enumerate(cells)),
                    spot=Spot(line=offset + number + 1),
                )
            )
        return Table(
            rows=tuple(table_rows), shape=Shape.FLOW, spot=Spot(table=self.tables, line=offset + rows[0][0] + 1)
        )

    def _table(self, rows: list[tuple[int, list[str]]], offset: int, shape: Shape) -> Table:
        table_rows = tuple(
            Row(
                cells=tuple(
                    Cell(text=cell.strip(" \u3000\xa0"), column=column) for column, cell in enumerate(cells)
                ),
                spot=Spot(line=offset + number + 1),
            )
            for number, cells in rows
        )
        return Table(rows=table_rows, shape=shape, spot=Spot(table=self.tables, line=offset + rows[0][0] + 1))

    def _tabs(self, lines: list[str], at: int, offset: int) -> tuple[int, Block | None]:
        if not _is_tabbed(lines[at]):
            return 0, None
        end, last = at, at
        while end < len(lines) and (_is_tabbed(lines[end]) or not lines[end].strip()):
            last = end if lines[end].strip() else last
            end += 1
        rows = [(number, lines[number].split("\t")) for number in range(at, last + 1) if lines[number].strip()]
        if len(rows) == 1 and sum(bool(cell.strip()) for cell in rows[0][1]) == 1:
            return 0, None  # a line that ends in a tab
        self.tables += 1
        return last + 1 - at, self._table(rows, offset, Shape.ROWS)

    def _tabbed_cells(self, lines: list[str], at: int, offset: int) -> tuple[int, Block | None]:
        """Read cells written one per line behind a tab, with a blank line after each row.

        Return how many lines were read, and the table.
        """
        if not lines[at].startswith("\t"):
            return 0, None
        rows: list[tuple[int, list[str]]] = []
        end = at
        new_row = True
        while end < len(lines):
            line = lines[end]
            if line.startswith("\t"):
                if new_row:
                    rows.append((end, []))
                    new_row = False
                rows[-1][1].append(line[1:].strip())
            elif not line.strip():
                if new_row:
                    break  # two blank lines end the table
                new_row = True
            elif not new_row and len(line.strip()) <= _CONTINUED and rows[-1][1][-1]:
                rows[-1][1][-1] += "\n" + line.strip()
            else:
                break
            end += 1
        self.tables += 1
        return end - at, self._table(rows, offset, Shape.CELLS)


def _renumbered(table: Table, number: int, line: int) -> Table:
    rows = tuple(Row(cells=row.cells, spot=Spot(table=number, row=at)) for at, row in enumerate(table.rows, 1))
    return Table(rows=rows, shape=table.shape, spot=Spot(table=number, line=line))


def _is_barred(line: str) -> bool:
    plain = plain_walls(line).strip()
    return "|" in plain and (plain.endswith("|") or plain.startswith("|") or plain.count("|") >= 2)


def _is_tabbed(line: str) -> bool:
    # A tab before the first word is only an indentation, unless there is nothing else on the line.
    return (
        "\t" in line.strip()
        or (line.startswith("\t") and line.strip(" \t") == "")
        or line.rstrip(" ").endswith("\t")
    )


def _cells_of_bars(line: str) -> list[str]:
    text = line.strip()
    if text.startswith("|") and re.search(r"[^|\s]", text) and text.endswith("|"):
        text = text[1:]
    cells = text.split("|")
    return cells[:-1] if cells[-1].strip() == "" and len(cells) > 1 else cells


def _one_tabbed_cell_a_line(lines: list[str]) -> bool:
    """Return whether most tabs of a text begin a line with one cell, rather than separate cells of a line."""
    single = sum(line.startswith("\t") and "\t" not in line[1:] for line in lines)
    several = sum("\t" in line.strip("\t") for line in lines)
    return single > 20 and single > 5 * several
