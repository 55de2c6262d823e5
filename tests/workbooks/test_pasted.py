"""A table pasted whole: what counts, where it counts from, and what is said where nobody can know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import (
    PluginRegistry,
    Submission,
    blank_submission,
    fitted,
    interpret,
    layout_for,
    read_raw,
    write_workbook,
)
from nianbao.forms.later_editions import rows_of
from nianbao.workbooks.raw import RawCell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nianbao import Reading
    from nianbao.cells import Position
    from nianbao.submissions.numbers import Raw
    from nianbao.workbooks.raw import RawWorkbook

SHEET, HOME, TABLE = "表三粘贴", "三依申请公开", "requests"
RECEIVED = "requests.received.natural_person"
Rows = list[list["Raw"]]


@pytest.fixture(scope="module")
def blank(registry: PluginRegistry, example: Submission) -> RawWorkbook:
    return read_raw(write_workbook(blank_submission(example.form, 2024, example.agency)))


def block(example: Submission, width: int = 7) -> Rows:
    return [[example.shown(field) for field in row[:width]] for row in rows_of(example.form.table_by_id[TABLE])]


def with_cells(raw: RawWorkbook, sheet: str, cells: Mapping[Position, Raw]) -> RawWorkbook:
    """Return a workbook with values in some cells of a sheet, as if typed over whatever stood there."""
    typed = {place: RawCell(value, None, locked=False) for place, value in cells.items()}
    return replace(
        raw,
        sheets=tuple(
            replace(each, cells={**each.cells, **typed}) if each.name == sheet else each for each in raw.sheets
        ),
    )


def pasted(raw: RawWorkbook, rows: Sequence[Sequence[Raw]], top: int = 4, left: int = 0) -> RawWorkbook:
    cells = {
        (top + row, left + column): value
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
        if value is not None
    }
    return with_cells(raw, SHEET, cells)


def read(registry: PluginRegistry, raw: RawWorkbook) -> Reading:
    return interpret(raw, registry.find_form)


def requests(submission: Submission | None) -> dict[str, object]:
    assert submission is not None
    return {field: submission.shown(field) for field in submission.form.fields if field.startswith("requests.")}


def labelled(example: Submission, *, ragged: bool) -> Rows:
    """Return the table with its labels: in three columns, or each row's as the cells of plain text."""
    names = ["一、本年新收", "二、上年结转", *(f"项目{number}" for number in range(1, 23)), "四、结转"]
    rows: Rows = [["（本列数据的勾稽关系）", "申请人情况"], ["自然人", "商业企业", "总计"]]
    for index, (name, figures) in enumerate(zip(names, block(example), strict=True)):
        many = 2 < index < 23
        labels: list[Raw] = ["三、本年度办理结果" if index == 2 else "", name] if many and ragged else [name]
        rows.append([*(labels if ragged else [name, "", ""]), *figures])
    return rows


@pytest.mark.parametrize(("width", "top", "left"), [(7, 4, 0), (6, 4, 0), (7, 7, 3), (6, 40, 12), (7, 4, 13)])
def test_a_block_of_numbers_is_read_wherever_it_was_pasted(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook, width: int, top: int, left: int
) -> None:
    reading = read(registry, pasted(blank, block(example, width), top, left))
    assert reading.findings == ()
    assert requests(reading.submission) == requests(example)
    assert reading.submission is not None
    assert not set(reading.submission.answers) & set(example.form.totals)  # nobody stated what its parts come to


@pytest.mark.parametrize("ragged", [False, True])
def test_labels_and_headers_may_come_with_it(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook, *, ragged: bool
) -> None:
    reading = read(registry, pasted(blank, labelled(example, ragged=ragged)))
    assert reading.findings == ()
    assert requests(reading.submission) == requests(example)


def test_blank_cells_inside_stay_blank(registry: PluginRegistry, example: Submission, blank: RawWorkbook) -> None:
    rows = block(example)
    rows[5] = [None] * 7
    reading = read(registry, pasted(blank, rows))
    assert reading.submission is not None
    assert reading.submission.figure("requests.denied_by_law.natural_person") is None
    assert reading.submission.figure("requests.denied_security_stability.natural_person") == 0


def test_a_typed_figure_beside_another_that_was_pasted_is_neither(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    same = example.figure(RECEIVED)
    assert same is not None
    place = layout_for(example).placements[RECEIVED].cells[0]
    raw = pasted(blank, block(example))
    reading = read(registry, with_cells(raw, HOME, {place: same}))
    assert requests(reading.submission) == requests(example)
    reading = read(registry, with_cells(raw, HOME, {place: 9}))
    assert reading.submission is not None
    assert reading.submission.figure(RECEIVED) is None
    assert "手填的是“9”，粘贴的是“47”" in str(reading.submission.answer(RECEIVED).reading.cause)
    cleared = read(registry, with_cells(raw, HOME, {place: None}))
    assert cleared.submission is not None
    assert cleared.submission.figure(RECEIVED) is None


def test_what_is_typed_counts_where_nothing_was_pasted(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    place = layout_for(example).placements[RECEIVED].cells[0]
    reading = read(registry, with_cells(blank, HOME, {place: 9}))
    assert reading.submission is not None
    assert reading.submission.figure(RECEIVED) == 9


def test_a_kept_result_is_never_read(registry: PluginRegistry, example: Submission, blank: RawWorkbook) -> None:
    place = layout_for(example).placements[RECEIVED].cells[0]
    page = next(each for each in blank.sheets if each.name == HOME)
    cell = page.cells[place]
    assert cell.formula
    cells = {**page.cells, place: replace(cell, cached=123)}
    raw = replace(
        blank, sheets=tuple(replace(page, cells=cells) if each is page else each for each in blank.sheets)
    )
    reading = read(registry, raw)
    assert reading.submission is not None
    assert reading.submission.figure(RECEIVED) is None


def test_totals_that_were_pasted_and_differ_are_stated(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    rows = block(example)
    rows[0][6] = 99
    reading = read(registry, pasted(blank, rows))
    assert reading.submission is not None
    total = "requests.received.total"
    assert reading.submission.answer(total).value == 99
    assert reading.places is not None
    place = reading.places.of(total)
    assert place is not None
    assert place.label == "G5"  # where the total stands that somebody stated: the table's own cell shows the sum


@pytest.mark.parametrize("rows", [24, 26])
def test_another_number_of_rows_is_refused(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook, rows: int
) -> None:
    reading = read(registry, pasted(blank, [*block(example), [0] * 7][:rows]))
    assert [finding.code for finding in reading.findings] == ["LT213"]
    assert reading.submission is None


def test_another_number_of_columns_is_refused(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    reading = read(registry, pasted(blank, [[1, *row] for row in block(example)]))
    assert [finding.code for finding in reading.findings] == ["LT213"]


def test_six_columns_of_which_the_last_looks_like_the_totals_are_refused(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    """With the first column left blank every figure would be one column off."""
    reading = read(registry, pasted(blank, [[None, *row[1:]] for row in block(example)]))
    assert [finding.code for finding in reading.findings] == ["LT213"]


def test_rows_in_another_order_are_refused_by_their_names(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    rows: Rows = [["", *row] for row in block(example)]
    rows[16][0], rows[17][0] = "3.要求提供公开出版物", "2.重复申请"
    reading = read(registry, pasted(blank, rows))
    assert [finding.code for finding in reading.findings] == ["LT213"]
    assert "要求提供公开出版物" in str(reading.findings[0].message)
    rows[16][0], rows[17][0] = "2．重复申请", "（3）要求提供公开出版物"
    assert read(registry, pasted(blank, rows)).findings == ()


def test_a_file_of_which_only_values_are_known_is_read_alike(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook
) -> None:
    values = replace(
        pasted(blank, block(example)),
        values_only=True,
        sheets=tuple(
            replace(
                each,
                cells={
                    place: RawCell(cell.value, None, locked=True)
                    for place, cell in each.cells.items()
                    if cell.formula is None
                },
            )
            for each in pasted(blank, block(example)).sheets
        ),
    )
    assert requests(read(registry, values).submission) == requests(example)


def test_rows_deleted_where_nothing_is_locked_damage_nothing(registry: PluginRegistry, example: Submission) -> None:
    """Whoever clears a sheet often deletes its rows: every formula that looks there looks at less then."""
    raw = read_raw(write_workbook(fitted(example)))
    sheets = tuple(
        replace(
            each,
            cells={
                place: replace(cell, formula=cell.formula.replace(f"'{SHEET}'!$A$5:", f"'{SHEET}'!$A$3:"))
                if cell.formula
                else cell
                for place, cell in each.cells.items()
            },
        )
        for each in raw.sheets
    )
    reading = read(registry, replace(raw, sheets=sheets))
    assert reading.findings == ()
    assert requests(reading.submission) == requests(example)


@pytest.mark.parametrize(
    ("words", "zero", "nil"),
    [("其余空格为 0", True, False), ("其余空格为0 ", True, False), ("是", False, True), ("否", False, False)],
)
def test_the_cover_says_of_a_table_that_its_rest_is_zero_or_all_of_it(
    registry: PluginRegistry, example: Submission, blank: RawWorkbook, words: str, zero: bool, nil: bool
) -> None:
    cover = layout_for(example).nil["nil.requests"]
    place = layout_for(example).placements[RECEIVED].cells[0]
    typed = with_cells(with_cells(blank, cover.sheet, {cover.cells[0]: words}), HOME, {place: 3})
    found = read(registry, typed).submission
    assert found is not None
    assert ("requests" in found.blanks_are_zero, "requests" in found.nil) == (zero, nil)
    assert found.figure("requests.carried_in.natural_person") == (0 if zero or nil else None)
