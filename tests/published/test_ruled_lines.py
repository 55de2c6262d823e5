from __future__ import annotations

from nianbao.published.ruled_lines import Box, RuledTable, ruled_tables


def grid(xs: list[float], ys: list[float]) -> list[Box]:
    flat = [(xs[0], y, xs[-1], y) for y in ys]
    upright = [(x, min(ys), x, max(ys)) for x in xs]
    return [*flat, *upright]


def words(table: RuledTable) -> list[list[tuple[int, int, int]]]:
    laid = table.table({}, 1, 1)
    return [[(cell.column, cell.columns, cell.rows) for cell in row.cells] for row in laid.rows]


def test_boxes_between_lines_are_cells() -> None:
    (table,) = ruled_tables(grid([0, 50, 100], [100, 80, 60]))
    assert words(table) == [[(0, 1, 1), (1, 1, 1)], [(0, 1, 1), (1, 1, 1)]]
    assert table.cell_at(75, 70) == 3
    assert table.cell_at(200, 70) is None


def test_boxes_without_a_line_between_are_one_cell() -> None:
    lines: list[Box] = [
        (0, 100, 100, 100),
        (0, 80, 100, 80),
        (0, 60, 100, 60),
        (0, 60, 0, 100),
        (100, 60, 100, 100),
        (50, 60, 50, 80),
    ]
    (table,) = ruled_tables(lines)
    assert words(table) == [[(0, 2, 1)], [(0, 1, 1), (1, 1, 1)]]


def test_a_table_that_goes_on_from_the_page_before_needs_no_upper_line() -> None:
    lines = [line for line in grid([0, 50, 100], [100, 80, 60]) if line[1] != 100 or line[3] != 100]
    (table,) = ruled_tables(lines)
    assert len(words(table)) == 2


def test_two_tables_with_a_gap_between_are_two() -> None:
    assert len(ruled_tables([*grid([0, 50, 100], [200, 180, 160]), *grid([0, 50, 100], [100, 80])])) == 2


def test_few_lines_are_no_table() -> None:
    assert ruled_tables([(0, 10, 100, 10), (0, 20, 100, 20)]) == []


def test_a_cell_that_goes_on_over_the_page_ends_with_the_cells_beside_it() -> None:
    """A browser draws no line below it, but below the others in its row."""
    upright: list[Box] = [(x, 60, x, 100) for x in (0, 50, 100, 150)]
    flat: list[Box] = [(0, 100, 150, 100), (50, 80, 150, 80), (50, 60, 150, 60)]
    (table,) = ruled_tables([*flat, *upright])
    assert words(table) == [[(0, 1, 2), (1, 1, 1), (2, 1, 1)], [(1, 1, 1), (2, 1, 1)]]
    # In the middle of a table the same two ends close nothing.
    longer = [*flat, *upright, *((x, 40, x, 60) for x in (0, 50, 100, 150)), (0, 40, 150, 40)]
    assert words(ruled_tables(longer)[0])[0] == [(0, 1, 3), (1, 1, 1), (2, 1, 1)]
