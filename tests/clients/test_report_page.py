"""The HTML report in a real browser: accessible, no sideways scrolling, whole after copy and paste, A4."""

from __future__ import annotations

import json
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from nianbao import Checker, PluginRegistry, Submission, compose, draft, publishable
from nianbao import render as render_made
from nianbao.reports.render import render_report as render
from nianbao.reports.report_style import HtmlPage
from nianbao.submissions.submission import figure_text

from .chromium import Chromium
from .devtools import live_page

pytestmark = pytest.mark.chromium

Pages = dict[str, bytes]
GRID = """[...document.querySelectorAll("#pad table")].map((table) => [...table.querySelectorAll("th, td")].map(
  (cell) => [cell.localName, cell.rowSpan, cell.colSpan, cell.scope, cell.textContent.trim()]))"""


@pytest.fixture(scope="module")
def pages(registry: PluginRegistry, example: Submission, form_folder: Path) -> Pages:
    """The page, and the fragment in the page of a website; both with pictures."""
    report = compose(example, form_folder)
    folders = [form_folder, registry.styles["standard"]]
    page, fragment = (
        render(report, "html", folders, page=HtmlPage(picture=True, fragment=fragment))
        for fragment in (False, True)
    )
    head = b'<!DOCTYPE html><html lang="zh-CN"><head><title>t</title></head><body style="margin:0"><main>'
    return {"page": page, "fragment": head + fragment + b"</main></body></html>"}


@pytest.mark.parametrize("name", ["page", "fragment"])
def test_axe_finds_nothing(chromium: Chromium, pages: Pages, name: str) -> None:
    axe = (files("axe_core_python") / "axe.min.js").read_text("utf-8")
    with live_page(chromium, pages[name]) as live:
        live.call(
            "Emulation.setDeviceMetricsOverride", width=375, height=800, deviceScaleFactor=1, mobile=False
        )  # narrow, so that tables scroll
        live.evaluate(f"{axe}; 0")
        found = live.evaluate("axe.run().then((result) => result.violations.map((each) => [each.id, each.impact]))")
        assert live.evaluate("axe.run().then((result) => result.passes.length)") > 15
    assert found == []


@pytest.mark.parametrize("name", ["page", "fragment"])
@pytest.mark.parametrize("width", [375, 1200])
def test_no_report_scrolls_sideways(chromium: Chromium, pages: Pages, name: str, width: int) -> None:
    needed, there = chromium.measure(pages[name], width).page
    assert there == width
    assert needed <= there


@pytest.mark.parametrize("name", ["page", "fragment"])
def test_what_is_copied_and_pasted_is_whole(
    chromium: Chromium, pages: Pages, name: str, example: Submission
) -> None:
    with live_page(chromium, pages[name]) as live:
        live.evaluate("document.querySelector('main').id = 'pad'")
        before = live.evaluate(GRID)
        live.evaluate("getSelection().selectAllChildren(document.querySelector('main'))")
        live.command("copy")
        live.evaluate("document.body.innerHTML = '<div id=pad contenteditable></div>'")
        live.evaluate("document.getElementById('pad').focus()")
        live.command("paste")
        live.until("document.querySelectorAll('#pad table').length == 3")
        after = live.evaluate(GRID)
        headings = live.evaluate(
            "[...document.querySelectorAll('#pad h1, #pad h2')].map((each) => each.textContent)"
        )
        captions = live.evaluate("document.querySelectorAll('#pad caption').length")
    assert after == before
    assert captions == 3
    assert headings[1:] == [section.heading for section in example.form.sections]
    assert [[cell[-1] for cell in table if cell[0] == "td"] for table in after] == [
        [figure_text(example.shown(field.id) or 0) for field in table.fields]
        for table in example.form.tables
        if table.published
    ]


def test_it_prints_on_a4_without_losing_a_column(
    chromium: Chromium, pages: Pages, pdf_programs: None, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    chromium.print_page(pages["page"], path)
    described, text = (
        subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()
        for command in (["pdfinfo", path], ["pdftotext", "-layout", path, "-"])
    )
    assert "(A4)" in described
    fourth = text.rpartition("四、政府信息公开行政复议、行政诉讼情况")[2].partition("五、存在")[0]
    assert [len(line.split()) for line in fourth.splitlines() if line.strip().replace(" ", "").isdigit()] == [15]


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_a_browser_prints_reads_back(
    chromium: Chromium, registry: PluginRegistry, document: dict[str, Any], tmp_path: Path, is_draft: bool
) -> None:
    """With the browser's own lines; the draft with its mark, and with large figures whose table goes over two pages."""
    times = 31237 if is_draft else 1
    large = {field: times * value for field, value in document["values"].items() if field.startswith("requests.")}
    checker = Checker(registry)
    sent = checker.check("a.json", json.dumps({**document, "values": {**document["values"], **large}}).encode())
    printable = draft(sent) if is_draft else publishable(sent)
    assert printable is not None
    chromium.print_page(render_made(printable, "html"), tmp_path / "a.pdf", header=True)
    read = checker.read("a.pdf", (tmp_path / "a.pdf").read_bytes()).submission
    assert read is not None and sent.submission is not None
    published = [field.id for table in read.form.tables if table.published for field in table.fields]
    assert {field: read.shown(field) for field in published} == {
        field: sent.submission.shown(field) for field in published
    }
    texts = {
        field: text for field, text in sent.submission.texts.items() if not field.startswith(("lead.", "signoff."))
    }
    assert {field: "".join(read.texts.get(field, "").split()) for field in texts} == {
        field: "".join(text.split()) for field, text in texts.items()
    }
    assert not [field for field in read.texts if field.endswith(".note")]
