"""Findings about the file itself: over cells, with places listed shortly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao import CellPlace
from nianbao.language import Message
from nianbao.workbooks.layout_findings import SHOWN, cell_words, joined, layout_finding, more, shown_words
from nianbao.workbooks.raw import RawCell


def test_the_first_cell_is_where_it_stands_and_all_are_kept() -> None:
    cells = [CellPlace(sheet="甲", cell="A1"), CellPlace(sheet="甲", cell="B2", field="a.b")]
    found = layout_finding("LT205", Message("不妥"), cells)
    assert (found.cell, found.cells, found.field, found.fields) == (cells[0], tuple(cells), None, ("a.b",))
    assert found.severity is found.fault.severity
    assert layout_finding("LT101", Message("不妥")).cell is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        (RawCell(3, None, True), "3"),
        (RawCell(Decimal("1.5"), None, True), "1.5"),
        (RawCell(None, "=SUM(A1)", True, 7), "=SUM(A1)"),
        (RawCell(None, None, True), ""),
    ],
)
def test_what_a_cell_shows_a_person(cell: RawCell | None, words: str) -> None:
    assert cell_words(cell) == words


def test_long_contents_and_long_lists_are_cut_and_say_so() -> None:
    assert shown_words(RawCell("长" * 41, None, True)) == "长" * 40 + "…"
    assert shown_words(RawCell("长" * 40, None, True)) == "长" * 40
    messages = [Message(str(number)) for number in range(SHOWN + 2)]
    assert str(joined(messages)) == "0；1；2；3；4"
    assert (str(more(SHOWN)), str(more(SHOWN + 2))) == ("", f"，等 {SHOWN + 2} 处")
