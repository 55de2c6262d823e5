from __future__ import annotations

from nianbao.intake.read_file import read_bytes
from tests.interpretation.layouts import SHAPES, Cell, Page, Rows, page_of
from tests.interpretation.reports import registry, submission

FIRST = "requests.received."


def read(page: Page, shape: str = "html") -> tuple[dict[str, object], list[str]]:
    reading = read_bytes(SHAPES[shape](page), "x", registry().find_form)
    assert reading.submission is not None
    return {field: answer.value for field, answer in reading.submission.answers.items()}, [
        each.code for each in reading.findings
    ]


def table_three(page: Page) -> Rows:
    return page.sections[2][2][0]


def row_of(rows: Rows, field: str) -> int:
    return next(at for at, row in enumerate(rows) if any(cell.field.startswith(field) for cell in row))


def test_a_row_there_twice_counts_once_where_its_figures_are_the_same() -> None:
    page = page_of(submission(4))
    rows = table_three(page)
    at = row_of(rows, FIRST)
    rows.insert(at, list(rows[at]))
    figures, codes = read(page)
    assert figures[FIRST + "total"]
    assert codes == []


def test_a_row_there_twice_with_different_figures_is_blank_and_named() -> None:
    page = page_of(submission(4))
    rows = table_three(page)
    at = row_of(rows, FIRST)
    rows.insert(at, [cell._replace(text=cell.text + "1") if cell.field else cell for cell in rows[at]])
    figures, codes = read(page)
    assert FIRST + "total" not in figures
    assert codes == ["LT301"]


def test_a_table_that_is_not_there_is_one_finding() -> None:
    page = page_of(submission(4))
    page.sections[2][2].clear()
    figures, codes = read(page)
    assert not any(field.startswith("requests.") for field in figures)
    assert codes == ["LT301"]


def test_a_subtotal_column_is_known_by_its_heading_and_a_nameless_one_is_not() -> None:
    for heading, read_at_all in (("小计", True), ("", False)):
        page = page_of(submission(4))
        rows = table_three(page)
        for row in rows:
            place = next(
                (x for x, cell in enumerate(row) if cell.field.endswith(".total") or cell.text == "总计"), None
            )
            if place is not None and row is not rows[0]:
                inserted = Cell("9", 1, 1) if row[place].field else Cell(heading, 1, row[place].rows)
                row.insert(place, inserted)
        rows[0][-1] = rows[0][-1]._replace(columns=8)
        figures, _codes = read(page)
        assert (figures.get(FIRST + "total") is not None) is read_at_all


def test_digits_on_two_lines_are_one_number_only_where_the_sum_says_so() -> None:
    for figure, whole in (("1\n2", 12), ("1\n3", None)):
        page = page_of(submission(3))  # zeros and a few
        rows = table_three(page)
        row = rows[row_of(rows, FIRST)]
        for x, cell in enumerate(row):
            if cell.field:
                text = (
                    figure
                    if cell.field.endswith("natural_person")
                    else "12"
                    if cell.field.endswith("total")
                    else "0"
                )
                row[x] = cell._replace(text=text.replace("\n", "<br>"))
        assert read(page)[0][FIRST + "natural_person"] == whole
