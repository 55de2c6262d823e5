from __future__ import annotations

from nianbao.published.drawn_table import is_wall, read_drawing

DRAWING = """\
+------+-----------+
|      |    乙     |
| 甲   +-----+-----+
|      |  1  |  23 |
+------+-----+-----+"""
BOXES = DRAWING.translate(str.maketrans("+-|", "┼─│"))


def test_walls_say_which_boxes_are_one_cell() -> None:
    for drawing in (DRAWING, BOXES):
        table = read_drawing(drawing.split("\n"), 0, 1)
        assert table is not None
        found = [(cell.text, cell.column, cell.columns, cell.rows) for row in table.rows for cell in row.cells]
        assert found == [("甲", 0, 1, 2), ("乙", 1, 2, 1), ("1", 1, 1, 1), ("23", 2, 1, 1)]


def test_only_a_border_is_a_wall() -> None:
    assert is_wall("+-----+")
    assert not is_wall("| 甲 |")
    assert not is_wall("3+2=5")


def test_digits_on_two_lines_of_a_cell_are_not_joined() -> None:
    table = read_drawing(["+----+", "| 12 |", "| 3  |", "+----+"], 0, 1)
    assert table is not None
    assert table.rows[0].cells[0].text == "12\n3"
