"""Excerpts: tables without holes, the cell with its neighbours, the words that a finding quotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from nianbao import CheckedFile, Finding
from nianbao.formatters.excerpts import ExcerptCell, TableExcerpt, TextExcerpt, table_excerpts, text_excerpts
from nianbao.intake.read_file import reading_of
from nianbao.language import Message
from tests.checked_files import Files

if TYPE_CHECKING:
    from nianbao import PluginRegistry, Submission


def _tables(finding: Finding, submission: Submission) -> tuple[TableExcerpt, ...]:
    return table_excerpts(finding, submission, reading_of(submission).places)


def _texts(finding: Finding, submission: Submission) -> tuple[tuple[TextExcerpt, ...], int]:
    return text_excerpts(finding, submission, reading_of(submission).places)


@pytest.fixture(scope="module")
def files(registry: PluginRegistry) -> Files:
    return Files(registry)


@pytest.fixture(scope="module")
def bad(files: Files) -> CheckedFile:
    return files.bad()


@pytest.fixture(scope="module")
def submission(bad: CheckedFile) -> Submission:
    assert bad.submission is not None
    return bad.submission


def finding_of(checked: CheckedFile, code: str) -> Finding:
    return next(finding for finding in checked.findings if finding.code == code)


def cells(excerpt: TableExcerpt, mark: str) -> list[ExcerptCell]:
    return [cell for row in (*excerpt.header, *excerpt.body) for cell in row if cell.mark == mark]


def assert_no_holes(excerpt: TableExcerpt) -> None:
    """Lay the cells out as a browser does: every place is covered exactly once."""
    lines = [*excerpt.header, *excerpt.body]
    width = sum(cell.columns for cell in lines[0])
    covered: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        for cell in line:
            column = next(each for each in range(width + 1) if (row, each) not in covered)
            places = {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
            assert not places & covered
            covered |= places
    assert covered == {(row, column) for row in range(len(lines)) for column in range(width)}


def test_an_excerpt_around_any_figure_of_the_form_has_no_holes(bad: CheckedFile, submission: Submission) -> None:
    model = finding_of(bad, "VL101")
    for field in submission.form.fields:
        [excerpt] = _tables(replace(model, field=field, fields=(field,)), submission)
        assert_no_holes(excerpt)
        assert len(cells(excerpt, "fault")) == 1
        assert len(excerpt.body) <= 9
        assert excerpt.left_out == 0


def test_an_excerpt_around_any_pair_of_figures_has_no_holes(bad: CheckedFile, submission: Submission) -> None:
    model = finding_of(bad, "VL101")
    for table in submission.form.tables:
        ids = [field.id for field in table.fields]
        for one, other in zip(ids, reversed(ids), strict=True):
            [excerpt] = _tables(replace(model, field=one, fields=(one, other)), submission)
            assert_no_holes(excerpt)
            assert len(cells(excerpt, "involved")) == int(one != other)


def test_the_whole_of_a_table_can_be_involved(bad: CheckedFile, submission: Submission) -> None:
    ids = tuple(field.id for field in submission.form.table_by_id["requests"].fields)
    [excerpt] = _tables(replace(finding_of(bad, "VL101"), field=ids[0], fields=ids), submission)
    assert_no_holes(excerpt)
    assert excerpt.left_out == len(ids) - 1 - len(cells(excerpt, "involved")) > 0


def test_neighbours_show_labels_and_values_as_found(bad: CheckedFile, submission: Submission) -> None:
    [excerpt] = _tables(finding_of(bad, "VL102"), submission)
    [fault] = cells(excerpt, "fault")
    assert (fault.text, fault.address) == ("若干", "E8")
    words = {cell.text for row in (*excerpt.header, *excerpt.body) for cell in row}
    assert {"商业企业", "自然人", "（一）予以公开", "二、上年结转政府信息公开申请数量", "28"} <= words
    row = next(row for row in excerpt.body if fault in row)
    assert row[row.index(fault) - 1].text == "28"


def test_the_parts_of_a_sum_are_all_shown(bad: CheckedFile, submission: Submission) -> None:
    finding = finding_of(bad, "TB101")
    [excerpt] = _tables(finding, submission)
    shown = [cell.address for cell in (*cells(excerpt, "involved"), *cells(excerpt, "fault"))]
    assert sorted(shown) == sorted(reference.cell for reference in finding.cells)
    assert excerpt.involved


def test_a_computed_total_is_shown_as_its_sum(bad: CheckedFile, submission: Submission) -> None:
    [excerpt] = _tables(finding_of(bad, "TB101"), submission)
    concluded = next(cell for cell in cells(excerpt, "involved") if cell.address == "D29")
    assert concluded.text == "52"


def test_a_quoted_word_is_marked_where_it_stands(bad: CheckedFile, submission: Submission) -> None:
    [excerpt], left_out = _texts(finding_of(bad, "TX102"), submission)
    assert excerpt.marked == "and"
    assert excerpt.before.endswith("我们")
    assert excerpt.after.startswith("他们")
    assert excerpt.before.startswith("…")
    assert left_out == 0


def test_a_word_is_not_found_inside_another(bad: CheckedFile, submission: Submission) -> None:
    field = "overview.proactive"
    texts = dict(submission.texts) | {field: "Shandong and 59件，共159件。"}
    changed = replace(submission, texts=texts)
    for words, before in (("and", "Shandong "), ("59", "Shandong and ")):
        finding = replace(finding_of(bad, "TX102"), message=Message("有{words}", (("words", words),)))
        [excerpt], _left_out = _texts(finding, changed)
        assert (excerpt.before, excerpt.marked) == (before, words)


def test_without_a_quotation_a_text_is_shown_from_its_start(bad: CheckedFile, submission: Submission) -> None:
    [excerpt], _left_out = _texts(replace(finding_of(bad, "TX102"), message=Message("不妥。")), submission)
    text = submission.text("overview.proactive")
    assert excerpt.marked == excerpt.before == ""
    assert text.startswith(excerpt.after.removesuffix("…"))
    assert len(excerpt.after) < len(text) == excerpt.length


def test_what_a_message_says_is_no_pattern(bad: CheckedFile, submission: Submission) -> None:
    words = "(a+)+$[\\"
    finding = replace(finding_of(bad, "TX102"), message=Message("有{words}", (("words", words),)))
    [excerpt], _left_out = _texts(finding, submission)
    assert excerpt.marked == ""
    assert re.escape(words) not in excerpt.after


def test_a_blank_text_has_no_length(bad: CheckedFile, submission: Submission) -> None:
    [excerpt], _left_out = _texts(finding_of(bad, "SC103"), submission)
    assert (excerpt.label, excerpt.length) == ("改进情况和下一步措施", 0)


def test_a_finding_without_a_place_has_no_excerpt(bad: CheckedFile, submission: Submission) -> None:
    finding = replace(finding_of(bad, "VL101"), field=None, fields=())
    assert _tables(finding, submission) == ()
    assert _texts(finding, submission) == ((), 0)


def test_a_field_that_the_form_does_not_know_is_left_alone(bad: CheckedFile, submission: Submission) -> None:
    finding = replace(finding_of(bad, "VL101"), field="no.such", fields=("no.such",))
    assert _tables(finding, submission) == ()
