"""Whole reports: our own renderings read back, shapes met in real ones, and what is said where nothing can be told."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest

from nianbao import Checker, Office, fitted, read_submission_json
from nianbao.errors import UnreadableError
from nianbao.testing import example_document
from tests.interpretation.damage import copy_of, outcome, unbalanced
from tests.interpretation.habits import HABITS, total_first
from tests.interpretation.layouts import SHAPES, Page, as_html, html, page_of
from tests.interpretation.reports import FORM, differences, printed, read_back, registry, report, submission

NOT_READ = (total_first,)
LOSSY = ("lines", "columns", "raw", "glued")


def test_every_figure_and_sentence_of_our_own_renderings_is_read_back() -> None:
    for seed in range(20):
        made = submission(seed, (FORM, "zfxxgk-2019")[seed % 3 == 0])
        to = ("html", "md", "txt", "docx")[seed % 4]
        reading = read_back(report(made, to), f"report.{to}")
        assert differences(made, reading) == []
        assert reading.findings == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_gives_the_figures_or_names_the_row(shape: str) -> None:
    for seed in (1, 2, 4):
        made = submission(seed)
        made = unbalanced(made, random.Random(seed)) if seed % 2 else made
        reading = read_back(SHAPES[shape](page_of(made)), "report")
        assert reading.submission is not None
        named = {field for finding in reading.findings for field in finding.fields}
        for field, figure in printed(made)[0].items():
            answer = reading.submission.answers.get(field)
            if answer is None:
                assert field in named, (seed, field)
                assert shape in LOSSY
            else:
                assert str(answer.value) == figure, (seed, field)


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
def test_a_habit_in_three_shapes_leaves_the_figures_or_names_the_row(habit: Callable[[Page], Page]) -> None:
    for shape in ("html", "tabs", "flow"):
        made = unbalanced(submission(1), random.Random(3))
        reading = read_back(SHAPES[shape](habit(page_of(made))), "report")
        assert reading.submission is not None
        named = {field for finding in reading.findings for field in finding.fields}
        read = {field: reading.submission.figure(field) for field in printed(made)[0]}
        for field, figure in printed(made)[0].items():
            assert str(read[field]) == figure or (read[field] is None and field in named), (shape, field)
        assert habit in NOT_READ or None not in read.values(), shape


def test_damaged_copies_have_no_wrong_figure_of_which_nobody_speaks() -> None:
    for number in range(60):
        made, page, damage, shape = copy_of(number)
        assert outcome(made, SHAPES[shape](page)).silent == (), (number, damage, shape)


def test_an_agency_a_year_and_the_places_come_with_the_figures() -> None:
    reading = read_back(as_html(page_of(submission(1))), "report.html")
    assert (reading.agency.name, reading.year) == ("示例县自然资源局", 2024)
    place = reading.places.of("requests.received.total")
    assert place is not None
    assert place.label == "第2个表第4行"


def test_a_report_without_a_year_says_so() -> None:
    page = page_of(submission(1))
    sections = [(heading, [], tables) for heading, _words, tables in page.sections]
    reading = read_back(as_html(page._replace(title="", lead=[], sections=sections)), "report.html")
    assert reading.submission is None
    assert [finding.code for finding in reading.findings] == ["LT106"]


@pytest.mark.parametrize(
    "data", [b"", "关于放假的通知\n\n各单位：国庆节放假七天。".encode(), b"<html><body></body></html>"]
)
def test_what_is_no_report_is_told_from_one(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_back(data or b"\n", "notice.txt")
    assert refused.value.code == "RD108"


def test_the_figures_of_a_plain_fee_sentence_are_typed() -> None:
    made = submission(1)
    page = page_of(made)
    heading, _words, tables = page.sections[5]
    page.sections[5] = (
        heading,
        ["2024年，本机关发出信息处理费收费通知3件，通知总金额620元，实际收取480元。"],
        tables,
    )
    reading = read_back(as_html(page), "report.html")
    assert reading.submission is not None
    assert [reading.submission.figure(f"handling_fee.{each}") for each in ("notices", "notified", "collected")] == [
        3,
        620,
        480,
    ]


def codes(data: bytes) -> set[str]:
    checked = Checker(registry(), Office()).check_reading(read_back(data, "report"))
    return {finding.code for finding in checked.findings}


def test_rules_look_at_a_report_as_it_was_printed() -> None:
    page = page_of(submission(5))
    assert not codes(as_html(page)) & {"SC101", "SC105", "SC108", "FD109", "LT301", "LT202"}
    assert "SC108" in codes(as_html(page._replace(title="")).replace(b"<h1></h1>", b""))
    doubled = page._replace(sections=[*page.sections[:1], *page.sections])
    assert "SC101" in codes(as_html(doubled))
    swapped = page._replace(sections=[*page.sections[:3], page.sections[4], page.sections[3], page.sections[5]])
    assert "SC101" in codes(as_html(swapped))
    skipped = as_html(page).replace("（二）依申请公开情况".encode(), "（三）依申请公开情况".encode())
    assert "SC105" in codes(skipped)
    assert "FD109" in codes(as_html(page).replace("信息处理费收取情况".encode(), "信息处理费用收取情况".encode()))


def test_last_years_table_beside_this_years_is_not_mixed_with_it() -> None:
    page, last = page_of(submission(4)), page_of(submission(7))
    page.sections[2][2].append(last.sections[2][2][0])
    reading = read_back(as_html(page, html), "report.html")
    assert reading.submission is not None
    read, now = reading.submission.answers, printed(submission(4))[0]
    assert all(str(read[field].value) == now[field] for field in now if field in read)
    assert {finding.code for finding in reading.findings} == {"LT301"}


OLDER = "zfxxgk-2019"


def test_each_form_is_told_by_its_tables_and_checked_by_its_own_identities() -> None:
    made = submission(1, OLDER)
    page = page_of(made)
    reading = read_back(as_html(page), "report.html")
    assert reading.form is made.form
    assert reading.submission is not None
    assert reading.submission.figure("requests.closed.total") == made.shown("requests.closed.total")
    checked = Checker(registry(), Office()).check_reading(
        read_back(as_html(page_of(unbalanced(made, random.Random(1)))), "x")
    )
    found = next(finding for finding in checked.findings if finding.code.startswith("TB10"))
    assert "〔2019〕60号" in str(found.fault.basis)


def test_tables_of_the_older_format_do_not_fit_a_later_year() -> None:
    page = page_of(submission(1, OLDER))
    reading = read_back(as_html(page).replace(b"2020", b"2023"), "report.html")
    assert [finding.code for finding in reading.findings] == ["LT103"]
    assert reading.submission is not None
    assert reading.submission.answers


def test_the_single_row_of_the_older_format_among_tables_of_the_later_is_told_and_the_rest_is_read() -> None:
    page = page_of(submission(1))
    rows = page.sections[2][2][0]
    first = next(
        at for at, row in enumerate(rows) if any(cell.field.startswith("requests.closed_not") for cell in row)
    )
    figures = [cell for cell in rows[first] if cell.field]
    rows[first : first + 3] = [[rows[first][0]._replace(rows=1, columns=2), *figures]]
    for row in rows:
        row[:] = [cell._replace(rows=cell.rows - 2) if cell.rows > 10 else cell for cell in row]
    reading = read_back(as_html(page), "report.html")
    assert {finding.code for finding in reading.findings} == {"LT103", "LT301"}
    assert reading.submission is not None
    read = set(reading.submission.answers)
    assert not any(field.startswith("requests.closed_") for field in read)
    assert "requests.concluded.total" in read


@pytest.mark.parametrize("to", ["docx", "html", "md", "txt"])
def test_a_report_of_our_own_passes_its_check(to: str) -> None:
    form = registry().registered_form(FORM)
    made = fitted(read_submission_json(json.dumps(example_document(form)).encode(), registry().find_form))
    checked = Checker(registry()).check(f"report.{to}", report(made, to))
    assert [finding.code for finding in checked.findings if finding.blocks] == []
