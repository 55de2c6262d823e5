"""Digits of a PDF that look different from the figure beside them: struck, raised, small, white."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from nianbao.published.blocks import Table
from nianbao.published.pdf_looks import Drawing
from nianbao.published.pdf_pages import Character
from nianbao.published.pdf_reader import read_pdf


@dataclass(frozen=True)
class Look:
    cell: str
    text: str


SEEN = [
    Look("<s>42</s>35", "[划掉42]35"),
    Look("35<sup>1</sup>", "[上标1]35"),
    Look("35<sub>1</sub>", "35[上标1]"),
    Look("35<span style='font-size:7px'>1</span>", "35[上标1]"),
    Look("35<span style='font-size:7px;position:relative;top:-6px'>12</span>", "35[上标12]"),
    Look("<span style='color:#fff'>9</span>35", "[白字9]35"),
    Look("<u>35</u>", "35"),
    Look("1,235.60", "1,235.60"),
    Look("第<sup>1</sup>项", "第1项"),
]


@pytest.mark.parametrize("look", SEEN, ids=lambda look: look.text)
def test_what_looks_different_is_told(look: Look) -> None:
    weasyprint = pytest.importorskip("weasyprint")
    page = (
        f"<p>{'一段话。' * 40}</p><style>td{{border:1px solid #444;padding:4px 20px;font-size:16px}}</style>"
        f"<table style='border-collapse:collapse'><tr><td>规章<td>{look.cell}<tr><td>文件<td>3</table>"
    )
    (table,) = (
        block for block in read_pdf(weasyprint.HTML(string=page).write_pdf()).blocks if isinstance(block, Table)
    )
    assert table.rows[0].cells[1].text.replace("\n", "") == look.text
    assert table.rows[1].cells[1].text == "3"


def test_white_digits_on_a_filled_cell_are_seen() -> None:
    figure = [digit("3", 10)._replace(white=True), digit("5", 16)._replace(white=True)]
    for fills, text in (([(0, 90, 40, 120)], "35"), ([], "[白字35]"), ([(50, 90, 80, 120)], "[白字35]")):
        marked = Drawing([], fills).with_marks(figure, figure)
        assert "".join(character.text for character in marked) == text


def digit(text: str, left: float) -> Character:
    return Character(text, left, 100, left + 6, 112, left + 0.5, left + 5.5)


@pytest.mark.parametrize(
    ("level", "text"),
    [(106, "[划掉35]"), (101, "35"), (99, "35"), (111, "35")],
    ids=["middle", "under", "below", "over"],
)
def test_a_line_strikes_only_what_it_runs_through(level: float, text: str) -> None:
    figure = [digit("3", 10), digit("5", 16)]
    marked = Drawing([(9, level - 0.3, 23, level + 0.3)], []).with_marks(figure, figure)
    assert "".join(character.text for character in marked) == text


def test_a_line_beside_a_digit_does_not_strike_it() -> None:
    figure = [digit("3", 10), digit("5", 16)]
    marked = Drawing([(9, 106, 16, 106)], []).with_marks(figure, figure)
    assert "".join(character.text for character in marked) == "[划掉3]5"
