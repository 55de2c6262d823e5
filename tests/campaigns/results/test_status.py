"""The status list: a row a file, the worst first in it, as a page and as an Excel list, whatever names are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
from msgspec.structs import replace

from nianbao import Agency, Severity, Verdict, read_raw
from nianbao.campaigns.results.status import (
    MOST_NAMED,
    MOST_ON_PAGE,
    StatusRow,
    status_html,
    status_list,
    status_row,
)
from nianbao.language import Message

if TYPE_CHECKING:
    from tests.checked_files import Files


def rows(files: Files) -> list[StatusRow]:
    return [status_row(each) for each in files.all()]


def test_a_row_counts_its_findings_by_severity_and_shows_the_worst(files: Files) -> None:
    bad = files.bad()
    row = status_row(bad)
    assert sum(row.counts) == len(bad.findings)
    assert row.counts[0] == sum(finding.severity is Severity.ERROR for finding in bad.findings)
    assert len(row.main) == 4
    assert row.main[-1] == f"……共 {len(bad.findings)} 条"
    errors = [str(finding.message) for finding in bad.findings if finding.severity is Severity.ERROR]
    assert row.main[0] in errors
    assert status_row(files.good()).main == ()


def test_why_nothing_is_published_is_told_only_where_no_finding_tells_it(files: Files) -> None:
    reason = (Message("没有看全。"),)
    good, bad = (status_row(replace(each, withheld=reason)) for each in (files.good(), files.bad()))
    assert (good.withheld, good.blocks, good.verdict) == (("没有看全。",), True, Verdict.PASSED)
    assert (bad.withheld, bad.blocks) == ((), True)
    assert not status_row(files.good()).blocks


def test_the_page_links_what_was_written_and_no_name_becomes_markup(files: Files) -> None:
    made = [replace(row, findings=f"校核意见/{number} #?.html") for number, row in enumerate(rows(files))]
    page = lxml.html.document_fromstring(status_html(made, "共 6 个文件"))
    assert page.xpath("//script[not(@src) and contains(., 'alert')] | //img") == []
    assert "共 6 个文件" in page.text_content()
    links = page.xpath("//a/@href")
    assert len([link for link in links if "%23" in link]) == len(made)


def test_the_list_has_a_row_a_file_and_nothing_in_it_is_a_formula(files: Files) -> None:
    made = rows(files)
    forged = replace(made[0], path="=HYPERLINK(1).xlsx")
    sheet = read_raw(status_list([forged, *made[1:]])).sheets[0]
    assert {row for row, _column in sheet.cells} == set(range(len(made) + 1))
    assert all(cell.formula is None for cell in sheet.cells.values())
    assert "=HYPERLINK(1).xlsx" in {cell.value for cell in sheet.cells.values()}


def test_units_of_which_nothing_came_are_on_page_and_list(files: Files) -> None:
    missing = [Agency(name=f"第{number}<b>局", code=f"M{number}") for number in range(MOST_NAMED + 3)]
    page = lxml.html.document_fromstring(status_html(rows(files), "共 6 个文件", missing=missing))
    assert page.xpath("string(//details/summary)") == f"未交 {MOST_NAMED + 3} 个单位"
    assert page.xpath("string((//details//li)[1])") == "第0<b>局"
    assert "另有 3 个单位" in page.xpath("string(//details/p)")
    sheet = read_raw(status_list(rows(files), missing=missing)).sheets[0]
    values = [cell.value for cell in sheet.cells.values()]
    assert values.count("未交") == len(missing)
    assert f"M{MOST_NAMED + 2}" in values


def test_no_file_at_all_is_a_list_too() -> None:
    assert read_raw(status_list([])).sheets[0].cells[0, 0].value == "单位"
    assert b"<html" in status_html([], "")


def test_the_page_of_very_many_files_stays_below_two_megabytes(files: Files) -> None:
    bad, good = status_row(files.bad()), status_row(files.good())
    long = replace(bad, findings="校核意见/A0000001_某某县某某镇人民政府办公室.html", path="某" * 60)
    page = status_html([good] * 5000 + [long] * 3000, "共 8000 个文件")
    assert len(page) < 2 * 2**20
    assert page.count(b'<th scope="row">') == MOST_ON_PAGE
    assert "另有 6800 个文件没有列在这一页" in page.decode()
    assert "另有" not in status_html([good], "").decode()
