"""The HTML report: whole, safe, the same figures as the submission, and whole again after a sanitiser."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nianbao import Form, PluginRegistry, Submission, compose, read_submission_json
from nianbao import render as render_made
from nianbao.errors import UsageError
from nianbao.reports.draft_mark import DRAFT_MARK, marked_text
from nianbao.reports.render import render_report as render
from nianbao.reports.report_style import HtmlPage
from nianbao.submissions.submission import figure_text
from tests.strategies import submissions

Cells = dict[tuple[int, int], str]
ATTACK = "<script>touched=1</script><img src=x onerror=touched=1>\"'&amp;{{ 7 * 7 }}"


class Publisher:
    """Renders submissions in the standard style."""

    def __init__(self, registry: PluginRegistry, folder: Path) -> None:
        self.registry = registry
        self.folder = folder

    def text(self, submission: Submission, to: str = "html", *, draft: bool = False, **page: bool) -> str:
        report = compose(submission, self.folder, draft=draft)
        folders = [self.folder, self.registry.styles["standard"]]
        return render(report, to, folders, page=HtmlPage(**page)).decode()


@pytest.fixture(scope="module")
def publisher(registry: PluginRegistry, form_folder: Path) -> Publisher:
    return Publisher(registry, form_folder)


def squeezed(text: str | None) -> str:
    return "".join((text or "").split())


def tables_of(page: str) -> list[Cells]:
    """Return each table's cells by every row and column that they cover."""
    found = []
    for table in lxml.html.document_fromstring(page).iter("table"):
        cells: Cells = {}
        for number, row in enumerate(table.iter("tr")):
            column = 0
            for cell in row.iterchildren("th", "td"):
                while (number, column) in cells:
                    column += 1
                for below in range(int(cell.get("rowspan", "1"))):
                    for right in range(int(cell.get("colspan", "1"))):
                        assert (number + below, column + right) not in cells
                        cells[number + below, column + right] = squeezed(cell.text_content())
        found.append(cells)
    return found


def shown(submission: Submission, field: str) -> str:
    figure = submission.shown(field)
    return "" if figure is None else figure_text(figure)


def expected(submission: Submission) -> list[Cells]:
    """Return the same of the submission, by the form's own grid."""
    return [
        {
            (row, column): shown(submission, cell.field) if cell.field else squeezed(cell.text)
            for cell in table.grid
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        for table in submission.form.tables
        if table.published
    ]


def figures_of_text(text: str) -> list[list[str]]:
    blocks = [block for block in re.findall(r"(?:^[+|].*\n?)+", text, flags=re.M) if block.startswith("+-")]
    return [re.findall(r"(?<=\s)-?\d+(?:\.\d+)?(?=\s)", block) for block in blocks]


@settings(max_examples=25)
@given(data=st.data())
def test_every_format_holds_the_same_figures_as_the_submission(
    publisher: Publisher, form: Form, data: st.DataObject
) -> None:
    submission = data.draw(submissions(form))
    wanted = expected(submission)
    assert tables_of(publisher.text(submission)) == wanted
    fragment = publisher.text(submission, fragment=True, picture=True)
    assert tables_of(fragment) == wanted
    assert tables_of(nh3.clean(fragment)) == wanted
    # prose of Markdown is no HTML: "\\<b" is a word there
    tables = re.findall(r"^<table>\n.*?^</table>$", publisher.text(submission, "md"), flags=re.M | re.S)
    assert tables_of("".join(tables)) == wanted
    assert figures_of_text(publisher.text(submission, "txt")) == [
        [figure for field in table.fields if (figure := shown(submission, field.id))]
        for table in form.tables
        if table.published
    ]


def test_a_sanitiser_leaves_headings_tables_and_words(publisher: Publisher, example: Submission) -> None:
    fragment = publisher.text(example, fragment=True)
    before, after = (lxml.html.fragment_fromstring(each) for each in (fragment, nh3.clean(fragment)))
    names = ("h1", "h2", "h3", "p", "table", "caption", "thead", "tbody", "tr", "th", "td")
    assert [each.tag for each in after.iter(*names)] == [each.tag for each in before.iter(*names)]
    for name in ("scope", "rowspan", "colspan"):
        assert after.xpath(f"//@{name}") == before.xpath(f"//@{name}")
    assert squeezed(after.text_content()) == squeezed(before.text_content())
    assert after.get("lang") == "zh-CN"


def test_a_fragment_depends_on_nothing_of_the_page_it_goes_into(publisher: Publisher, example: Submission) -> None:
    fragment = lxml.html.fragment_fromstring(publisher.text(example, fragment=True, picture=True))
    assert fragment.tag == "div"
    assert fragment.xpath("//@id | //@class | //@headers | //style | //script | //link | //main") == []
    assert {table.get("border") for table in fragment.iter("table")} == {"1"}
    assert len(list(fragment.iter("h1"))) == 1
    untitled = publisher.text(example, fragment=True, title=False)
    assert "<h1" not in untitled
    assert squeezed(lxml.html.fragment_fromstring(untitled).text_content()).startswith("根据《中华人民共和国")


def test_headings_go_down_one_level_at_a_time(publisher: Publisher, example: Submission) -> None:
    page = lxml.html.document_fromstring(publisher.text(example))
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title") == page.findtext(".//h1") == "示例县自然资源局2024年政府信息公开工作年度报告"


def test_every_figure_names_all_its_headers_and_no_other_blocks(publisher: Publisher, example: Submission) -> None:
    page = lxml.html.document_fromstring(publisher.text(example))
    words = {each.get("id"): each.text_content() for each in page.iter("th")}
    assert len(words) == len(list(page.iter("th")))

    def headers(table: int, figure: int) -> list[str]:
        cell = page.xpath("//table")[table].xpath(".//td")[figure]
        return [words[name] for name in cell.get("headers").split()]

    assert headers(0, -1) == ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"]
    assert headers(1, 4 * 7 + 1) == [
        "申请人情况", "法人或其他组织", "商业企业", "三、本年度办理结果", "（三）不予公开", "1.属于国家秘密",
    ]  # fmt: skip
    assert headers(2, -1) == ["行政诉讼", "复议后起诉", "总计"]
    assert [squeezed(caption.text_content()) for caption in page.iter("caption")] == [
        table.caption for table in example.form.tables if table.published
    ]
    assert [len(list(table.iter("thead"))) for table in page.iter("table")] == [0, 1, 1]


def test_no_words_of_an_agency_become_markup(publisher: Publisher, example: Submission, tmp_path: Path) -> None:
    hostile = replace(
        example,
        agency=replace(example.agency, name=ATTACK),
        texts={**dict.fromkeys(example.form.texts, ATTACK), "overview.proactive": f"and{ATTACK}", "title": ""},
    )
    for fragment in (False, True):
        text = publisher.text(hostile, fragment=fragment, draft=True, picture=True)
        page = lxml.html.document_fromstring(text)
        assert page.xpath("//script | //img | //@onerror") == []
        assert ATTACK in page.findtext(".//h1")
        assert f"and{ATTACK}" in page.text_content()
    own = tmp_path / "own.jinja"
    own.write_text("<p>{{ report.title }}</p>", "utf-8")
    written = render(compose(hostile, publisher.folder), "html", [], template=own).decode()
    assert lxml.html.fragment_fromstring(written).text_content().startswith(ATTACK)


def test_a_draft_says_so_first_and_in_the_title(publisher: Publisher, example: Submission) -> None:
    for fragment in (False, True):
        page = lxml.html.document_fromstring(publisher.text(example, draft=True, fragment=fragment))
        assert squeezed(page.find(".//div").text_content()) == DRAFT_MARK
    assert publisher.text(example, draft=True).count("草稿") == 2
    assert "草稿" not in publisher.text(example)


def test_pictures_have_words_for_those_who_do_not_see_them(publisher: Publisher, example: Submission) -> None:
    assert "<svg" not in publisher.text(example)
    page = lxml.html.document_fromstring(publisher.text(example, picture=True))
    drawings = list(page.iter("svg"))
    assert {drawing.get("role") for drawing in drawings} == {"img"}
    assert [drawing.get("aria-label") for drawing in drawings] == [
        "新收申请：按申请人，共50件。自然人47件，商业企业3件，科研机构0件，社会公益组织0件，法律服务机构0件，其他0件。",
        "办理结果，共55件。（一）予以公开30件，（二）部分公开6件，（三）不予公开5件，（四）无法提供9件，（五）不予处理3件，（六）其他处理2件。",
        "行政复议：按审理结果，共4件。结果维持2件，结果纠正1件，其他结果0件，尚未审结1件。",
        "行政诉讼：按审理结果，共2件。结果维持1件，结果纠正0件，其他结果0件，尚未审结1件。",
    ]


@pytest.mark.parametrize(("tables", "said"), [
    (("requests", "disputes"),
     "2024年未收到政府信息公开申请，没有办结的申请，未发生因政府信息公开工作引起的行政复议和行政诉讼。"),
    (("disputes",), "2024年未发生因政府信息公开工作引起的行政复议和行政诉讼。"),
])  # fmt: skip
def test_where_all_is_zero_there_is_a_sentence(
    publisher: Publisher, registry: PluginRegistry, example: Submission, tables: tuple[str, ...], said: str
) -> None:
    document = json.loads((publisher.folder / "example.json").read_bytes())
    document["values"] = {
        field: value for field, value in document["values"].items() if field.partition(".")[0] not in tables
    }
    document["nil"] = list(tables)
    empty = read_submission_json(json.dumps(document).encode(), registry.find_form)
    page = lxml.html.document_fromstring(publisher.text(empty, picture=True))
    assert len(list(page.iter("svg"))) == 4 - 2 * len(tables)
    assert said in [squeezed(each.text_content()) for each in page.iter("p")]


@pytest.mark.parametrize("mistake", [None, "a path", object()])
def test_what_the_gate_did_not_make_is_not_rendered(mistake: Any) -> None:
    with pytest.raises(TypeError, match=f"publishable.*not {type(mistake).__name__}.*withheld"):
        render_made(mistake, "md")


def test_an_unknown_format_names_the_known_ones(publisher: Publisher, example: Submission) -> None:
    with pytest.raises(UsageError, match="txt、md、html"):
        publisher.text(example, "rtf")


@pytest.mark.parametrize(
    ("page", "before"),
    [
        ("<p>只有一段</p>", ""),
        ("<!-- <body> --><html><body>甲", "<!-- <body> --><html><body>"),
        (
            "<script>let a = '<body>'</script><body class='a>b'>甲",
            "<script>let a = '<body>'</script><body class='a>b'>",
        ),
        ("<template><body></template>\r\n<body\nid=a>甲", "<template><body></template>\r\n<body\nid=a>"),
        ("<html>\n<head><style>p{}</style></head>甲", "<html>\n<head><style>p{}</style></head>"),
    ],
)
def test_the_mark_of_a_draft_stands_where_a_page_is_shown(page: str, before: str) -> None:
    assert marked_text(page, "html").startswith(f"{before}<div style=")
