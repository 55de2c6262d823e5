"""Pages of findings in a real browser: no page scrolls sideways, every file prints on pages of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nianbao import CheckedFile, PluginRegistry
from nianbao.campaigns.results.status import status_html, status_row
from nianbao.formatters.findings_html import findings_html, findings_pages
from nianbao.language import in_language
from tests.checked_files import Files

from .chromium import Chromium

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def checked(registry: PluginRegistry) -> list[CheckedFile]:
    return Files(registry).all()


@pytest.mark.parametrize("width", [375, 1200])
@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_no_page_scrolls_sideways(chromium: Chromium, checked: list[CheckedFile], width: int, spoken: str) -> None:
    with in_language(spoken):
        pages = [findings_html(checked), findings_pages(checked)["index.html"]]
    for page in pages:
        needed, there = chromium.measure(page, width).page
        assert there == width
        assert needed <= there


def test_wide_tables_scroll_in_their_own_box(chromium: Chromium, checked: list[CheckedFile]) -> None:
    boxes = chromium.measure(findings_html(checked), 375).scroll
    assert any(needed > there for needed, there in boxes)
    assert all(there < 375 for _needed, there in boxes)
    wide = chromium.measure(findings_html(checked), 1200).scroll
    assert all(needed <= there for needed, there in wide)


def test_the_cell_at_fault_has_a_bold_border(chromium: Chromium, checked: list[CheckedFile]) -> None:
    faults = chromium.measure(findings_html(checked), 1200).faults
    assert faults
    assert all(border >= 1.5 and height > 10 for border, height in faults)


def test_no_words_of_a_file_run_as_a_script(chromium: Chromium, registry: PluginRegistry) -> None:
    files = Files(registry)
    attack = "<script>window.touched=true</script><img src=x onerror='window.touched=true'>"
    data = files.document(
        values={"requests.carried_out.natural_person": 5},
        texts={"overview.proactive": f"and{attack}"},
        agency={"name": attack, "code": attack},
    )
    checked = [files.check(data, f"{attack}.json"), files.good()]
    for page in (
        findings_html(checked),
        findings_html(checked[:1]),
        status_html([status_row(each) for each in checked], attack),
    ):
        assert not chromium.measure(page, 800).scripts


def test_a_picture_of_the_page_is_not_blank(chromium: Chromium, checked: list[CheckedFile], tmp_path: Path) -> None:
    for width in (375, 1200):
        picture = tmp_path / f"{width}.png"
        chromium.picture(findings_html(checked), picture, width, 2000)
        assert len(picture.read_bytes()) > 50_000


@pytest.fixture(scope="module")
def printed(
    chromium: Chromium, registry: PluginRegistry, pdf_programs: None, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A print of four files."""
    files = Files(registry)
    path = tmp_path_factory.mktemp("print") / "findings.pdf"
    chromium.print_page(findings_html([files.good(), files.bad(), files.blank(), files.garbage()]), path)
    return path


def poppler(*arguments: object) -> str:
    return subprocess.run([*map(str, arguments)], capture_output=True, check=True, timeout=60).stdout.decode()


def test_every_file_prints_on_pages_of_its_own(printed: Path) -> None:
    *pages, _rest = ["".join(page.split()) for page in poppler("pdftotext", printed, "-").split("\f")]
    assert pages[0].startswith("校核意见共4个文件")
    starts = [
        next(number for number, page in enumerate(pages) if number and name in page[:60])
        for name in ("好.xlsx", "坏#1?.xlsx", "空.xlsx", "废.xlsx")
    ]
    assert starts[0] == 1
    assert starts == sorted(set(starts))


def test_the_basis_folded_on_the_screen_is_printed(printed: Path, registry: PluginRegistry) -> None:
    text = "".join(poppler("pdftotext", printed, "-").split())
    for finding in Files(registry).bad().findings:
        assert "依据：" + "".join(str(finding.fault.basis).split())[:12] in text


def test_pages_are_printed_on_a4(printed: Path) -> None:
    assert "(A4)" in poppler("pdfinfo", printed)
