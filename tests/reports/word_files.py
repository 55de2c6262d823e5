"""Word files taken apart and changed, for the tests."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.oxml.ns import qn

from nianbao.reports.word_template import packed


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, *replacements: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """Return a Word file with words of a part replaced, as an office does it in Word."""
    parts = parts_of(data)
    text = parts[part].decode()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return packed({**parts, part: text.encode()}.items())


def without_table(data: bytes, number: int) -> bytes:
    """Return a Word file without one of its tables."""
    parts = parts_of(data)
    pieces = parts["word/document.xml"].decode().split("<w:tbl>")
    pieces[number] = pieces[number].partition("</w:tbl>")[2]
    text = pieces[0] + "".join(
        ("" if index == number else "<w:tbl>") + each for index, each in enumerate(pieces) if index
    )
    return packed({**parts, "word/document.xml": text.encode()}.items())


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def paragraphs(data: bytes) -> list[str]:
    """Return the paragraphs outside tables, without the empty ones."""
    return [each.text for each in opened(data).paragraphs if each.text]


def cells(table: Any) -> dict[tuple[int, int, int, int], str]:
    """Return the cells of a table, merged ones once: row, column, rows, columns → text."""
    found: dict[tuple[int, int], list[Any]] = {}
    for row, line in enumerate(table._tbl.tr_lst):
        column = 0
        for cell in line.tc_lst:
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) == "continue":
                next(found[above, column] for above in range(row, -1, -1) if (above, column) in found)[0] += 1
            else:
                words = "\n".join(each.text for each in cell.p_lst)
                found[row, column] = [1, cell.grid_span, words]
            column += cell.grid_span
    return {(row, column, rows, columns): text for (row, column), (rows, columns, text) in found.items()}
