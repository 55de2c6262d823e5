"""Pages of findings: whole, safe, in the order and the words that people need."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from nianbao import Agency, Message, Severity
from nianbao.formatters.findings_html import INDEX, findings_html, findings_pages
from nianbao.language import in_language
from tests.checked_files import REASON, Files

if TYPE_CHECKING:
    from nianbao import CheckedFile, PluginRegistry

EMPTY = {"meta"}


class Page(HTMLParser):
    """A page taken apart; every element must be closed where it was opened."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(data.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def tags(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in names]

    def classes(self, name: str) -> int:
        return sum(name in (attributes.get("class") or "").split() for _tag, attributes in self.elements)


@pytest.fixture(scope="module")
def files(registry: PluginRegistry) -> Files:
    return Files(registry)


@pytest.fixture(scope="module")
def checked(files: Files) -> list[CheckedFile]:
    return files.all()


@pytest.mark.parametrize(("spoken", "code"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_is_well_formed_and_names_its_language(checked: list[CheckedFile], spoken: str, code: str) -> None:
    with in_language(spoken):
        for some in (checked, *([each] for each in checked)):
            assert Page(findings_html(some)).tags("html") == [{"lang": code}]


def test_a_page_asks_nothing_of_the_net_and_runs_nothing(checked: list[CheckedFile]) -> None:
    page = Page(findings_html(checked))
    assert page.tags("script", "link", "img", "iframe", "object") == []
    links = [value or "" for _tag, attributes in page.elements for value in (attributes.get("href"),) if value]
    assert links
    assert all(link.startswith("#") for link in links)
    for _tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style")]


def test_every_finding_has_its_words(checked: list[CheckedFile]) -> None:
    for file in checked:
        text = Page(findings_html([file])).text
        assert file.verdict.words in text
        for finding in file.findings:
            for words in (finding.fault.remedy, finding.fault.basis, finding.severity.words, finding.code):
                assert str(words) in text
            if finding.message.parameters and finding.message.parameters[0][0] != "words":
                assert str(finding.message) in text


def test_the_code_comes_after_the_words(files: Files) -> None:
    text = Page(findings_html([files.bad()])).text
    for finding in files.bad().findings:
        message = text.index(str(finding.message))
        remedy = text.index(str(finding.fault.remedy), message)
        assert text.index(finding.code, message) > remedy


def test_findings_stand_under_their_sheets_in_order(files: Files) -> None:
    page, file = Page(findings_html([files.bad()])), files.bad()
    sheets = list(dict.fromkeys(finding.cell.sheet for finding in file.findings if finding.cell))
    positions = [page.words.index(sheet) for sheet in sheets]
    assert positions == sorted(positions)


def test_what_blocks_comes_first_and_notes_come_last_and_folded(files: Files) -> None:
    bad = files.bad()
    blocking = next(each for each in bad.findings if each.blocks)
    mild = [
        replace(blocking, severity=severity, message=Message(f"轻的一条 {severity.value}"))
        for severity in (Severity.NOTE, Severity.WARNING)
    ]
    page = findings_html([replace(bad, findings=(*mild, *bad.findings))]).decode()
    last_blocking = max(page.index(str(each.message)) for each in bad.findings if each.blocks)
    assert (
        last_blocking
        < page.index("轻的一条 warning")
        < page.index('<details class="notes">')
        < page.index("轻的一条 note")
    )
    assert page.index("提示 1 条") > page.index('<details class="notes">')


def test_headings_leave_no_level_out(checked: list[CheckedFile]) -> None:
    for some in (checked, *([each] for each in checked)):
        headings = Page(findings_html(some)).headings
        assert headings[0] == 1
        assert headings.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(headings))


def test_every_label_of_a_table_has_a_scope(checked: list[CheckedFile]) -> None:
    labels = Page(findings_html(checked)).tags("th")
    assert labels
    assert {label["scope"] for label in labels} <= {"col", "row", "colgroup", "rowgroup"}


def test_the_cell_at_fault_is_marked_by_more_than_colour(files: Files) -> None:
    page = Page(findings_html([files.bad()]))
    with_figures = [each for each in files.bad().findings if each.field in files.form.fields]
    assert page.classes("fault") == len(with_figures)
    assert page.text.count("▶") == 2 * len(with_figures)  # in the cell and in the legend
    assert page.text.count("○") > page.classes("involved") > 0


def test_figures_are_set_beside_each_other(files: Files) -> None:
    text = "".join(Page(findings_html([files.bad()])).text.split())
    assert "应为59实为57差-2" in text


def test_hostile_words_stay_words(files: Files) -> None:
    data = findings_html([files.hostile(), files.good()])
    page = Page(data)
    assert page.tags("script", "img") == []
    assert '<script>alert("1")</script>&局' in page.text
    assert b"\x01" not in data
    assert b"\x1b" not in data


def test_what_is_explained_or_waived_stands_apart(files: Files) -> None:
    page = Page(findings_html([files.explained()]))
    assert page.classes("settled") == 2
    assert REASON in page.text
    assert page.text.index("已说明或已豁免") < page.text.index("SC103")
    assert "<b>另见</b>" in page.text


def test_identities_held_back_are_told(files: Files) -> None:
    file = files.bad()
    assert f"另有 {file.held_back} 条勾稽关系" in Page(findings_html([file])).text
    assert "条勾稽关系" not in Page(findings_html([files.good()])).text


def test_a_file_without_findings_says_so(files: Files) -> None:
    assert "没有发现问题。" in Page(findings_html([files.good()])).text


def test_several_files_have_a_table_of_contents(checked: list[CheckedFile]) -> None:
    page = Page(findings_html(checked))
    sections = [attributes["id"] for attributes in page.tags("section")]
    assert [attributes["href"] for attributes in page.tags("a")] == [f"#{name}" for name in sections]
    assert len(sections) == len(checked)
    assert Page(findings_html(checked[:1])).tags("nav") == []


def test_a_folder_of_pages_has_an_index_that_leads_to_each(files: Files) -> None:
    file = files.good()
    names = ["甲 局#1%20", "甲 局#1%20", "index", "a/b", "Index"]
    several = [replace(file, reading=replace(file.reading, agency=Agency(name=name))) for name in names]
    pages = findings_pages(several)
    links = [unquote(attributes["href"] or "") for attributes in Page(pages[INDEX]).tags("a")]
    assert len({name.casefold() for name in pages}) == len(pages) == 1 + len(several)
    assert set(links) == set(pages) - {INDEX}


def test_an_index_is_there_for_one_file_too(files: Files) -> None:
    assert list(findings_pages([files.good()])) == [INDEX, "示例县自然资源局.html"]


def test_the_same_findings_give_the_same_bytes(files: Files) -> None:
    assert findings_html([files.bad()]) == findings_html([files.bad()])
