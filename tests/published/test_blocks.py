from __future__ import annotations

import time

from nianbao.published.blocks import Shape, Spot, resolved
from nianbao.published.limits import COLUMNS
from tests.machine_speed import seconds_here


def rows(*lines: list[tuple[str, int, int]]) -> list[tuple[list[tuple[str, int, int]], Spot]]:
    return [(cells, Spot(row=number)) for number, cells in enumerate(lines, 1)]


def test_cells_stand_in_their_columns_below_cells_that_reach_down() -> None:
    laid, shape = resolved(rows([("甲", 1, 2), ("乙", 2, 1)], [("1", 1, 1), ("2", 1, 1)]))
    assert shape is Shape.EXACT
    assert [[(cell.text, cell.column) for cell in row.cells] for row in laid] == [
        [("甲", 0), ("乙", 1)],
        [("1", 1), ("2", 2)],
    ]


def test_a_cell_that_reaches_beyond_the_last_row_is_cut() -> None:
    laid, shape = resolved(rows([("甲", 1, 9), ("1", 1, 1)], [("2", 1, 1)]))
    assert shape is Shape.EXACT
    assert laid[0].cells[0].rows == 2


def test_rows_of_different_widths_are_no_whole_table() -> None:
    assert resolved(rows([("甲", 1, 1), ("1", 1, 1)], [("乙", 1, 1)]))[1] is Shape.ROWS
    assert resolved(rows([("甲", 1, 1), ("1", 1, 1)], [("乙", 1, 1), ("2", 1, 1)]))[1] is Shape.CELLS


def test_cells_that_all_reach_over_sixty_rows_and_columns_cost_no_time() -> None:
    started = time.process_time()
    laid, shape = resolved(rows(*([[("1", 60, 60)]] * 3000)))
    assert shape is Shape.ROWS
    assert max(cell.column for row in laid for cell in row.cells) <= COLUMNS
    assert time.process_time() - started < seconds_here(1)


def test_a_spot_says_itself() -> None:
    assert Spot(page=3, table=2, row=4).words == "第3页第2个表第4行"
    assert Spot(line=12).words == "第12行"
    assert Spot().words == ""
