from __future__ import annotations

from nianbao.interpretation.alignment import Witnesses, first_figure, witnesses
from nianbao.interpretation.segments import Segment
from nianbao.published.blocks import Cell, Shape, Spot


def segment(figures: str, column: int = 0, first: int = 1, words: int = 1) -> Segment:
    """Return a segment with the cells of a text; a dot is a blank one."""
    cells = tuple(
        Cell(text="" if text == "." else text, column=first + at) for at, text in enumerate(figures.split())
    )
    return Segment(label="甲", label_column=column, before="", words=words, cells=cells, spot=Spot())


def seen(shape: Shape, *full: str, header: tuple[int, ...] = (), width: int = 10) -> Witnesses:
    return witnesses([(segment(each), 7, 1) for each in full], shape, width, header)


FULL = ". 5 0 0 0 0 0 5 ."


def test_a_full_row_speaks_for_itself() -> None:
    assert first_figure(segment("5 0 0 0 0 0 5"), 7, 1, 1, seen(Shape.ROWS)) == 0
    assert first_figure(segment(FULL), 7, 1, 1, seen(Shape.ROWS)) == 1


def test_too_few_and_too_many_cells_are_not_read() -> None:
    for shape in (Shape.EXACT, Shape.CELLS, Shape.ROWS, Shape.FLOW, Shape.FILLED):
        assert first_figure(segment("5 0 0 0 0 5"), 7, 1, 1, seen(shape)) is None
        assert first_figure(segment("5 5 0 0 0 0 0 5"), 7, 1, 1, seen(shape)) is None


def test_blanks_are_placed_by_rows_of_the_same_kind() -> None:
    of_rows = seen(Shape.ROWS, FULL, FULL)
    assert first_figure(segment(". 5 0 0 . 0 0 5 ."), 7, 1, 1, of_rows) == 1
    assert first_figure(segment(". . 5 0 0 0 0 0"), 7, 1, 1, of_rows) is None
    assert first_figure(segment("5 0 0 0 0 5 . ."), 7, 1, 1, of_rows) is None


def test_without_a_witness_blanks_are_not_placed() -> None:
    assert first_figure(segment(". 5 . . . . . ."), 7, 1, 1, seen(Shape.ROWS)) is None
    assert first_figure(segment("5 . . . . . . . ."), 7, 1, 1, seen(Shape.FLOW)) == 0


def test_a_cell_too_many_moves_no_figure_into_another_column() -> None:
    header = (1, 2, 3, 4, 5, 6, 7)
    assert first_figure(segment(". 5 0 0 0 0 0 5"), 7, 1, 1, seen(Shape.EXACT, header=header)) is None
    assert first_figure(segment("5 0 0 0 0 . 5"), 7, 1, 1, seen(Shape.EXACT, header=header)) == 0


def test_a_row_out_of_line_with_many_others_is_doubtful() -> None:
    assert first_figure(segment("5 0 0 0 0 0 5 ."), 7, 1, 1, seen(Shape.ROWS, FULL, FULL, FULL)) is None
