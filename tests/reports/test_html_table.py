"""A table as HTML wants it: heads that browsers repeat, and for each figure the headers that speak for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import compose
from nianbao.reports.html_table import header_id, html_table

if TYPE_CHECKING:
    from pathlib import Path

    from nianbao import Submission
    from nianbao.reports.report import ReportTable


@pytest.fixture(scope="module")
def tables(example: Submission, form_folder: Path) -> dict[str, ReportTable]:
    return {table.id: table for section in compose(example, form_folder).sections for table in section.tables}


def test_every_row_stands_in_one_part(tables: dict[str, ReportTable]) -> None:
    for table in tables.values():
        parts = html_table(table)
        assert (*parts.head, *(row for body in parts.bodies for row in body)) == table.rows


def test_a_table_whose_columns_change_has_no_head(tables: dict[str, ReportTable]) -> None:
    assert html_table(tables["disclosure"]).head == ()
    assert len(html_table(tables["disclosure"]).bodies) > 1
    requests = html_table(tables["requests"])
    assert len(requests.bodies) == 1
    assert all(cell.kind != "field" for row in requests.head for cell in row)


def test_headers_are_ids_of_cells_with_words_above_or_beside_in_the_same_block(
    tables: dict[str, ReportTable],
) -> None:
    for table in tables.values():
        cells = {header_id(table, cell): cell for cell in table.cells}
        assert len(cells) == len(table.cells)
        for (row, column), headers in html_table(table).headers.items():
            assert headers
            for name in headers.split():
                header = cells[name]
                assert header.text
                beside = header.row <= row < header.row + header.rows
                above = header.row < row and header.column <= column < header.column + header.columns
                assert beside or above


def test_a_table_without_figures_is_one_body_and_has_nothing_to_point_to(tables: dict[str, ReportTable]) -> None:
    table = tables["requests"]
    bare = replace(table, cells=tuple(replace(cell, kind="label") for cell in table.cells))
    parts = html_table(bare)
    assert (len(parts.head), parts.headers) == (table.height, {})


def test_long_figures_are_set_smaller_so_that_the_table_fits_on_paper(tables: dict[str, ReportTable]) -> None:
    disputes = tables["disputes"]
    assert html_table(disputes).font_size == 14
    for digits, smallest, largest in ((4, 14, 14), (5, 11, 13), (6, 9, 11), (12, 7, 7)):
        cells = tuple(replace(cell, text="9" * digits) if cell.kind == "field" else cell for cell in disputes.cells)
        assert smallest <= html_table(replace(disputes, cells=cells)).font_size <= largest
